/** Where a convolution finds what it sums. */

/** A convolution of images [n, h, w, ci] by a filter [kernel, kernel, ci / groups, co]. */
export interface ConvShape {
  readonly n: number;
  readonly h: number;
  readonly w: number;
  readonly ci: number;
  readonly co: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

/** The name of a shape for what is kept of it. */
export function nameOf(shape: ConvShape): string {
  const { n, h, w, ci, co, kernel, stride, padding, dilation, groups } = shape;
  return [n, h, w, ci, co, kernel, stride, padding, dilation, groups].join();
}

/** Images as a core reads them: [groups, n, tall, wide, lanes], with borders of zeros. */
export interface Frame {
  readonly tall: number;
  readonly wide: number;
  /** Rows and columns of zeros before the image. */
  readonly top: number;
  readonly left: number;
  readonly lanes: number;
}

/**
 * One pass over pixels of the output: where the input of each begins in its frame and where its output lies, in pixels;
 * `taps`: where those of the filter are from there, in pixels; `order`: which of the filter each is.
 */
export interface Pass {
  readonly inAt: readonly number[];
  readonly outAt: readonly number[];
  readonly taps: readonly number[];
  readonly order: readonly number[];
}

/** Rows, or columns, of the output. @throws RangeError where the filter is larger than the image with its borders. */
export function outSide(side: number, { kernel, stride, padding, dilation }: ConvShape): number {
  const out = Math.floor((side + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  if (out < 1)
    throw new RangeError(`A filter of ${kernel} with dilation ${dilation} does not fit into ${side}`);
  return out;
}

export const range = (count: number): number[] => [...Array(count).keys()];

/** Pixels of `n` frames by rows and columns of one, as numbers of pixels. */
function grid(n: number, pixels: number, wide: number, rows: number[], columns: number[]): number[] {
  return range(n).flatMap((image) =>
    rows.flatMap((row) => columns.map((column) => image * pixels + row * wide + column)),
  );
}

export function forwardFrame({ h, w, padding }: ConvShape, lanes: number): Frame {
  return { tall: h + 2 * padding, wide: w + 2 * padding, top: padding, left: padding, lanes };
}

export function forwardPass(shape: ConvShape): Pass {
  const { n, h, w, kernel, stride, dilation } = shape;
  const { tall, wide } = forwardFrame(shape, 0);
  const [rows, columns] = [range(outSide(h, shape)), range(outSide(w, shape))];
  const steps = (indices: number[]): number[] => indices.map((index) => index * stride);
  const taps = range(kernel).map((tap) => tap * dilation);
  return {
    inAt: grid(n, tall * wide, wide, steps(rows), steps(columns)),
    outAt: range(n * rows.length * columns.length),
    taps: grid(1, 0, wide, taps, taps),
    order: range(kernel * kernel),
  };
}

/** Along one axis: the positions of the input that share a set of taps, and where their gradients come from. */
interface Residue {
  readonly positions: number[];
  /** Taps, from the last to the first, so that what they read ascends. */
  readonly taps: number[];
  /** For each position, the output that its first tap reads. */
  readonly firsts: number[];
  /** For each tap, how many outputs further it reads. */
  readonly steps: number[];
}

/** The positions ≡ `residue` modulo the stride: input i has a part in output o by tap k where stride · o = i + padding − dilation · k. */
function residueOf(side: number, { kernel, stride, padding, dilation }: ConvShape, residue: number): Residue {
  const taps = range(kernel)
    .filter((tap) => (residue + padding - dilation * tap) % stride === 0)
    .toReversed();
  const positions = range(side).filter((position) => position % stride === residue);
  const [first = 0] = taps;
  return {
    positions,
    taps,
    firsts: positions.map((position) => (position + padding - dilation * first) / stride),
    steps: taps.map((tap) => (dilation * (first - tap)) / stride),
  };
}

/** Zeros needed before and behind the outputs of one axis, so that every tap of every input reads something. */
function bordersOf(side: number, shape: ConvShape): [before: number, behind: number] {
  const { kernel, stride, padding, dilation } = shape;
  const lowest = Math.ceil((padding - dilation * (kernel - 1)) / stride);
  const highest = Math.floor((side - 1 + padding) / stride);
  return [Math.max(0, -lowest), Math.max(0, highest - outSide(side, shape) + 1)];
}

/** The frame of the gradients of the output. */
export function gradientFrame(shape: ConvShape, lanes: number): Frame {
  const [top, bottom] = bordersOf(shape.h, shape);
  const [left, right] = bordersOf(shape.w, shape);
  const tall = top + outSide(shape.h, shape) + bottom;
  return { tall, wide: left + outSide(shape.w, shape) + right, top, left, lanes };
}

/**
 * The gradient of the input as convolutions of the gradient of the output, one for each residue of rows and columns modulo the
 * stride; `hasGaps` where some inputs have no part in any output, as with a 1×1 filter and a stride.
 */
export function gradientPasses(shape: ConvShape): { passes: Pass[]; hasGaps: boolean } {
  const { n, h, w, kernel, stride } = shape;
  const { tall, wide, top, left } = gradientFrame(shape, 0);
  const residues = range(stride);
  const passes = residues.flatMap((r) => {
    const rows = residueOf(h, shape, r);
    return residues.flatMap((c): Pass[] => {
      const columns = residueOf(w, shape, c);
      if (rows.taps.length * columns.taps.length === 0) return [];
      const [down, along] = [
        rows.firsts.map((row) => top + row),
        columns.firsts.map((column) => left + column),
      ];
      return [
        {
          inAt: grid(n, tall * wide, wide, down, along),
          outAt: grid(n, h * w, w, rows.positions, columns.positions),
          taps: grid(1, 0, wide, rows.steps, columns.steps),
          order: rows.taps.flatMap((row) => columns.taps.map((column) => row * kernel + column)),
        },
      ];
    });
  });
  const reached = passes.reduce((sum, pass) => sum + pass.outAt.length, 0);
  return { passes: passes.filter((pass) => pass.outAt.length > 0), hasGaps: reached < n * h * w };
}

/**
 * Taps of `ins` inputs each, where a pixel has no others: those that lie one behind the other are made one, a row of the filter
 * where nothing is dilated.
 */
export function joined(taps: readonly number[], ins: number): { taps: number[]; ins: number } {
  const [first = 0] = taps;
  const end = taps.findIndex((tap, index) => tap !== first + index);
  const run = end === -1 ? taps.length : end;
  return { taps: taps.filter((_, index) => index % run === 0), ins: ins * run };
}
