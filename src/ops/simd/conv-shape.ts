/** Shapes of convolutions. */

/** Images [n, h, w, ci], filters [kernel, kernel, ci / groups, co]; padding is symmetric, in pixels. */
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

/** Rows or columns of the output, of so many of the input. */
export function outSide(side: number, { kernel, stride, padding, dilation }: ConvShape): number {
  return Math.floor((side + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}
