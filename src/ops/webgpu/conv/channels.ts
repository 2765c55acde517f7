/**
 * What the kernels of a convolution share: the side of what it makes, and how they take its channels, several at once and each only
 * those of its group.
 */
import type { ConvGeometry } from '../../kernels';
import { widthOf, type Width } from '../program';
import { component, dotOf } from '../wgsl';

/** Side of the output for a side of the input. */
export function outputSide(
  side: number,
  kernel: number,
  { stride, padding, dilation = 1 }: ConvGeometry,
): number {
  return Math.floor((side + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
}

export interface ConvChannels {
  readonly inWidth: Width;
  readonly outWidth: Width;
  /** Channels of each of the small groups that share a vector; null where a vector is of one group. */
  readonly shared: 1 | 2 | null;
  /** Rows of the filter that a vector of input channels takes. */
  readonly rows: Width | 2;
  /** Uniforms: vectors of all input and output channels, and of those that work together. */
  readonly uniforms: Readonly<Record<'inGroups' | 'outGroups' | 'ownIn' | 'ownOut', number>>;
}

/** Groups of one or two channels lie side by side in a vector; others have vectors of their own. */
export function convChannels(inChannels: number, outChannels: number, groups: number): ConvChannels {
  const [ownIn, ownOut] = [inChannels / groups, outChannels / groups];
  const shared = groups > 1 && ownIn === ownOut && inChannels % 4 === 0 ? sharing(ownIn) : null;
  const inWidth = shared === null ? widthOf(ownIn) : 4;
  const outWidth = shared === null ? widthOf(ownOut) : 4;
  return {
    inWidth,
    outWidth,
    shared,
    rows: shared ?? inWidth,
    uniforms: {
      inGroups: inChannels / inWidth,
      outGroups: outChannels / outWidth,
      ownIn: shared === null ? ownIn / inWidth : 1,
      ownOut: shared === null ? ownOut / outWidth : 1,
    },
  };
}

function sharing(own: number): 1 | 2 | null {
  return own === 1 || own === 2 ? own : null;
}

/** The name of a kernel: the text of one whose groups share vectors is another. */
export function named(name: string, { shared }: ConvChannels): string {
  return shared === null ? name : `${name}-groups-of-${shared}`;
}

/** WGSL of what the `k`-th input channel of a vector, or of each group in it, gives through its row of the filter. */
export function scaledRow({ shared, inWidth }: ConvChannels, input: string, k: number, row: string): string {
  if (shared === 1) return `${input} * ${row}`;
  if (shared === 2) return `${input}.${k === 0 ? 'xxzz' : 'yyww'} * ${row}`;
  return `${component(inWidth, input, k)} * ${row}`;
}

/** WGSL of what comes back to a vector `V` of input channels from the output channels, through the rows `w0`, `w1`, … */
export function gathered({ shared, outWidth, rows }: ConvChannels, output: string): string {
  if (shared === 1) return `${output} * w0`;
  if (shared === 2) {
    const dots = ['xy', 'zw'].flatMap((half) =>
      ['w0', 'w1'].map((row) => `dot(${output}.${half}, ${row}.${half})`),
    );
    return `V(${dots.join(', ')})`;
  }
  return `V(${Array.from({ length: rows }, (_, k) => dotOf(outWidth, output, `w${k}`)).join(', ')})`;
}

/** 0, 1, … for the rows of the filter that a vector takes. */
export function rowsOf({ rows }: ConvChannels): number[] {
  return Array.from({ length: rows }, (_, k) => k);
}
