/**
 * The scalars of Fixup (Zhang, Dauphin & Ma 2019, figure 1): a learned number that begins at 0 before every convolution, dense
 * layer and activation, and a factor that begins at 1 for every branch. Names are those of the authors' code.
 */
import type { BlockPlan } from './block';
import type { ParameterPlan } from './layer';

/** Scalars of a block: two numbers for each convolution of its branch, in the order in which they are added, and the factor. */
export interface BlockScalars {
  /** `bias1a` and so on: added to what the convolution reads, or to what the activation in front of it reads. */
  readonly before: readonly string[];
  /** `bias1b` and so on: added behind the convolution, or behind the activation in front of it. */
  readonly after: readonly string[];
  /** What the last convolution is multiplied with. */
  readonly factor: string;
}

/** Scalars outside the blocks: before the activation of the stem, that of the tail, and the dense layer. */
export interface NetworkScalars {
  readonly stem: string | null;
  readonly tail: string | null;
  readonly head: string;
}

export function blockScalars(block: string, convolutions: number): BlockScalars {
  const names = (letter: string): string[] =>
    Array.from({ length: convolutions }, (_, i) => `${block}.bias${i + 1}${letter}`);
  return { before: names('a'), after: names('b'), factor: `${block}.scale` };
}

const single = (name: string, role: 'bias' | 'scale'): ParameterPlan => ({
  name,
  shape: [1],
  role,
  fanIn: 1,
  fanOut: 1,
});

export function blockScalarParameters({ before, after, factor }: BlockScalars): ParameterPlan[] {
  const biases = before.flatMap((name, i) => [name, ...after.slice(i, i + 1)]);
  return [...biases.map((name) => single(name, 'bias')), single(factor, 'scale')];
}

export function networkScalarParameters({ stem, tail, head }: NetworkScalars): ParameterPlan[] {
  return [stem, tail, head].filter((name) => name !== null).map((name) => single(name, 'bias'));
}

/** Whether a block's activations stand in front of its convolutions. */
export function activatesFirst({ order }: Pick<BlockPlan, 'order'>): boolean {
  return order === 'activation-first' || order === 'pre-activation';
}
