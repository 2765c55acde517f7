/** What the controls say about a plan beyond its own numbers, free of the DOM. */
import type { BlockPlan, NetworkPlan } from '../../architecture/plan';

/** The convolution of a block that its groups are about. */
function groupedLayer({ kind, branch }: BlockPlan) {
  return branch[kind === 'basic' ? 0 : 1];
}

function others(used: readonly number[], given: number): readonly number[] | null {
  const distinct = [...new Set(used)].toSorted((a, b) => a - b);
  return distinct.every((count) => count === given) ? null : distinct;
}

/** The groups that blocks have where some have not as many as given, which must divide their channels; else null. */
export function effectiveGroups(blocks: readonly BlockPlan[], given: number): readonly number[] | null {
  return others(
    blocks.map((block) => groupedLayer(block)?.groups ?? given),
    given,
  );
}

/** The groups that norms have where some have not as many as given, which must divide their channels; else null. */
export function effectiveNormGroups({ norms }: NetworkPlan, given: number): readonly number[] | null {
  return others(
    norms.map(({ groups }) => groups ?? given),
    given,
  );
}
