/** 3×3 convolutions of stride 1 by Winograd's F(2×2, 3×3) and F(4×4, 3×3), with 16 products for 36, and 36 for 144. */
import type { Address } from '../heap';
import type { Kernel, Machine } from '../machine';
import { outSide, range, type ConvShape } from './geometry';
import type { Work } from '../work';
import { Layout } from './layout';
import { piecesOf } from './pieces';

const TAPS = 9;
/** Numbers of the room for a tile on its way: 36 vectors. */
const ROOM = 144;

/** Numbers of a block of transformed tiles, which stay in the second cache. */
const BLOCK = 12_288;
/** Fours of tiles that a block has at least: the sums of filter gradients are read and written once a block. */
const LEAST = 7;

/** Tiles of a block: an odd number of fours, so that points of one channel do not all lie in the same lines of the cache. */
function blockOf(points: number, ins: number, outs: number): number {
  const fours = Math.floor(BLOCK / (4 * points * Math.max(ins, outs)));
  return 4 * Math.max(LEAST, fours - 1 + (fours % 2));
}

/**
 * Outputs along the side of a tile. Milliseconds of all three passes of a batch of 32, multiplied and added apart, tap by tap
 * and with tiles of 2 and 4:
 *
 * | side, channels | 14, 8 | 7, 16 | 4, 32 | 32, 16 | 16, 32 | 8, 64 | 8, 64 to 128 |
 * | tap by tap     | 0.56  | 0.54  | 0.70  | 11.3   | 11.2   | 11.1  | 30           |
 * | 2              | 0.39  | 0.40  | 0.39  | 6.9    | 5.9    | 5.4   | 11.2         |
 * | 4              | 0.39  | 0.29  | 0.32  | 4.8    | 3.8    | 3.8   | 7.7          |
 *
 * Tiles of 4 round twice as much as sums tap by tap (1 to 2 millionths of the largest value), so that they are taken only where
 * they save time: not where many of their outputs lie beyond the image, and few channels share a transformed tile.
 */
function tileOf({ h, w, ci, co, padding }: ConvShape): 2 | 4 {
  const [tall, wide] = [h + 2 * padding - 2, w + 2 * padding - 2];
  const products = (tile: number): number =>
    Math.ceil(tall / tile) * Math.ceil(wide / tile) * (tile + 2) * (tile + 2);
  return products(4) < (Math.max(ci, co) > 8 ? 0.9 : 0.7) * products(2) ? 4 : 2;
}

/** One convolution of framed images. */
interface Tiles {
  readonly frame: Layout;
  readonly ins: number;
  readonly outs: number;
  readonly block: number;
  /** Of every piece: from, to, ends, tiles, block, ins, outs, inRow, outRow */
  readonly runs: readonly (readonly number[])[];
}

export class WinogradConvolution {
  readonly #machine: Machine;
  readonly #shape: ConvShape;
  /** Multiply-adds of a piece of the work. */
  readonly #piece: number;
  /** Outputs along the side of a tile, and points of a transformed one. */
  readonly #tile: 2 | 4;
  readonly #points: number;
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

  constructor(machine: Machine, shape: ConvShape, piece: number) {
    this.#machine = machine;
    this.#shape = shape;
    this.#piece = piece;
    this.#tile = tileOf(shape);
    this.#points = (this.#tile + 2) * (this.#tile + 2);
    const name = `winograd${this.#tile}`;
    this.#winograd = machine.kernel(name);
    this.#correlate = machine.kernel(`${name}Correlate`);
    this.#transform = machine.kernel(`${name}Filter`);
    this.#pack = machine.kernel('pack');
    this.#packTurned = machine.kernel('packTurned');
    this.#turned = machine.table('taps of 3×3 turned', () => range(TAPS).toReversed());
    const { h, w, ci, co, padding } = shape;
    this.#forward = this.#tilesOf('data', [h, w, ci], co, padding);
  }

  *forward(x: Address, filter: Address, y: Address): Work {
    const { ci, co } = this.#shape;
    const packed = this.#packed();
    this.#pack(filter, packed, TAPS * ci, co, 0, co);
    yield* this.#run(this.#forward, x, packed, y, false);
  }

