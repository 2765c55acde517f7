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
import type { Work } from '../work';
import { Layout, upTo4 } from './layout';
import { piecesOf } from './pieces';

/** Pixels whose inputs and gradients stay in the cache while all taps pass over them. */
const PIXELS = 512;

interface Tables {
  readonly order: Address;
  readonly taps: number;
  /** Of every piece: inAt, outAt, count, tapAt, taps, lanes, channels */
  readonly runs: readonly (readonly number[])[];
  /** Of every piece the bytes of dy before it, and: inAt, count, stretch, tapAt, taps, lanes, channels */
  readonly products: readonly { readonly before: number; readonly run: readonly number[] }[];
}

interface Backward {
  readonly dy: Layout;
  readonly passes: readonly Tables[];
  readonly hasGaps: boolean;
}

export class DepthwiseConvolution {
  readonly #machine: Machine;
  readonly #shape: ConvShape;
  /** Multiply-adds of a piece of the work. */
  readonly #piece: number;
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

  constructor(machine: Machine, shape: ConvShape, piece: number) {
    const { n, h, w, ci } = shape;
    this.#machine = machine;
    this.#shape = shape;
    this.#piece = piece;
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
    const rest = [tapAt, taps.length, this.#lanes, ci];
    const pieces = piecesOf(inAt.length, PIXELS, taps.length * this.#lanes, this.#piece);
    return {
      order: table('order', order, 1),
      taps: taps.length,
      runs: pieces.map(({ begin, count }) => [starts + 4 * begin, ends + 4 * begin, count, ...rest]),
      products: pieces.map(({ begin, count }) => ({
        before: 4 * begin * this.#lanes,
        run: [starts + 4 * begin, count, PIXELS, ...rest],
      })),
    };
  }

  *#run(source: Address, filter: Address, to: Address, { order, taps, runs }: Tables, adds: boolean): Work {
    const packed = this.#machine.scratch('packed filter', taps * this.#lanes);
    this.#pack(filter, packed, taps, this.#shape.ci, this.#lanes, order);
    for (const run of runs) {
      this.#depthwise(source, packed, to, ...run, Number(adds));
      yield 0;
    }
  }

  *forward(x: Address, filter: Address, y: Address): Work {
    yield* this.#run(this.#x.of(x), filter, y, this.#forward, false);
  }

  *inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): Work {
    const { n, h, w, ci } = this.#shape;
    const { dy: layout, passes, hasGaps } = (this.#backward ??= this.#backwardOf());
    const source = layout.of(dy);
    if (hasGaps && !adds) this.#zero(dx, 4 * n * h * w * ci);
    for (const pass of passes) yield* this.#run(source, filter, dx, pass, adds);
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

  *filterGradient(x: Address, dy: Address, dFilter: Address): Work {
    const shape = this.#shape;
    const [tall, wide] = [outSide(shape.h, shape), outSide(shape.w, shape)];
    const frame = { tall, wide, top: 0, left: 0, lanes: this.#lanes };
    this.#dy ??= new Layout(this.#machine, 'gradients', [shape.n, tall, wide, shape.co], frame, 1);
    this.#zero(dFilter, 4 * shape.kernel * shape.kernel * shape.co);
    const [from, by] = [this.#x.of(x), this.#dy.of(dy)];
    for (const { before, run } of this.#forward.products) {
      this.#correlate(from, by + before, dFilter, ...run);
      yield 0;
    }
  }
}
