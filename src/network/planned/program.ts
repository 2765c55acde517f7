/**
 * A network's pass over a batch as a fixed list of calls on fixed addresses: planned once for a plan, a number of images and what
 * is asked for, and run for whatever weights, skip gains and randomness it is given.
 */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { Address } from '../../ops/simd/heap';
import type { Machine } from '../../ops/simd/machine';
import type { Work } from '../../ops/simd/work';
import { Epilogues, type ProgramMode } from './epilogues';
import { Layers } from './layers';
import { Net, type Given } from './net';
import { Planner } from './planner';
import { roomOf, type Room } from './room';
import { Tape, type Call, type Gradient } from './tape';
import { Watching, type HeapWatcher, type Watches } from './watching';

export interface ProgramOptions {
  /** Images of a batch. */
  readonly count: number;
  /** In training the gradients of the parameters are computed, frozen those of the images. */
  readonly mode: ProgramMode;
  /** Whether something is dropped, where the plan says so. */
  readonly isNoisy?: boolean;
  /** What is shown to a watcher. */
  readonly watches?: Watches;
}

export class Program {
  readonly count: number;
  /** What it runs with, to be set before. */
  readonly given: Given;
  /** Images [count, H, W, C], to be written before every run: nothing lasts longer. */
  readonly images: Address;
  /** dL/d(images) behind the backward pass of a frozen network. */
  readonly imagesGradient: Address;
  /** Labels [count] as int32, for who computes a loss. */
  readonly labels: Address;
  /** [count, classes] */
  readonly logits: Address;
  /** dL/d(logits), to be written before the backward pass. */
  readonly logitsGradient: Address;
  /** Of the batch, in their layout, where `seen` says so. */
  readonly statistics: Address;
  readonly #machine: Machine;
  readonly #room: Room;
  readonly #net: Net;
  readonly #tape: Tape;
  readonly #watching: Watching | null;
  readonly #incoming: Gradient | null;

  constructor(machine: Machine, plan: LanePlan, options: ProgramOptions) {
    const { count, mode, isNoisy = false, watches } = options;
    this.count = count;
    this.#machine = machine;
    this.#room = roomOf(machine);
    const tape = new Tape(this.#room, count, mode !== 'inference');
    const net = new Net(machine, tape, plan);
    this.#tape = tape;
    this.#net = net;
    this.given = net.given;
    this.#watching = watches === undefined ? null : new Watching(watches);
    const planned = this.#room.plan(() => {
      // Nobody reads the parameters' gradients of a frozen network.
      if (mode === 'frozen') net.given.gradient = tape.room(net.layout.size);
      const statistics = tape.room(net.statistics.size);
      const labels = tape.room(count);
      const images = tape.hold(tape.value(plan.input, mode === 'frozen'));
      const planner = new Planner({
        machine,
        tape,
        net,
        layers: new Layers(machine, tape, net, mode === 'training'),
        epilogues: new Epilogues(machine, tape, net, mode, statistics),
        watching: this.#watching,
        isNoisy: isNoisy && mode === 'training',
      });
      const logits = planner.whole(plan.nodes, images);
      const incoming = mode === 'inference' ? null : tape.into(logits);
      const logitsGradient = incoming?.at ?? 0;
      tape.planBackward();
      return { statistics, labels, images, logits, logitsGradient, incoming };
    });
    this.statistics = planned.statistics;
    this.labels = planned.labels;
    this.images = planned.images.at;
    this.imagesGradient = planned.images.gradient?.at ?? 0;
    this.logits = planned.logits.at;
    this.logitsGradient = planned.logitsGradient;
    this.#incoming = planned.incoming;
  }

  /** Who looks into the next runs, where the program is one that shows something. */
  set watcher(watcher: HeapWatcher | null) {
    if (this.#watching !== null) this.#watching.watcher = watcher;
  }

  /** Per parameter of the layout, whether the last backward pass has reached it. */
  get reached(): Uint8Array {
    return this.#net.reached;
  }

  /** Per batch norm of the layout, whether the last forward pass has run it. */
  get seen(): Uint8Array {
    return this.#net.seen;
  }

  /** From images to logits. */
  *forward(): Work {
    this.#net.seen.fill(0);
    yield* through(this.#tape.forward);
  }

  /** From the gradient of the logits to those of the parameters, 0 where none flows, or of the images. */
  *backward(): Work {
    const { reached, given, layout } = this.#net;
    reached.fill(0);
    this.#tape.clear();
    if (this.#incoming !== null) this.#incoming.written = true;
    yield* through(this.#tape.backward);
    if (this.imagesGradient !== 0) return;
    layout.entries.forEach(({ offset, size }, i) => {
      if (reached[i] === 0) this.#machine.floats(given.gradient + 4 * offset, size).fill(0);
    });
  }

  /** It runs no more. */
  dispose(): void {
    this.#room.leave();
  }
}

function* through(calls: readonly Call[]): Work {
  for (const { run, layers } of calls) {
    const work = run();
    if (work !== null) yield* work;
    yield layers;
  }
}
