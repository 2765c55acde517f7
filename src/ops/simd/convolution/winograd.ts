/** 3×3 convolutions of stride 1 by Winograd's F(2×2, 3×3), which needs 16 products where the direct ones need 36. */
import type { Address } from '../heap';
import type { Kernel, Machine } from '../machine';
import { outSide, range, type ConvShape } from './geometry';
import { Layout } from './layout';

const TAPS = 9;
/** Of a transformed tile. */
const POINTS = 16;

/** Numbers of a block of transformed tiles, which stay in the cache. */
const BLOCK = 6144;
/** Tiles that a block has at least: the sums of filter gradients are read and written once a block. */
const LEAST = 16;

/** Tiles of a block, a multiple of 4. */
function blockOf(ins: number, outs: number): number {
  return Math.max(LEAST, 4 * Math.floor(BLOCK / (4 * POINTS * Math.max(ins, outs))));
}

/** One convolution of framed images. */
interface Tiles {
  readonly frame: Layout;
  readonly ins: number;
  readonly outs: number;
  readonly block: number;
  /** from, to, ends, tiles, block, ins, outs, inRow, outRow */
  readonly run: readonly number[];
}

export class WinogradConvolution {
  readonly #machine: Machine;
  readonly #shape: ConvShape;
  readonly #winograd: Kernel;
  readonly #correlate: Kernel;
  readonly #transform: Kernel;
  readonly #pack: Kernel;
  readonly #packTurned: Kernel;
  readonly #turned: Address;
  readonly #forward: Tiles;
  #backward: Tiles | null = null;

  /** Whether a shape can be computed so. */
  static fits({ kernel, stride, padding, dilation, groups, ci, co }: ConvShape): boolean {
    const isPlain = kernel === 3 && stride === 1 && padding <= 2 && dilation === 1 && groups === 1;
    return isPlain && ci % 4 === 0 && co % 4 === 0;
  }

  constructor(machine: Machine, shape: ConvShape) {
    this.#machine = machine;
    this.#shape = shape;
    this.#winograd = machine.kernel('winograd');
    this.#correlate = machine.kernel('winogradCorrelate');
    this.#transform = machine.kernel('winogradFilter');
    this.#pack = machine.kernel('pack');
    this.#packTurned = machine.kernel('packTurned');
    this.#turned = machine.table('taps of 3×3 turned', () => range(TAPS).toReversed());
    const { h, w, ci, co, padding } = shape;
    this.#forward = this.#tilesOf('data', [h, w, ci], co, padding);
  }

  forward(x: Address, filter: Address, y: Address): void {
    const { ci, co } = this.#shape;
    const packed = this.#packed();
    this.#pack(filter, packed, TAPS * ci, co, 0, co);
    this.#run(this.#forward, x, packed, y, false);
  }

  inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): void {
    const shape = this.#shape;
    const { ci, co } = shape;
    const out = [outSide(shape.h, shape), outSide(shape.w, shape), co] as const;
    this.#backward ??= this.#tilesOf('gradients', out, ci, 2 - shape.padding);
    const packed = this.#packed();
    this.#packTurned(filter, packed, TAPS, ci, co, 0, co, this.#turned);
    this.#run(this.#backward, dy, packed, dx, adds);
  }

  filterGradient(x: Address, dy: Address, dFilter: Address): void {
    const { frame, ins, outs, block, run } = this.#forward;
    const v = this.#machine.scratch('winograd inputs', POINTS * block * ins);
    const z = this.#machine.scratch('winograd outputs', POINTS * block * outs);
    const u = this.#machine.scratch('winograd filter', POINTS * ins * outs);
    this.#correlate(frame.of(x), dy, dFilter, ...run, v, z, u);
  }

  #packed(): Address {
    return this.#machine.scratch('packed filter', TAPS * this.#shape.ci * this.#shape.co);
  }

  #run(
    { frame, ins, outs, block, run }: Tiles,
    x: Address,
    packed: Address,
    y: Address,
    adds: boolean,
  ): void {
    const v = this.#machine.scratch('winograd inputs', POINTS * block * ins);
    const m = this.#machine.scratch('winograd outputs', POINTS * block * outs);
    const u = this.#machine.scratch('winograd filter', POINTS * ins * outs);
    this.#transform(packed, u, ins, outs);
    this.#winograd(frame.of(x), u, y, ...run, v, m, Number(adds));
  }

  /** Tiles of images [h, w, ins] with a border, for `outs` outputs. */
  #tilesOf(
    use: 'data' | 'gradients',
    [h, w, ins]: readonly [h: number, w: number, ins: number],
    outs: number,
    border: number,
  ): Tiles {
    const { n } = this.#shape;
    const [tall, wide] = [h + 2 * border - 2, w + 2 * border - 2];
    const [rows, columns] = [range(Math.ceil(tall / 2)), range(Math.ceil(wide / 2))];
    const frame = {
      tall: 2 * rows.length + 2,
      wide: 2 * columns.length + 2,
      top: border,
      left: border,
      lanes: ins,
    };
    const table = (name: string, at: (image: number, row: number, column: number) => number): Address =>
      this.#machine.table(`winograd ${name} ${[n, h, w, ins, outs, border].join()}`, () =>
        range(n).flatMap((image) => rows.flatMap((row) => columns.map((column) => at(image, row, column)))),
      );
    const from = table('from', (i, r, c) => 4 * ins * ((i * frame.tall + 2 * r) * frame.wide + 2 * c));
    const to = table('to', (i, r, c) => 4 * outs * ((i * tall + 2 * r) * wide + 2 * c));
    // Without a second column 1, without a second row 2.
    const ends = table('ends', (_, r, c) => Number(2 * c + 1 >= wide) + 2 * Number(2 * r + 1 >= tall));
    const block = blockOf(ins, outs);
    const count = n * rows.length * columns.length;
    return {
      frame: new Layout(this.#machine, use, [n, h, w, ins], frame, 1),
      ins,
      outs,
      block,
      run: [from, to, ends, count, block, ins, outs, 4 * frame.wide * ins, 4 * wide * outs],
    };
  }
}