  *inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): Work {
    const shape = this.#shape;
    const { ci, co } = shape;
    const out = [outSide(shape.h, shape), outSide(shape.w, shape), co] as const;
    this.#backward ??= this.#tilesOf('gradients', out, ci, 2 - shape.padding);
    const packed = this.#packed();
    this.#packTurned(filter, packed, TAPS, ci, co, 0, co, this.#turned);
    yield* this.#run(this.#backward, dy, packed, dx, adds);
  }

  *filterGradient(x: Address, dy: Address, dFilter: Address): Work {
    const { frame, runs } = this.#forward;
    const [v, z, u, room] = this.#rooms(this.#forward);
    const source = frame.of(x);
    for (const [index, run] of runs.entries()) {
      const [isFirst, isLast] = [index === 0, index === runs.length - 1];
      this.#correlate(source, dy, dFilter, ...run, v, z, u, room, Number(isFirst), Number(isLast));
      yield 0;
    }
  }

  #packed(): Address {
    return this.#machine.scratch('packed filter', TAPS * this.#shape.ci * this.#shape.co);
  }

  *#run(tiles: Tiles, x: Address, packed: Address, y: Address, adds: boolean): Work {
    const { frame, ins, outs, runs } = tiles;
    const [v, m, u, room] = this.#rooms(tiles);
    this.#transform(packed, u, ins, outs, room);
    const source = frame.of(x);
    for (const run of runs) {
      this.#winograd(source, u, y, ...run, v, m, room, Number(adds));
      yield 0;
    }
  }

  /** For a block of inputs and one of outputs, for the filter, and for a tile. */
  #rooms({ ins, outs, block }: Tiles): [v: Address, m: Address, u: Address, room: Address] {
    const machine = this.#machine;
    const points = this.#points;
    return [
      machine.scratch('winograd inputs', points * block * ins),
      machine.scratch('winograd outputs', points * block * outs),
      machine.scratch('winograd filter', points * ins * outs),
      machine.scratch('winograd tile', ROOM),
    ];
  }

  /** Tiles of images [h, w, ins] with a border, for `outs` outputs. */
  #tilesOf(
    use: 'data' | 'gradients',
    [h, w, ins]: readonly [h: number, w: number, ins: number],
    outs: number,
    border: number,
  ): Tiles {
    const { n } = this.#shape;
    const tile = this.#tile;
    const [tall, wide] = [h + 2 * border - 2, w + 2 * border - 2];
    const [rows, columns] = [range(Math.ceil(tall / tile)), range(Math.ceil(wide / tile))];
    const frame = {
      tall: tile * rows.length + 2,
      wide: tile * columns.length + 2,
      top: border,
      left: border,
      lanes: ins,
    };
    const table = (name: string, at: (image: number, row: number, column: number) => number): Address =>
      this.#machine.table(`winograd ${name} ${[tile, n, h, w, ins, outs, border].join()}`, () =>
        range(n).flatMap((image) => rows.flatMap((row) => columns.map((column) => at(image, row, column)))),
      );
    const from = table('from', (i, r, c) => 4 * ins * ((i * frame.tall + tile * r) * frame.wide + tile * c));
    const to = table('to', (i, r, c) => 4 * outs * ((i * tall + tile * r) * wide + tile * c));
    // Columns of a tile within the image, and 8 times its rows.
    const ends = table(
      'ends',
      (_, r, c) => Math.min(tile, wide - tile * c) + 8 * Math.min(tile, tall - tile * r),
    );
    const block = blockOf(this.#points, ins, outs);
    const all = n * rows.length * columns.length;
    const rest = [block, ins, outs, 4 * frame.wide * ins, 4 * wide * outs];
    return {
      frame: new Layout(this.#machine, use, [n, h, w, ins], frame, 1),
      ins,
      outs,
      block,
      runs: piecesOf(all, block, this.#points * ins * outs, this.#piece).map(({ begin, count }) => {
        const bytes = 4 * begin;
        return [from + bytes, to + bytes, ends + bytes, count, ...rest];
      }),
    };
  }
}
