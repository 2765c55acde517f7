/** What a network is without one of its blocks, at test time (Veit 2016). */
import type { BlockPlan } from '../../architecture/plan';
import type { ActivationName } from '../../config/schema';

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

/** Whether a block of which only the identity is left passes its input on as it is: behind ReLU it is ReLU's own output. */
function endsUnchanged({ order }: BlockPlan, activation: ActivationName): boolean {
  switch (order) {
    case 'original':
      return activation === 'relu' || activation === 'linear';
    case 'norm-after-addition':
      return false;
    case 'activation-before-addition':
    case 'activation-first':
    case 'pre-activation':
      return true;
  }
  return order satisfies never;
}

/**
 * A block without its branch: its input goes along the shortcut that it has, scaled, gated or projected, and through what
 * stands behind the addition. Where all of that changes nothing, the block is taken out. With its skip off a block has no
 * shortcut: then it is taken out too, and where the shape changes it becomes the subsampling of option A, which has no
 * weights. Null where that is impossible, as channels become fewer.
 */
export function deleted(block: BlockPlan, gain: number, activation: ActivationName): Deleted | null {
  const branchless = { ...block, branchScale: 0 };
  if (gain !== 0) {
    const isBare = block.shortcut === 'identity' && block.gate === null && gain === 1;
    return isBare && endsUnchanged(block, activation)
      ? { kind: 'identity' }
      : { kind: 'shortcut', block: branchless, gain };
  }
  if (keepsShape(block)) return { kind: 'identity' };
  if (block.output.channels < block.input.channels) return null;
  return {
    kind: 'shortcut',
    block: { ...branchless, shortcut: 'zero-padding', projection: null, gate: null },
    gain: 1,
  };
}
