/** Convolution tap by tap, with any geometry. */
import type { Address } from '../heap';
import type { Kernel, Machine } from '../machine';
import {
  forwardFrame,
  forwardPass,
  gradientFrame,
  gradientPasses,
  joined,
  nameOf,
  outSide,
  type ConvShape,
  type Pass,
} from './geometry';
import type { Work } from '../work';
import { Layout, upTo4 } from './layout';
import { piecesOf } from './pieces';

/** Floats of inputs that a stretch of pixels may take, so that they stay in the cache. */
const STRETCH = 4096;
/** Bytes of inputs and gradients that a stretch may take for the gradient of a filter. */
const PRODUCTS = 26_000;

/** A multiple of 4 pixels, at least 32. */
function stretchOf(pixels: number): number {
  return Math.max(32, 4 * Math.floor(pixels / 4));
}

const bytes = (floats: readonly number[], each = 1): number[] => floats.map((float) => 4 * each * float);

/** A pass as the direct core takes it. */
interface Tables {
  readonly order: Address;
  readonly taps: number;
  /** Table of where the inputs of its pixels begin. */
  readonly inAt: Address;
  readonly pixels: number;
  /** Of every piece: inAt, outAt, count, stretch, tapAt, taps, ins, outs */
  readonly runs: readonly (readonly number[])[];
}

interface Backward {
  readonly dy: Layout;
  readonly passes: readonly Tables[];
  readonly hasGaps: boolean;
}

interface Products {
  readonly dy: Layout;
  /** Of every piece the bytes of dy before it, and: inAt, count, stretch, step, outs, offsets, places, runs, scattered */
  readonly pieces: readonly { readonly before: number; readonly run: readonly number[] }[];
}

export class DirectConvolution {
  readonly #machine: Machine;
  readonly #shape: ConvShape;
  /** Multiply-adds of a piece of the work. */
  readonly #piece: number;
  readonly #convolve: Kernel;
  readonly #correlate: Kernel;
  readonly #pack: Kernel;
  readonly #packTurned: Kernel;
  readonly #zero: Kernel;
  readonly #ins: number;
  readonly #outs: number;
  readonly #x: Layout;
  readonly #forward: Tables;
  #backward: Backward | null = null;
  #products: Products | null = null;

  constructor(machine: Machine, shape: ConvShape, piece: number) {
    const { n, h, w, ci, co, groups } = shape;
    this.#machine = machine;
    this.#shape = shape;
    this.#piece = piece;
    this.#convolve = machine.kernel('convolve');
    this.#correlate = machine.kernel('correlate');
    this.#pack = machine.kernel('pack');
    this.#packTurned = machine.kernel('packTurned');
    this.#zero = machine.kernel('zero');
    this.#ins = ci / groups;
    this.#outs = co / groups;
    this.#x = new Layout(machine, 'data', [n, h, w, ci], forwardFrame(shape, this.#ins), groups);
    this.#forward = this.#tablesOf('forward', forwardPass(shape), this.#ins, this.#outs);
  }

