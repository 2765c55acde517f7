/** The convolutions that a gradient passes first and last on its way from the input to the output. */
import type { LanePlan } from './nodes';

/** Names of the first and the last convolution of a lane's main line; null where there are not two. */
export function endLayers(plan: LanePlan | undefined): readonly [first: string, last: string] | null {
  const names = plan?.layers.flatMap(({ name, kind }) => (kind === 'conv' ? [name] : [])) ?? [];
  const [first, last] = [names[0], names.at(-1)];
  return first === undefined || last === undefined || first === last ? null : [first, last];
}
