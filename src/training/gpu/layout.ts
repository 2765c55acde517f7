/**
 * Where everything of a lane lies in its packed buffers, and the tables by which packed kernels find it, in numbers; and whether
 * a step fits a GPU at all.
 */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { DataSet } from '../../data/dataset';
import type { PendingStatistics, PendingSum } from '../../engine/webgpu/deferred';
import { layoutOf } from '../../network/parameters';
import { withGroup } from '../../ops/webgpu/optimiser/hyper';
import { BLOCK, NORM_CHUNK, RUNNING_ENTRY } from '../../ops/webgpu/optimiser/packed';

export interface PackedLayout {
  /** Of a row of the state. */
  readonly size: number;
  readonly parameters: ReadonlyMap<string, { readonly offset: number; readonly size: number }>;
  readonly runningSize: number;
  readonly norms: ReadonlyMap<
    string,
    { readonly mean: number; readonly variance: number; readonly channels: number }
  >;
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

export function packedLayout(plan: LanePlan): PackedLayout {
  let size = 0;
  const parameters = new Map(
    layoutOf(plan.parameters).entries.map((entry) => {
      const offset = size;
      size += padded(entry.size);
      return [entry.name, { offset, size: entry.size }];
    }),
  );
  let runningSize = 0;
  const norms = new Map(
    plan.norms
      .filter(({ groups }) => groups === null)
      .map(({ name, shape: { channels } }) => {
        const mean = runningSize;
        const variance = mean + padded(channels);
        runningSize = variance + padded(channels);
        return [name, { mean, variance, channels }];
      }),
  );
  // A buffer must not be empty, also where nothing is normed.
  return { size, parameters, runningSize: Math.max(runningSize, BLOCK), norms };
}

/** See `updateState`. A parameter that nothing flows through has no parts. */
export function gradientTable(
  layout: PackedLayout,
  sumOf: (parameter: string) => PendingSum | null,
  groupOf: (parameter: string) => number,
): Int32Array<ArrayBuffer> {
  const rows = [...layout.parameters].flatMap(([name, { size }]) => {
    const sum = sumOf(name);
    return Array.from({ length: padded(size) / BLOCK }, (_, block) => [
      (sum?.start ?? 0) + block * BLOCK,
      sum?.parts ?? 0,
      sum?.stride ?? 0,
      withGroup(Math.min(BLOCK, size - block * BLOCK), groupOf(name)),
    ]);
  });
  return Int32Array.from(rows.flat());
}

/** See `updateRunning`. A norm is of the group of its parameters. */
export function runningTable(
  layout: PackedLayout,
  seen: ReadonlyMap<string, PendingStatistics>,
  groupOf: (parameter: string) => number,
): Int32Array<ArrayBuffer> {
  const rows = [...seen].flatMap(([norm, { start, parts, chunk, positions, channels }]) => {
    const place = layout.norms.get(norm);
    if (place === undefined) throw new Error(`No norm is named ${norm}`);
    return Array.from({ length: padded(channels) / BLOCK }, (_, block) => {
      const first = block * BLOCK;
      const row = [start + first, channels, parts, chunk];
      const own = withGroup(Math.min(BLOCK, channels - first), groupOf(`${norm}.weight`));
      row.push(positions, place.mean + first, place.variance + first, own);
      if (row.length !== RUNNING_ENTRY) throw new Error('The table has rows of another length');
      return row;
    });
  });
  return Int32Array.from(rows.flat());
}

/**
 * See `gradientNormParts` and `storeMetrics`: the chunks of every layer's weights, and where those of a layer are. With
 * `whole`, the chunks of all other parameters stand behind them.
 */
export function chunkTables(layout: PackedLayout, plan: LanePlan, whole = false) {
  const chunks: number[] = [];
  const add = (parameter: string): readonly [first: number, count: number] => {
    const { offset, size } = layout.parameters.get(parameter) ?? { offset: 0, size: 0 };
    const first = chunks.length / 2;
    for (let start = 0; start < size; start += NORM_CHUNK)
      chunks.push(offset + start, Math.min(NORM_CHUNK, size - start));
    return [first, chunks.length / 2 - first];
  };
  const weights = plan.layers.map(({ name }) => `${name}.weight`);
  const layers = weights.flatMap(add);
  const measured = new Set(weights);
  if (whole) for (const name of layout.parameters.keys()) if (!measured.has(name)) add(name);
  return { chunks: Int32Array.from(chunks), layers: Int32Array.from(layers) };
}

/** Values in the layout of the plan's parameters, as they lie in a packed buffer, whose gaps are 0. */
export function pack(layout: PackedLayout, values: Float32Array): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(layout.size);
  let from = 0;
  for (const { offset, size } of layout.parameters.values()) {
    packed.set(values.subarray(from, from + size), offset);
    from += size;
  }
  return packed;
}

/** What `pack` has packed. */
export function unpack({ parameters }: PackedLayout, packed: Float32Array): Float32Array<ArrayBuffer> {
  const places = [...parameters.values()];
  const values = new Float32Array(places.reduce((sum, { size }) => sum + size, 0));
  let to = 0;
  for (const { offset, size } of places) {
    values.set(packed.subarray(offset, offset + size), to);
    to += size;
  }
  return values;
}

/** A step needs more in one piece than the device allows. Sizes in bytes. */
export class ShortageError extends Error {
  override readonly name = 'ShortageError';
  readonly needed: number;
  readonly available: number;
  /** The largest batch that would fit; 0 where none does. */
  readonly batchSize: number;

  constructor(needed: number, available: number, batchSize: number) {
    super(`One buffer would take ${needed} bytes; this GPU allows ${available}`);
    this.needed = needed;
    this.available = available;
    this.batchSize = batchSize;
  }
}

const FLOAT_BYTES = 4;

/** Bytes of the largest tensor of one image on its way through a network. */
function largestPerImage({ input, layers }: LanePlan): number {
  const sizes = [input, ...layers.map(({ output }) => output)].map(
    ({ height, width, channels }) => height * width * channels,
  );
  return FLOAT_BYTES * Math.max(...sizes);
}

/**
 * Told before anything is put there: browsers differ widely in the largest buffer they allow.
 * @param rows Of the state of a network: see `stateRows`.
 * @throws ShortageError where a tensor of a batch, the packed state of a network, or the data set is too large.
 */
export function checkFit(
  plans: readonly LanePlan[],
  batchSize: number,
  { height, width, channels, train }: DataSet,
  limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>,
  rows: number,
): void {
  const available = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const fixed = Math.max(
    FLOAT_BYTES * train.count * height * width * channels,
    ...plans.map((plan) => rows * FLOAT_BYTES * packedLayout(plan).size),
  );
  if (fixed > available) throw new ShortageError(fixed, available, 0);
  const perImage = Math.max(...plans.map(largestPerImage));
  const needed = perImage * batchSize;
  if (needed > available) throw new ShortageError(needed, available, Math.floor(available / perImage));
}