  /** Tables of a pass whose pixels have `ins` inputs, and `outs` outputs, in each group. */
  #tablesOf(name: string, { inAt, outAt, taps, order }: Pass, ins: number, outs: number): Tables {
    const key = `${name} ${nameOf(this.#shape)}`;
    const all = joined(taps, ins);
    const stretch = stretchOf(STRETCH / ins);
    const { groups } = this.#shape;
    const starts = this.#machine.table(`${key} in`, () => bytes(inAt, ins));
    const ends = this.#machine.table(`${key} out`, () => bytes(outAt, groups * outs));
    const tapAt = this.#machine.table(`${key} taps`, () => bytes(all.taps, ins));
    return {
      order: this.#machine.table(`${key} order`, () => order),
      taps: taps.length,
      inAt: starts,
      pixels: inAt.length,
      runs: piecesOf(inAt.length, stretch, taps.length * ins * outs, this.#piece).map(({ begin, count }) => [
        starts + 4 * begin,
        ends + 4 * begin,
        count,
        stretch,
        tapAt,
        all.taps.length,
        all.ins,
        outs,
      ]),
    };
  }

  *forward(x: Address, filter: Address, y: Address): Work {
    const { co, kernel, groups } = this.#shape;
    const rows = kernel * kernel * this.#ins;
    const size = rows * upTo4(this.#outs);
    const source = this.#x.of(x);
    // A filter of one block is packed as it is.
    const isPacked = groups === 1 && (co === 4 || co === 8);
    const packed = isPacked ? filter : this.#machine.scratch('packed filter', size);
    for (let group = 0; group < groups; group++) {
      if (!isPacked) this.#pack(filter, packed, rows, co, group * this.#outs, this.#outs);
      const [from, to] = [source + group * this.#x.group, y + 4 * group * this.#outs];
      for (const run of this.#forward.runs) {
        this.#convolve(from, packed, to, ...run, 0);
        yield 0;
      }
    }
  }

  *inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): Work {
    const { n, h, w, ci, co, kernel, groups } = this.#shape;
    const backward = (this.#backward ??= this.#backwardOf());
    const packed = this.#machine.scratch('packed filter', kernel * kernel * upTo4(this.#ins) * this.#outs);
    const source = backward.dy.of(dy);
    if (backward.hasGaps && !adds) this.#zero(dx, 4 * n * h * w * ci);
    for (const { order, taps, runs } of backward.passes)
      for (let group = 0; group < groups; group++) {
        this.#packTurned(filter, packed, taps, this.#ins, co, group * this.#outs, this.#outs, order);
        const [from, to] = [source + group * backward.dy.group, dx + 4 * group * this.#ins];
        for (const run of runs) {
          this.#convolve(from, packed, to, ...run, Number(adds));
          yield 0;
        }
      }
  }

  #backwardOf(): Backward {
    const shape = this.#shape;
    const out = [shape.n, outSide(shape.h, shape), outSide(shape.w, shape), shape.co] as const;
    const { passes, hasGaps } = gradientPasses(shape);
    return {
      dy: new Layout(this.#machine, 'gradients', out, gradientFrame(shape, this.#outs), shape.groups),
      passes: passes.map((pass, index) => this.#tablesOf(`backward ${index}`, pass, this.#outs, this.#ins)),
      hasGaps,
    };
  }

  *filterGradient(x: Address, dy: Address, dFilter: Address): Work {
    const { co, kernel, groups } = this.#shape;
    const products = (this.#products ??= this.#productsOf());
    const [source, gradient] = [this.#x.of(x), products.dy.of(dy)];
    this.#zero(dFilter, 4 * kernel * kernel * this.#ins * co);
    for (let group = 0; group < groups; group++) {
      const [from, by] = [source + group * this.#x.group, gradient + group * products.dy.group];
      for (const { before, run } of products.pieces) {
        this.#correlate(from, by + before, dFilter + 4 * group * this.#outs, ...run);
        yield 0;
      }
    }
  }

  /** dy is copied only where groups or blocks of outputs would read those of others. */
  #productsOf(): Products {
    const shape = this.#shape;
    const { n, h, w, co, stride, groups } = shape;
    const [tall, wide] = [outSide(h, shape), outSide(w, shape)];
    const lanes = upTo4(this.#outs);
    const frame = { tall, wide, top: 0, left: 0, lanes };
    const { taps } = joined(forwardPass(shape).taps, this.#ins);
    const inner = (shape.kernel * shape.kernel * this.#ins) / taps.length;
    const rows = taps.map((tap, row) =>
      Array.from({ length: inner }, (_, index) => ({
        offset: 4 * (tap * this.#ins + index),
        place: 4 * co * (row * inner + index),
      })),
    );
    const even = 4 * Math.floor(inner / 4);
    const runs = rows.flatMap((row) => row.slice(0, even));
    const rest = rows.flatMap((row) => row.slice(even));
    // The last four are filled with the last one.
    const scattered = Array.from(
      { length: upTo4(rest.length) },
      (_, i) => rest[Math.min(i, rest.length - 1)],
    );
    const all = [...runs, ...scattered.filter((row) => row !== undefined)];
    const key = `products ${nameOf(shape)}`;
    const offsets = this.#machine.table(`${key} offsets`, () => all.map(({ offset }) => offset));
    const places = this.#machine.table(`${key} places`, () => all.map(({ place }) => place));
    const { inAt, pixels } = this.#forward;
    const stretch = stretchOf(PRODUCTS / (4 * (stride * stride * this.#ins + lanes)));
    const fours = [runs.length / 4, scattered.length / 4];
    return {
      dy: new Layout(this.#machine, 'gradients', [n, tall, wide, co], frame, groups),
      pieces: piecesOf(pixels, stretch, taps.length * inner * this.#outs, this.#piece).map(
        ({ begin, count }) => ({
          before: begin * 4 * lanes,
          run: [inAt + 4 * begin, count, stretch, 4 * lanes, this.#outs, offsets, places, ...fours],
        }),
      ),
    };
  }
}
