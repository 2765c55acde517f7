/**
 * A file of weights beside a network of ours: which of its tensors the network can begin with. Everything is told before any of it
 * is taken.
 */
import type { LanePlan } from '../architecture/plan-experiment';
import { floatsOf, type Safetensors, type StoredTensor } from '../formats/safetensors';
import { fromTorch, torchShape, type NormStatistics } from '../pytorch/tensors';
import { isCount, meantBy } from './names';

/** Weights as a file has them. */
export type WeightsFile = Safetensors;

/** A tensor of the network, and that of the file which it is taken from. */
export interface Fit {
  /** As our plan names it, and PyTorch's `state_dict` of our network. */
  readonly name: string;
  /** As the file does. */
  readonly from: string;
  /** `F32`, `F16` and so on: what is not float32 is converted. */
  readonly dtype: string;
  readonly shape: readonly number[];
}

export interface Mismatch extends Fit {
  /** PyTorch's shape of ours; `shape` is the file's. Equal where it is numbers of this type that are not read. */
  readonly own: readonly number[];
}

export interface WeightMatch {
  readonly fits: readonly Fit[];
  /** Of ours, those that the file has not: they begin as initialised. */
  readonly missing: readonly string[];
  /** Of the file, those that the network has no place for. */
  readonly leftOver: readonly string[];
  /** Of ours, those that the file has in another shape, or in numbers that are not read: they begin as initialised. */
  readonly mismatched: readonly Mismatch[];
}

/** Types of numbers that are taken. */
const READ: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16', 'F64']);

/** PyTorch's names and shapes of all that a network has learnt: its parameters, and the running statistics of its batch norms. */
export function wantedOf(plan: LanePlan): ReadonlyMap<string, readonly number[]> {
  const wanted = new Map(plan.parameters.map((parameter) => [parameter.name, torchShape(plan, parameter)]));
  for (const { name, shape, groups } of plan.norms) {
    if (groups !== null) continue;
    wanted.set(`${name}.running_mean`, [shape.channels]);
    wanted.set(`${name}.running_var`, [shape.channels]);
  }
  return wanted;
}

/** Whether a shape is ours; a matrix may be a 1×1 convolution, as in timm's squeeze-and-excitation. */
function fitsInto(own: readonly number[], given: readonly number[]): boolean {
  const isFilter = own.length === 2 && given.length === 4 && given[2] === 1 && given[3] === 1;
  const sides = isFilter ? given.slice(0, 2) : given;
  return sides.length === own.length && sides.every((side, axis) => side === own[axis]);
}

/** For each of the names that are wanted, that of the file which means it; whoever says it as it is comes first. */
function sourcesOf(wanted: ReadonlyMap<string, unknown>, file: Safetensors): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const taken = new Set<string>();
  const names = [...file.tensors.keys()].filter((name) => !isCount(name));
  const meanings = names.map((name) => ({ name, meant: meantBy(name).filter((each) => wanted.has(each)) }));
  const take = (own: string | undefined, name: string): void => {
    if (own === undefined || sources.has(own) || taken.has(name)) return;
    sources.set(own, name);
    taken.add(name);
  };
  for (const { name, meant } of meanings) if (meant[0] === name) take(name, name);
  for (const { name, meant } of meanings) take(meant[0], name);
  return sources;
}

/** Compares a file with the network of a plan, by names and shapes. */
export function matchWeights(plan: LanePlan, file: Safetensors): WeightMatch {
  const wanted = wantedOf(plan);
  const sources = sourcesOf(wanted, file);
  const fits: Fit[] = [];
  const missing: string[] = [];
  const mismatched: Mismatch[] = [];
  for (const [name, own] of wanted) {
    const from = sources.get(name);
    const tensor = from === undefined ? undefined : file.tensors.get(from);
    if (from === undefined || tensor === undefined) {
      missing.push(name);
      continue;
    }
    const { dtype, shape } = tensor;
    if (fitsInto(own, shape) && READ.has(dtype)) fits.push({ name, from, dtype, shape });
    else mismatched.push({ name, from, dtype, shape, own });
  }
  const used = new Set(sources.values());
  const leftOver = [...file.tensors.keys()].filter((name) => !used.has(name) && !isCount(name));
  return { fits, missing, leftOver, mismatched };
}

/** What a network begins with. */
export interface Beginning {
  /** Flat, in the order of the plan. */
  readonly parameters: Float32Array<ArrayBuffer>;
  /** Of every batch norm. */
  readonly statistics: ReadonlyMap<string, NormStatistics>;
}

/**
 * What a network begins with where it takes all that fits from a file, and is else as initialised: its parameters are `initial`,
 * its running means 0 and variances 1.
 */
export function beginningOf(plan: LanePlan, file: Safetensors, initial: Float32Array): Beginning {
  const { fits } = matchWeights(plan, file);
  const sources = new Map(fits.map(({ name, from }) => [name, file.tensors.get(from)]));
  const valuesOf = (name: string): Float32Array<ArrayBuffer> | null => {
    const tensor: StoredTensor | undefined = sources.get(name);
    return tensor === undefined ? null : floatsOf(tensor);
  };
  const parameters = initial.slice();
  let offset = 0;
  for (const parameter of plan.parameters) {
    const values = valuesOf(parameter.name);
    if (values !== null) parameters.set(fromTorch(plan, parameter, values), offset);
    offset += parameter.shape.reduce((product, side) => product * side, 1);
  }
  const statistics = new Map(
    plan.norms.flatMap(({ name, shape: { channels }, groups }): [string, NormStatistics][] =>
      groups === null
        ? [
            [
              name,
              {
                mean: valuesOf(`${name}.running_mean`) ?? new Float32Array(channels),
                variance: valuesOf(`${name}.running_var`) ?? new Float32Array(channels).fill(1),
              },
            ],
          ]
        : [],
    ),
  );
  return { parameters, statistics };
}
