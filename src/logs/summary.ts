/** A training as its log tells it: bounded in memory however long the file is, and given from a worker to the page as it is. */
import type { Quantity } from './quantities';
import { ABSENT, FACTS, type Fact } from './kept-rows';

export interface LogLayer {
  readonly name: string;
  /** Name of its class in PyTorch, `Conv2d`; null where the file does not say. */
  readonly type: string | null;
  /** Of its weight, as PyTorch has it: [out, in, height, width] or [out, in]; null where the file does not say. */
  readonly shape: readonly number[] | null;
}

export type LogColumn =
  | { readonly kind: 'scalar'; readonly name: string }
  /** `layer`: its place among the layers. */
  | { readonly kind: 'layer'; readonly quantity: Quantity; readonly layer: number };

/** Why a line was passed over. */
export type LineFault = 'json' | 'cells' | 'step' | 'long' | 'empty';

export interface LogOptimiser {
  /** Name of its class, `SGD`. */
  readonly type: string | null;
  readonly momentum: number | null;
  readonly weightDecay: number | null;
}

export interface LogSummary {
  readonly name: string;
  readonly format: 'jsonl' | 'csv' | null;
  /** In the order of the forward pass, where hook.py wrote the file; else in that of its columns. */
  readonly layers: readonly LogLayer[];
  readonly columns: readonly LogColumn[];
  /** Steps that are kept, in ascending order, and the numbers at them, column after column; `ABSENT` where the file says none. */
  readonly steps: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  /** What is told of all numbers of a column, kept or not: as many per column as `FACTS` names. */
  readonly facts: Float64Array<ArrayBuffer>;
  readonly optimiser: LogOptimiser | null;
  /** Steps that the file has of the run that is shown, and runs that it has: the last of them is shown. */
  readonly rows: number;
  readonly runs: number;
  readonly bytes: number;
  readonly lines: number;
  /** Lines that were passed over: how many, and the first of them. */
  readonly faults: number;
  readonly faulty: readonly { readonly line: number; readonly fault: LineFault }[];
  /** Whether the last line breaks off, as in a file that is being written. */
  readonly isCutOff: boolean;
  /** Columns that there was no room for. */
  readonly leftOut: number;
}

/** A log with its columns looked up. */
export class Log {
  readonly summary: LogSummary;
  readonly #scalars = new Map<string, number>();
  readonly #ofLayers = new Map<Quantity, number[]>();

  constructor(summary: LogSummary) {
    this.summary = summary;
    summary.columns.forEach((column, index) => {
      if (column.kind === 'scalar') this.#scalars.set(column.name, index);
      else {
        const own = this.#ofLayers.get(column.quantity) ?? [];
        own[column.layer] = index;
        this.#ofLayers.set(column.quantity, own);
      }
    });
  }

  get layers(): readonly LogLayer[] {
    return this.summary.layers;
  }

  get steps(): Float64Array {
    return this.summary.steps;
  }

  has(quantity: Quantity): boolean {
    return this.#ofLayers.has(quantity);
  }

  get scalars(): readonly string[] {
    return [...this.#scalars.keys()];
  }

  /** Index of a column; −1 without one. */
  column(of: { readonly scalar: string } | { readonly quantity: Quantity; readonly layer: number }): number {
    return (
      ('scalar' in of ? this.#scalars.get(of.scalar) : this.#ofLayers.get(of.quantity)?.[of.layer]) ?? -1
    );
  }

  /** Number of a column in a row that is kept; undefined where the file says none. */
  value(column: number, row: number): number | undefined {
    const { steps, values } = this.summary;
    if (column < 0 || row < 0 || row >= steps.length) return undefined;
    const value = values[column * steps.length + row];
    return value === ABSENT ? undefined : value;
  }

  scalar(name: string, row: number): number | undefined {
    return this.value(this.column({ scalar: name }), row);
  }

  ofLayer(quantity: Quantity, layer: number, row: number): number | undefined {
    return this.value(this.column({ quantity, layer }), row);
  }

  /** What is told of all numbers of a column; undefined without one, or where it has no number. */
  fact(column: number, fact: Fact): number | undefined {
    if (column < 0) return undefined;
    const at = column * FACTS.length;
    return this.summary.facts[at] === 0 ? undefined : this.summary.facts[at + FACTS.indexOf(fact)];
  }

  /** Row of a step, or of the last that is kept before it, at least the first; −1 without any. */
  rowAt(step: number): number {
    const { steps } = this.summary;
    let [low, high] = [0, steps.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((steps[middle] ?? 0) <= step) low = middle + 1;
      else high = middle;
    }
    return Math.min(steps.length - 1, Math.max(0, low - 1));
  }
}
