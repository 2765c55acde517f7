/** What a network is without one of its blocks, at test time (Veit 2016). */
import type { BlockPlan } from '../architecture/plan';

/** What stands where a block was: nothing (its output is its input), or a block without its branch. */
export type Deleted =
  | { readonly kind: 'identity' }
  | { readonly kind: 'shortcut'; readonly block: BlockPlan; readonly gain: number };

function keepsShape({ input, output }: BlockPlan): boolean {
  return input.height === output.height && input.width === output.width && input.channels === output.channels;
}

export function changesShape(block: BlockPlan): boolean {
  return !keepsShape(block);
}

/**
 * A block whose shortcut is the identity is taken out. Where the shape changes, or the shortcut is a projection, the branch
 * is multiplied with 0, and the block is its shortcut. With its skip off a block has no shortcut: then it is taken out
 * too, and where the shape changes it becomes the subsampling of option A, which has no weights. Null where that is
 * impossible, as channels become fewer.
 */
export function deleted(block: BlockPlan, gain: number): Deleted | null {
  if (keepsShape(block) && (gain === 0 || block.shortcut === 'identity')) return { kind: 'identity' };
  const branchless = { ...block, branchScale: 0 };
  if (gain !== 0) return { kind: 'shortcut', block: branchless, gain };
  if (block.output.channels < block.input.channels) return null;
  return {
    kind: 'shortcut',
    block: { ...branchless, shortcut: 'zero-padding', projection: null, gate: null },
    gain: 1,
  };
}
