/**
 * Parameters between our layouts and PyTorch's. Names are the same on both sides; filters are [K, K, in, out] here and [out, in, K, K]
 * there, dense weights [in, out] and [out, in], and a dense layer behind a flattened image counts its inputs row by row here
 * (height, width, channels) and channel by channel there.
 */
import type { ParameterPlan } from '../architecture/layer';
import type { LanePlan } from '../architecture/plan-experiment';
import type { ImageShape } from '../architecture/layer';

/** A float32 array in row-major order. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** Running mean and variance of a batch norm, per channel. */
export interface NormStatistics {
  readonly mean: Float32Array<ArrayBuffer>;
  readonly variance: Float32Array<ArrayBuffer>;
}

/** How a parameter's axes are arranged: the sides of ours, and which of them follow each other in PyTorch's. */
interface Arrangement {
  readonly sides: readonly number[];
  readonly order: readonly number[];
  /** PyTorch's shape. */
  readonly shape: readonly number[];
}

/** The image that the first dense layer gets flattened; null where it gets none. */
function flattened({ nodes }: LanePlan): { readonly weight: string; readonly image: ImageShape } | null {
  const at = nodes.findIndex((node) => node.kind === 'vector');
  const vector = nodes[at];
  if (vector?.kind !== 'vector' || vector.by !== 'flatten') return null;
  const dense = nodes.slice(at).find((node) => node.kind === 'dense');
  return dense?.kind === 'dense' ? { weight: `${dense.layer.name}.weight`, image: vector.input } : null;
}

function arrangementOf(plan: LanePlan, { name, shape, role }: ParameterPlan): Arrangement {
  if (shape.length === 4) {
    const order = [3, 2, 0, 1];
    return { sides: shape, order, shape: order.map((axis) => shape[axis] ?? 1) };
  }
  if (role !== 'dense') return { sides: shape, order: shape.map((_, axis) => axis), shape };
  const [inputs = 1, outputs = 1] = shape;
  const flat = flattened(plan);
  if (flat?.weight !== name) return { sides: shape, order: [1, 0], shape: [outputs, inputs] };
  const { height, width, channels } = flat.image;
  return { sides: [height, width, channels, outputs], order: [3, 2, 0, 1], shape: [outputs, inputs] };
}

/** For each place of PyTorch's array, the place in ours. */
function places({ sides, order }: Arrangement): Uint32Array {
  const strides = sides.map((_, axis) => sides.slice(axis + 1).reduce((product, side) => product * side, 1));
  const found = new Uint32Array(sides.reduce((product, side) => product * side, 1));
  const index = order.map(() => 0);
  let from = 0;
  for (let to = 0; to < found.length; to++) {
    found[to] = from;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      const [side, stride] = [sides[order[axis] ?? 0] ?? 1, strides[order[axis] ?? 0] ?? 1];
      index[axis] = (index[axis] ?? 0) + 1;
      from += stride;
      if ((index[axis] ?? 0) < side) break;
      from -= side * stride;
      index[axis] = 0;
    }
  }
  return found;
}

/** The shape that PyTorch gives a parameter of a plan. */
export function torchShape(plan: LanePlan, parameter: ParameterPlan): readonly number[] {
  return arrangementOf(plan, parameter).shape;
}

/** A parameter of a plan in PyTorch's layout; `values` are in ours. */
export function toTorch(plan: LanePlan, parameter: ParameterPlan, values: Float32Array): Tensor {
  const arrangement = arrangementOf(plan, parameter);
  const from = places(arrangement);
  return { shape: arrangement.shape, values: Float32Array.from(from, (place) => values[place] ?? 0) };
}

/** A parameter of a plan in our layout; `values` are in PyTorch's, and as many. */
export function fromTorch(
  plan: LanePlan,
  parameter: ParameterPlan,
  values: Float32Array,
): Float32Array<ArrayBuffer> {
  const to = places(arrangementOf(plan, parameter));
  const own = new Float32Array(to.length);
  for (const [index, place] of to.entries()) own[place] = values[index] ?? 0;
  return own;
}

/**
 * All that a network has learnt as PyTorch's `state_dict` names it: its parameters, and of its batch norms `running_mean` and
 * `running_var`.
 * @param parameters Flat, in the order of the plan (`network/parameters.ts`).
 */
export function stateDict(
  plan: LanePlan,
  parameters: Float32Array,
  statistics: ReadonlyMap<string, NormStatistics>,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let offset = 0;
  for (const parameter of plan.parameters) {
    const size = parameter.shape.reduce((product, side) => product * side, 1);
    tensors.set(parameter.name, toTorch(plan, parameter, parameters.subarray(offset, offset + size)));
    offset += size;
  }
  for (const [name, { mean, variance }] of statistics) {
    tensors.set(`${name}.running_mean`, { shape: [mean.length], values: mean });
    tensors.set(`${name}.running_var`, { shape: [variance.length], values: variance });
  }
  return tensors;
}
