/** Convolutions on a machine: tables of offsets, made once for a shape, and calls by address. */
import { outSide, type ConvShape } from './conv-shape';
import type { Address } from './heap';
import type { Machine } from './machine';
import { WinogradConvolution } from './winograd';

export type { ConvShape } from './conv-shape';

/** Output channels that a pass computes. */
const LANES = 8;

/** Bytes of a number. */
const FLOAT = 4;

/** Numbers of x and dy that the filter gradient takes through all taps before the next images: they stay in the nearest cache. */
const NEAR = 6144;

/** A convolution over pixels whose offsets are in tables; taps are named by their place in the filter. */
interface Pass {
  readonly inAt: Address;
  readonly outAt: Address;
  readonly count: number;
  readonly tapAt: Address;
  readonly order: Address;
  readonly taps: number;
}

/** A copy of images with zeros around; without a border there is none. */
interface Padded {
  readonly at: Address;
  readonly height: number;
  readonly width: number;
  readonly top: number;
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Forward pass and gradients of one shape. Addresses are those of whole tensors; `adds` adds to what lies there. */
export class SimdConvolution {
  readonly outH: number;
  readonly outW: number;
  readonly #machine: Machine;
  readonly #shape: ConvShape;
  readonly #key: string;
  readonly #winograd: WinogradConvolution | null;
  readonly #padded: Padded;
  readonly #forward: Pass;
  /** Made when the gradient is first asked for: that of images never is. */
  #input:
    { readonly padded: Padded; readonly passes: readonly Pass[]; readonly hasGaps: boolean } | undefined;
  readonly #call;

  constructor(machine: Machine, shape: ConvShape) {
    this.#machine = machine;
    this.#shape = shape;
    this.#key = Object.values(shape).join();
    this.outH = outSide(shape.h, shape);
    this.outW = outSide(shape.w, shape);
    this.#call = {
      pad: machine.kernel('pad'),
      pack: machine.kernel('pack'),
      convolve: machine.kernel('convolve'),
      depthwise: machine.kernel('convolveDepthwise'),
      filter: machine.kernel('filterGradient'),
      filterDepthwise: machine.kernel('filterGradientDepthwise'),
      zero: machine.kernel('zero'),
    };
    const { h, w, padding } = shape;
    const sides = { height: h + 2 * padding, width: w + 2 * padding };
    this.#winograd = WinogradConvolution.fits(shape) ? new WinogradConvolution(machine, shape) : null;
    this.#padded = this.#bordered('x', shape.ci, padding, sides, padding === 0);
    this.#forward = this.#forwardPass();
  }

  /** y [n, outH, outW, co] of x and a filter. */
  forward(x: Address, filter: Address, y: Address): void {
    if (this.#winograd !== null) {
      this.#winograd.forward(x, filter, y);
      return;
    }
    const { n, h, w, ci, co, groups } = this.#shape;
    const source = this.#pad(this.#padded, x, n, h, w, ci);
    const steps = { tap: (ci / groups) * co, input: co, output: 1 };
    this.#run(this.#forward, source, filter, y, { ci, co }, steps, false);
  }

  /** dx [n, h, w, ci] from dy and the filter. */
  inputGradient(dy: Address, filter: Address, dx: Address, adds: boolean): void {
    if (this.#winograd !== null) {
      this.#winograd.inputGradient(dy, filter, dx, adds);
      return;
    }
    const { n, h, w, ci, co, groups } = this.#shape;
    this.#input ??= this.#inputPasses();
    const { padded, passes, hasGaps } = this.#input;
    const source = this.#pad(padded, dy, n, this.outH, this.outW, co);
    if (hasGaps && !adds) this.#call.zero(dx, FLOAT * n * h * w * ci);
    const steps = { tap: (ci / groups) * co, input: 1, output: co };
    for (const pass of passes) this.#run(pass, source, filter, dx, { ci: co, co: ci }, steps, adds);
  }

