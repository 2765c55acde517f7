/** The fault finder's second look in a planned pass: see `faultInPass`. */
import { stretchesOf } from '../../architecture/nodes';
import type { Machine } from '../../ops/simd/machine';
import { largest } from '../../ops/simd/measures';
import type { Work } from '../../ops/simd/work';
import { faultInWeights, type Fault } from '../fault';
import type { HeapNetwork } from './network';
import { gradientPass, type PassRequest } from './pass';

/** The first thing on the way from the input to the logits that is not finite; null where all of them are. */
export function* faultInPlannedPass(
  machine: Machine,
  network: HeapNetwork,
  request: PassRequest,
): Work<Fault | null> {
  const { plan, layout, weights } = network;
  const inWeights = faultInWeights(layout, weights);
  if (inWeights !== null) return inWeights;
  const last = stretchesOf(plan.nodes).at(-1)?.layer;
  const faults: Fault[] = [];
  const stretch = (layer: string, at: number, count: number): void => {
    if (faults.length === 0 && !Number.isFinite(largest(machine, at, count)))
      faults.push({ place: layer === last ? 'logits' : 'output', layer });
  };
  yield* gradientPass(machine, network, {
    ...request,
    watching: { watches: 'layers', watcher: { stretch } },
  });
  return faults[0] ?? null;
}
