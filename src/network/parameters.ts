/**
 * The parameters of a network as the processor holds them: one flat float32 vector per lane, in the order of the plan.
 * Initial values depend on the seed, the name and the shape alone, so that networks share those they have in common.
 */
import type { ParameterPlan } from '../architecture/plan';
import type { LanePlan } from '../architecture/plan-experiment';
import { randomStream } from '../data/random';
import { initialise } from './initialise';

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
 * Initial values: filters as the plan says; dense layers uniform within ±1/√fanIn, as PyTorch's default; norm scales 1;
 * gates as the plan says; everything else 0.
 */
export function initialParameters(plan: LanePlan, seed: number): Float32Array<ArrayBuffer> {
  const layout = layoutOf(plan.parameters);
  const values = new Float32Array(layout.size);
  for (const entry of layout.entries)
    initialiseParameter(values.subarray(entry.offset, entry.offset + entry.size), entry, plan, seed);
  return values;
}

/** The same of one parameter, whose values are zeros before. */
export function initialiseParameter(
  values: Float32Array,
  parameter: ParameterPlan,
  { init }: Pick<LanePlan, 'init'>,
  seed: number,
): void {
  initialise(values, parameter, init, randomStream(seed, parameter.name, parameter.shape.join('×')));
}