  /** dFilter, of the filter's shape, from x and dy. */
  filterGradient(x: Address, dy: Address, dFilter: Address): void {
    if (this.#winograd !== null) {
      this.#winograd.filterGradient(x, dy, dFilter);
      return;
    }
    const { n, h, w, ci, co, groups, kernel } = this.#shape;
    const { inAt, count, tapAt, taps } = this.#forward;
    const source = this.#pad(this.#padded, x, n, h, w, ci);
    if (this.#isDepthwise) {
      this.#call.filterDepthwise(source, dy, dFilter, inAt, count, tapAt, taps, ci);
      return;
    }
    const [inputs, outputs] = [ci / groups, co / groups];
    const { height, width } = this.#padded;
    const image = height * width * ci;
    const part = Math.max(1, Math.min(n, Math.floor(NEAR / (image + this.outH * this.outW * LANES))));
    const sums = this.#machine.scratch('filter sums', kernel * kernel * inputs * LANES);
    for (let g = 0; g < groups; g++) {
      this.#call.filter(
        source + FLOAT * g * inputs,
        dy + FLOAT * g * outputs,
        dFilter + FLOAT * g * outputs,
        sums,
        n,
        part,
        FLOAT * image,
        inAt,
        this.outH * this.outW,
        tapAt,
        taps,
        inputs,
        outputs,
        FLOAT * co,
        FLOAT * co,
      );
    }
  }

  /** One channel in, one out, in every group. */
  get #isDepthwise(): boolean {
    const { ci, co, groups } = this.#shape;
    return groups === ci && groups === co && groups > 1;
  }

  /** `steps`: numbers of the filter from one tap, input and output to the next. */
  #run(
    pass: Pass,
    source: Address,
    filter: Address,
    y: Address,
    channels: { readonly ci: number; readonly co: number },
    steps: { readonly tap: number; readonly input: number; readonly output: number },
    adds: boolean,
  ): void {
    const { groups } = this.#shape;
    const { inAt, outAt, count, tapAt, order, taps } = pass;
    const plus = adds ? 1 : 0;
    if (this.#isDepthwise) {
      this.#call.depthwise(source, filter, y, inAt, outAt, count, tapAt, order, taps, channels.ci, plus);
      return;
    }
    const [inputs, outputs] = [channels.ci / groups, channels.co / groups];
    const blocks = Math.ceil(outputs / LANES);
    const packed = this.#machine.scratch('packed filter', blocks * taps * inputs * LANES);
    // Within a filter, groups lie side by side in its outputs, which the backward pass has as its inputs.
    const groupStep = FLOAT * (this.#shape.co / groups);
    for (let g = 0; g < groups; g++) {
      const own = filter + g * groupStep;
      const [tap, input, output] = [FLOAT * steps.tap, FLOAT * steps.input, FLOAT * steps.output];
      this.#call.pack(own, packed, order, taps, inputs, outputs, tap, input, output);
      const from = source + FLOAT * g * inputs;
      for (let b = 0; b < blocks; b++) {
        const weights = packed + FLOAT * LANES * b * taps * inputs;
        const to = y + FLOAT * (g * outputs + LANES * b);
        const lanes = Math.min(LANES, outputs - LANES * b);
        this.#call.convolve(from, weights, to, inAt, outAt, count, tapAt, taps, inputs, lanes, plus);
      }
    }
  }

  /** Copies images into the middle of their padded copy, and says where that lies. */
  #pad(
    { at, height, width, top }: Padded,
    x: Address,
    n: number,
    h: number,
    w: number,
    channels: number,
  ): Address {
    if (at === 0) return x;
    this.#call.pad(x, at, n, h, w, FLOAT * channels, height, width, top, top);
    return at;
  }

  /**
   * Only the middle of such a copy is ever written. It belongs to this very shape: sizes of which another is a part would leave
   * what the other reads as zeros.
   */
  #bordered(
    use: string,
    channels: number,
    top: number,
    sides: { readonly height: number; readonly width: number },
    isBare: boolean,
  ): Padded {
    const { height, width } = sides;
    const size = this.#shape.n * height * width * channels;
    return { at: isBare ? 0 : this.#machine.room(`${use} of ${this.#key}`, size), top, height, width };
  }

  #forwardPass(): Pass {
    const { n, ci, co, kernel, stride, dilation } = this.#shape;
    const { height, width } = this.#padded;
    const [rows, columns, images] = [range(this.outH), range(this.outW), range(n)];
    const table = this.#tables('forward');
    const pixels = images.length * rows.length * columns.length;
    return {
      count: pixels,
      taps: kernel * kernel,
      inAt: table('in', () =>
        images.flatMap((i) =>
          rows.flatMap((r) =>
            columns.map((c) => FLOAT * ci * ((i * height + r * stride) * width + c * stride)),
          ),
        ),
      ),
      outAt: table('out', () => range(pixels).map((pixel) => FLOAT * co * pixel)),
      tapAt: table('taps', () =>
        range(kernel).flatMap((r) => range(kernel).map((c) => FLOAT * ci * dilation * (r * width + c))),
      ),
      order: table('order', () => range(kernel * kernel)),
    };
  }

  /**
   * Pixels of dx by their row and column modulo the stride: those of one class read dy through the same taps, in falling order.
   * dx[i] = Σ dy[(i + padding − k · dilation) / stride] · w[k] over the taps k where that is whole.
   */
  #inputPasses() {
    const { n, h, w, ci, co, kernel, stride, padding, dilation } = this.#shape;
    const before = Math.max(0, Math.ceil((dilation * (kernel - 1) - padding) / stride));
    const side = (input: number, output: number): number =>
      before + Math.max(output, Math.floor((input - 1 + padding) / stride) + 1);
    const sides = { height: side(h, this.outH), width: side(w, this.outW) };
    const isBare = before === 0 && sides.height === this.outH && sides.width === this.outW;
    const padded = this.#bordered('dy', co, before, sides, isBare);
    const classes = range(stride).map((rest) => ({
      rest,
      taps: range(kernel)
        .filter((k) => (rest + padding - k * dilation) % stride === 0)
        .toReversed(),
    }));
    const first = (rest: number, taps: readonly number[]): number =>
      before + (rest + padding - (taps[0] ?? 0) * dilation) / stride;
    const passes = classes.flatMap((row) =>
      classes.flatMap((column): Pass[] => {
        const [rows, columns] = [range(h), range(w)].map((all, side) =>
          all.filter((each) => each % stride === (side === 0 ? row : column).rest),
        ) as [number[], number[]];
        const taps = row.taps.length * column.taps.length;
        const count = n * rows.length * columns.length;
        if (taps === 0 || count === 0) return [];
        const table = this.#tables(`input ${row.rest} ${column.rest}`);
        const [top, left] = [first(row.rest, row.taps), first(column.rest, column.taps)];
        const [height, width] = [sides.height, sides.width];
        const distance = (own: readonly number[], k: number): number =>
          (((own[0] ?? 0) - k) * dilation) / stride;
        return [
          {
            count,
            taps,
            inAt: table('in', () =>
              range(n).flatMap((i) =>
                rows.flatMap((_, r) =>
                  columns.map((__, c) => FLOAT * co * ((i * height + top + r) * width + left + c)),
                ),
              ),
            ),
            outAt: table('out', () =>
              range(n).flatMap((i) =>
                rows.flatMap((r) => columns.map((c) => FLOAT * ci * ((i * h + r) * w + c))),
              ),
            ),
            tapAt: table('taps', () =>
              row.taps.flatMap((r) =>
                column.taps.map(
                  (c) => FLOAT * co * (distance(row.taps, r) * width + distance(column.taps, c)),
                ),
              ),
            ),
            order: table('order', () => row.taps.flatMap((r) => column.taps.map((c) => r * kernel + c))),
          },
        ];
      }),
    );
    return { padded, passes, hasGaps: classes.some(({ taps }) => taps.length === 0) };
  }

  #tables(use: string): (name: string, make: () => readonly number[]) => Address {
    return (name, make) => this.#machine.table(`${use} ${name} of ${this.#key}`, make);
  }
}
