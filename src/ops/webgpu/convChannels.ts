/** How the kernels of a convolution take its channels: several at once, and each only those of its group. */
import { widthOf, type Width } from './program';
import { component, dotOf } from './wgsl';

export interface ConvChannels {
  readonly inWidth: Width;
  readonly outWidth: Width;
  /** Every channel makes one of its own: neighbours in a vector have nothing to do with each other. */
  readonly lanewise: boolean;
  /** Rows of the filter that a vector of input channels takes. */
  readonly rows: Width;
  /** Uniforms: vectors of all input and output channels, and of those of one group. */
  readonly uniforms: Readonly<Record<'inGroups' | 'outGroups' | 'ownIn' | 'ownOut', number>>;
}

/** A vector must not reach into another group, unless all groups are single channels. */
export function convChannels(inChannels: number, outChannels: number, groups: number): ConvChannels {
  const [ownIn, ownOut] = [inChannels / groups, outChannels / groups];
  const lanewise = groups > 1 && ownIn === 1 && ownOut === 1;
  const inWidth = widthOf(lanewise ? inChannels : ownIn);
  const outWidth = widthOf(lanewise ? outChannels : ownOut);
  return {
    inWidth,
    outWidth,
    lanewise,
    rows: lanewise ? 1 : inWidth,
    uniforms: {
      inGroups: inChannels / inWidth,
      outGroups: outChannels / outWidth,
      ownIn: lanewise ? 1 : ownIn / inWidth,
      ownOut: lanewise ? 1 : ownOut / outWidth,
    },
  };
}

/** The name of a kernel: the text of one that works lane by lane is another. */
export function named(name: string, { lanewise }: ConvChannels): string {
  return lanewise ? `${name}-lanewise` : name;
}

/** WGSL of what input channel `k` of a vector gives the output channels, through its row of the filter. */
export function scaledRow(
  { lanewise, inWidth }: ConvChannels,
  input: string,
  k: number,
  row: string,
): string {
  return `${lanewise ? input : component(inWidth, input, k)} * ${row}`;
}

/** WGSL of what comes back to a vector `V` of input channels from the output channels, through the rows `w0`, `w1`, … */
export function gathered({ lanewise, outWidth, rows }: ConvChannels, output: string): string {
  if (lanewise) return `${output} * w0`;
  return `V(${Array.from({ length: rows }, (_, k) => dotOf(outWidth, output, `w${k}`)).join(', ')})`;
}

/** 0, 1, … for the rows of the filter that a vector takes. */
export function rowsOf({ rows }: ConvChannels): number[] {
  return Array.from({ length: rows }, (_, k) => k);
}
