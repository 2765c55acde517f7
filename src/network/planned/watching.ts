/** Who looks into a planned pass, and when: what it is shown lies on the heap, and holds until it returns. */
import type { Address } from '../../ops/simd/heap';
import type { Place } from '../options';
import type { Gradient, Tape, Value } from './tape';

/** See `BlockWatcher` and `LayerWatcher`; an address of 0 stands for nothing. */
export interface HeapWatcher {
  gradient?(block: number, place: Extract<Place, 'input' | 'output'>, at: Address, count: number): void;
  /** dL/dx of a block's input through the branch and through the shortcut. */
  parts?(block: number, branch: Address, shortcut: Address, count: number): void;
  values?(block: number, branch: Address, shortcut: Address, output: Address, count: number): void;
  activation?(layer: string, at: Address, count: number): void;
  activationGradient?(layer: string, at: Address, count: number): void;
  /** What comes out of a stretch of nodes; see `stretchesOf`. */
  stretch?(layer: string, at: Address, count: number): void;
}

/** What is looked at: the main line, or the inside of blocks too. */
export type Watches = 'layers' | 'blocks';

/** Plans the looks into one pass. */
export class Watching {
  /** Whether branch and shortcut have their own gradients. */
  readonly takesBlocksApart: boolean;
  /** Who looks now. */
  watcher: HeapWatcher | null = null;

  constructor(watches: Watches) {
    this.takesBlocksApart = watches === 'blocks';
  }

  stretch(tape: Tape, layer: string, x: Value): void {
    tape.call(() => this.watcher?.stretch?.(layer, x.at, x.floats));
  }

  layer(tape: Tape, layer: string, x: Value): void {
    tape.call(() => this.watcher?.activation?.(layer, x.at, x.floats));
    this.#observe(tape, x, (at) => this.watcher?.activationGradient?.(layer, at, x.floats));
  }

  input(tape: Tape, block: number, x: Value): void {
    this.#observe(tape, x, (at) => this.watcher?.gradient?.(block, 'input', at, x.floats));
  }

  values(
    tape: Tape,
    block: number,
    branch: Value,
    { shortcut, isOn }: { readonly shortcut: Value; readonly isOn: () => boolean },
    y: Value,
  ): void {
    tape.call(() => this.watcher?.values?.(block, branch.at, isOn() ? shortcut.at : 0, y.at, y.floats));
    this.#observe(tape, y, (at) => this.watcher?.gradient?.(block, 'output', at, y.floats));
  }

  parts(tape: Tape, block: number, count: number, branch: Gradient, shortcut: Gradient): void {
    const [b, s] = [branch.at, shortcut.at];
    tape.call(() => this.watcher?.parts?.(block, branch.written ? b : 0, shortcut.written ? s : 0, count));
  }

  #observe(tape: Tape, value: Value, show: (at: Address) => void): void {
    tape.observe(value, (gradient) => {
      const { at } = gradient;
      tape.call(() => {
        if (gradient.written) show(at);
      });
    });
  }
}
