/** Fusion: which nodes run in one pass over an image, as one op that a backend may do in one kernel. */
import type { ActivationName } from '../config/activations';
import type { NormPlan } from './layer';
import type { PlanNode } from './nodes';

/** What begins an epilogue. */
export type NormOrBias =
  | { readonly kind: 'norm'; readonly norm: NormPlan }
  | { readonly kind: 'bias'; readonly name: string }
  /** Fixup's factor and number, of which one may be missing. */
  | { readonly kind: 'scalars'; readonly factor: string | null; readonly shift: string | null };

/** activation(normOrBias(x) + gain · shortcut), of which any part may be missing. */
export interface EpiloguePass {
  readonly kind: 'epilogue';
  readonly normOrBias: NormOrBias | null;
  /** Whether the block's shortcut is added. */
  readonly adds: boolean;
  readonly activation: ActivationName;
}

type Fused = 'norm' | 'activation' | 'shift' | 'factor' | 'addition';

/** A convolution is here without its bias. */
export type Pass = Exclude<PlanNode, { readonly kind: Fused }> | EpiloguePass;

/**
 * Nodes as passes. A norm, a bias or Fixup's scalars begin an epilogue, which an addition and an activation behind them join, or
 * begin where there is none; everything else is a pass by itself.
 */
export function fuse(nodes: readonly PlanNode[]): readonly Pass[] {
  const passes: Pass[] = [];
  const begin = (normOrBias: NormOrBias | null): number =>
    passes.push({ kind: 'epilogue', normOrBias, adds: false, activation: 'linear' });
  /** Adds to the epilogue that stands last, if nothing was activated in it yet; else to a new one. */
  const join = (part: Partial<EpiloguePass>): void => {
    const last = passes.at(-1);
    if (last?.kind !== 'epilogue' || last.activation !== 'linear') begin(null);
    passes.push({ ...(passes.pop() as EpiloguePass), ...part });
  };
  for (const node of nodes) {
    if (node.kind === 'norm') begin(node);
    else if (node.kind === 'factor') begin({ kind: 'scalars', factor: node.name, shift: null });
    else if (node.kind === 'shift') {
      const last = passes.at(-1);
      const isLone = last?.kind === 'epilogue' && !last.adds && last.activation === 'linear';
      const before = isLone ? last.normOrBias : null;
      if (before?.kind === 'scalars' && before.shift === null)
        join({ normOrBias: { ...before, shift: node.name } });
      else begin({ kind: 'scalars', factor: null, shift: node.name });
    } else if (node.kind === 'addition') join({ adds: true });
    else if (node.kind === 'activation') join({ activation: node.activation });
    else {
      passes.push(node);
      if (node.kind === 'convolution' && node.layer.bias)
        begin({ kind: 'bias', name: `${node.layer.name}.bias` });
    }
  }
  return passes;
}
