/** Convolution of every channel by a filter of its own, [K, K, 1, channels]. */
import type { Address } from '../heap';
import type { Kernel, Machine } from '../machine';
import {
  forwardFrame,
  forwardPass,
  gradientFrame,
  gradientPasses,
  nameOf,
  outSide,
  type ConvShape,
  type Pass,
} from './geometry';
import { Layout, upTo4 } from './layout';

/** Pixels whose inputs and gradients stay in the cache while all taps pass over them. */
const PIXELS = 512;

interface Tables {
  readonly order: Address;
  readonly taps: number;
  /** inAt, outAt, count, tapAt, taps, lanes, channels */
  readonly run: readonly number[];
}

interface Backward {
  readonly dy: Layout;
  readonly passes: readonly Tables[];
  readonly hasGaps: boolean;
}

export class DepthwiseConvolution {
  readonly #machine: Machine;
  readonly #shape: ConvShape;
  readonly #depthwise: Kernel;
  readonly #correlate: Kernel;
  readonly #pack: Kernel;
  readonly #zero: Kernel;
  /** Channels, filled up to whole vectors. */
  readonly #lanes: number;
  readonly #x: Layout;
  readonly #forward: Tables;
  #backward: Backward | null = null;
  #dy: Layout | null = null;

  constructor(machine: Machine, shape: ConvShape) {
    const { n, h, w, ci } = shape;
    this.#machine = machine;
    this.#shape = shape;
    this.#depthwise = machine.kernel('depthwise');
    this.#correlate = machine.kernel('depthwiseCorrelate');
    this.#pack = machine.kernel('packDepthwise');
    this.#zero = machine.kernel('zero');
    this.#lanes = upTo4(ci);
    this.#x = new Layout(machine, 'data', [n, h, w, ci], forwardFrame(shape, this.#lanes), 1);
    this.#forward = this.#tablesOf('forward', forwardPass(shape));
  }

  #tablesOf(name: string, { inAt, outAt, taps, order }: Pass): Tables {
    const key = `${name} by channel ${nameOf(this.#shape)}`;
    const { ci } = this.#shape;
    const table = (part: string, offsets: readonly number[], each: number): Address =>
      this.#machine.table(`${key} ${part}`, () => offsets.map((offset) => each * offset));
    const starts = table('in', inAt, 4 * this.#lanes);
    const ends = table('out', outAt, 4 * ci);
    const tapAt = table('taps', taps, 4 * this.#lanes);
    return {
      order: table('order', order, 1),
      taps: taps.length,
      run: [starts, ends, inAt.length, tapAt, taps.length, this.#lanes, ci],
    };
  }

  #run(source: Address, filter: Address, to: Address, { order, taps, run }: Tables, adds: boolean): void {
    const packed = this.#machine.scratch('packed filter', taps * this.#lanes);
    this.#pack(filter, packed, taps, this.#shape.ci, this.#lanes, order);
    this.#depthwise(source, packed, to, ...run, Number(adds));
  }

  forward(x: Address, filter: Address, y: Address): void {
    this.#run(this.#x.of(x), filter, y, this.#forward, false);
  }

  inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): void {
    const { n, h, w, ci } = this.#shape;
    const { dy: layout, passes, hasGaps } = (this.#backward ??= this.#backwardOf());
    const source = layout.of(dy);
    if (hasGaps && !adds) this.#zero(dx, 4 * n * h * w * ci);
    for (const pass of passes) this.#run(source, filter, dx, pass, adds);
  }

  #backwardOf(): Backward {
    const shape = this.#shape;
    const out = [shape.n, outSide(shape.h, shape), outSide(shape.w, shape), shape.co] as const;
    const { passes, hasGaps } = gradientPasses(shape);
    return {
      dy: new Layout(this.#machine, 'gradients', out, gradientFrame(shape, this.#lanes), 1),
      passes: passes.map((pass, index) => this.#tablesOf(`backward ${index}`, pass)),
      hasGaps,
    };
  }

  filterGradient(x: Address, dy: Address, dFilter: Address): void {
    const shape = this.#shape;
    const [tall, wide] = [outSide(shape.h, shape), outSide(shape.w, shape)];
    const frame = { tall, wide, top: 0, left: 0, lanes: this.#lanes };
    this.#dy ??= new Layout(this.#machine, 'gradients', [shape.n, tall, wide, shape.co], frame, 1);
    const [inAt = 0, , count = 0, ...rest] = this.#forward.run;
    this.#zero(dFilter, 4 * shape.kernel * shape.kernel * shape.co);
    this.#correlate(this.#x.of(x), this.#dy.of(dy), dFilter, inAt, count, PIXELS, ...rest);
  }
}
