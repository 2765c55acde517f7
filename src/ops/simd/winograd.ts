/** 3×3 convolutions of stride 1 by Winograd's F(2×2, 3×3), which needs 16 products where the direct one needs 36. */
import type { ConvShape } from './conv-shape';
import type { Address } from './heap';
import type { Machine } from './machine';

const FLOAT = 4;
const TAPS = 9;
/** Of the transformed tile. */
const POINTS = 16;
/** Numbers of a block of transformed tiles: it stays in the second cache. */
const BLOCK = 16_384;

/** Where the tiles of images begin, padded and not, and which of them end beyond the image: 1 by a column, 2 by a row. */
interface Tiles {
  readonly padded: Address;
  readonly height: number;
  readonly width: number;
  readonly from: Address;
  readonly to: Address;
  readonly flags: Address;
  readonly count: number;
  readonly block: number;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export class WinogradConvolution {
  readonly #machine: Machine;
  readonly #shape: ConvShape;
  readonly #call;
  readonly #order: Address;
  readonly #turned: Address;
  readonly #ofX: Tiles;
  #ofDy: Tiles | undefined;

  /** Whether a shape can be computed so: rows of channels are read eight at a time. */
  static fits({ kernel, stride, padding, dilation, groups, ci, co }: ConvShape): boolean {
    const isPlain = kernel === 3 && stride === 1 && padding === 1 && dilation === 1 && groups === 1;
    return isPlain && ci % 8 === 0 && co % 8 === 0;
  }

  constructor(machine: Machine, shape: ConvShape) {
    this.#machine = machine;
    this.#shape = shape;
    this.#call = {
      pad: machine.kernel('pad'),
      pack: machine.kernel('pack'),
      filter: machine.kernel('winoFilter'),
      convolve: machine.kernel('winograd'),
      filterGradient: machine.kernel('winoFilterGradient'),
    };
    this.#order = machine.table('order of 9', () => range(TAPS));
    this.#turned = machine.table('turned order of 9', () => range(TAPS).toReversed());
    this.#ofX = this.#tiles('x', shape.ci, shape.co);
  }

  forward(x: Address, filter: Address, y: Address): void {
    const { ci, co } = this.#shape;
    const packed = this.#packed();
    this.#call.pack(filter, packed, this.#order, TAPS, ci, co, FLOAT * ci * co, FLOAT * co, FLOAT);
    this.#convolve(this.#ofX, x, packed, y, ci, co, 0);
  }

  inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): void {
    const { ci, co } = this.#shape;
    const packed = this.#packed();
    this.#call.pack(filter, packed, this.#turned, TAPS, co, ci, FLOAT * ci * co, FLOAT, FLOAT * co);
    this.#ofDy ??= this.#tiles('dy', co, ci);
    this.#convolve(this.#ofDy, dy, packed, dx, co, ci, adds ? dx : 0);
  }

  filterGradient(x: Address, dy: Address, dFilter: Address): void {
    const { w, ci, co } = this.#shape;
    const { padded, width, from, to, flags, count, block } = this.#ofX;
    this.#pad(this.#ofX, x, ci);
    const [v, z, sums] = [this.#room('v', block * ci), this.#room('m', block * co), this.#room('u', ci * co)];
    const [inRow, outRow] = [FLOAT * width * ci, FLOAT * w * co];
    this.#call.filterGradient(
      padded,
      dy,
      dFilter,
      from,
      to,
      flags,
      count,
      block,
      ci,
      co,
      inRow,
      outRow,
      v,
      z,
      sums,
    );
  }

  #convolve(
    tiles: Tiles,
    x: Address,
    packed: Address,
    y: Address,
    ci: number,
    co: number,
    add: Address,
  ): void {
    const { padded, width, from, to, flags, count, block } = tiles;
    this.#pad(tiles, x, ci);
    const [v, m, u] = [this.#room('v', block * ci), this.#room('m', block * co), this.#room('u', ci * co)];
    this.#call.filter(packed, u, ci, co);
    const [inRow, outRow] = [FLOAT * width * ci, FLOAT * this.#shape.w * co];
    this.#call.convolve(padded, u, y, from, to, flags, count, block, ci, co, inRow, outRow, v, m, add);
  }

  #pad({ padded, height, width }: Tiles, x: Address, channels: number): void {
    const { n, h, w } = this.#shape;
    this.#call.pad(x, padded, n, h, w, FLOAT * channels, height, width, 1, 1);
  }

  #packed(): Address {
    const { ci, co } = this.#shape;
    return this.#machine.scratch('packed filter', TAPS * ci * co);
  }

  #room(use: string, floats: number): Address {
    return this.#machine.scratch(`winograd ${use}`, POINTS * floats);
  }

  #tiles(use: string, ci: number, co: number): Tiles {
    const { n, h, w } = this.#shape;
    const key = `${use} ${n},${h},${w},${ci},${co}`;
    const [rows, columns] = [range(Math.ceil(h / 2)), range(Math.ceil(w / 2))];
    const [height, width] = [2 * rows.length + 2, 2 * columns.length + 2];
    const each = (of: (i: number, r: number, c: number) => number) => (): number[] =>
      range(n).flatMap((i) => rows.flatMap((r) => columns.map((c) => of(i, r, c))));
    return {
      padded: this.#machine.room(`winograd ${key}`, n * height * width * ci),
      height,
      width,
      from: this.#machine.table(
        `winograd from ${key}`,
        each((i, r, c) => FLOAT * ci * ((i * height + 2 * r) * width + 2 * c)),
      ),
      to: this.#machine.table(
        `winograd to ${key}`,
        each((i, r, c) => FLOAT * co * ((i * h + 2 * r) * w + 2 * c)),
      ),
      flags: this.#machine.table(
        `winograd flags ${key}`,
        each((_, r, c) => (2 * c + 1 >= w ? 1 : 0) + (2 * r + 1 >= h ? 2 : 0)),
      ),
      count: n * rows.length * columns.length,
      block: Math.max(4, 4 * Math.floor(BLOCK / (POINTS * Math.max(ci, co)) / 4)),
    };
  }
}
