/**
 * The parameters of a network as the processor holds them: one flat float32 vector per lane, in the order of the plan.
 * Initial values depend on the seed, the name and the shape alone, so that networks share those they have in common.
 */
import type { NetworkPlan, ParameterPlan } from '../architecture/plan';
import type { InitialisationName } from '../config/schema';
import { randomStream } from '../data/random';

/** Where each parameter lies in the flat vector. */
export interface ParameterLayout {
  readonly size: number;
  readonly entries: readonly (ParameterPlan & { readonly offset: number; readonly size: number })[];
}

export function layoutOf(parameters: readonly ParameterPlan[]): ParameterLayout {
  let offset = 0;
  const entries = parameters.map((parameter) => {
    const size = parameter.shape.reduce((product, side) => product * side, 1);
    const entry = { ...parameter, offset, size };
    offset += size;
    return entry;
  });
  return { size: offset, entries };
}

/**
 * Standard deviation of a filter's initial values: He 2015 √(2 / fanIn), Glorot & Bengio 2010 √(2 / (fanIn + fanOut)).
 */
export function filterDeviation(
  { fanIn, fanOut }: ParameterPlan,
  initialisation: InitialisationName,
): number {
  return initialisation === 'he' ? Math.sqrt(2 / fanIn) : Math.sqrt(2 / (fanIn + fanOut));
}

/**
 * Initial values: filters normal with `filterDeviation`; the dense layer uniform within ±1/√fanIn, as PyTorch's default;
 * norm scales 1; everything else 0.
 */
export function initialParameters(plan: NetworkPlan, seed: number): Float32Array<ArrayBuffer> {
  const layout = layoutOf(plan.parameters);
  const values = new Float32Array(layout.size);
  for (const entry of layout.entries) {
    const own = values.subarray(entry.offset, entry.offset + entry.size);
    const random = randomStream(seed, entry.name, entry.shape.join('×'));
    if (entry.role === 'filter') {
      const deviation = filterDeviation(entry, plan.initialisation);
      for (let i = 0; i < own.length; i++) own[i] = deviation * random.normal();
    } else if (entry.role === 'dense') {
      const bound = 1 / Math.sqrt(entry.fanIn);
      for (let i = 0; i < own.length; i++) own[i] = bound * (2 * random.uniform() - 1);
    } else if (entry.role === 'scale') {
      own.fill(1);
    }
  }
  return values;
}
