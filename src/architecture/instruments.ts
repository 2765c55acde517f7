/**
 * What the live instruments measure, and how the columns are named: shared by the worker, which fills them, and the page,
 * which shows them. A column is `QUANTITY:NAME`, of a block or of a layer.
 */
import { power } from '../config/arithmetic';
import type { LanePlan } from './plan-experiment';

/**
 * Of every block: L2 norms of dL/dx of its input that come back through the branch and through the shortcut (with its gain),
 * their cosine, the norm of dL/dx of its output; forward the norms of what branch and shortcut (with its gain) add, and the
 * standard deviations of branch and output.
 */
export const STREAM_QUANTITIES = [
  'branch-gradient',
  'shortcut-gradient',
  'cosine',
  'output-gradient',
  'branch',
  'shortcut',
  'branch-deviation',
  'output-deviation',
] as const;

/** Of every layer of the main line; see `LayerWatcher` for what its activation is. */
export const ACTIVATION_QUANTITIES = ['activation-gradient', 'mean', 'deviation'] as const;

/** Of every layer: L2 norm of its weights before the update, and that of the update over it. */
export const WEIGHT_QUANTITIES = ['weight', 'update'] as const;

export type StreamQuantity = (typeof STREAM_QUANTITIES)[number];
export type LayerQuantity = (typeof ACTIVATION_QUANTITIES)[number] | (typeof WEIGHT_QUANTITIES)[number];

/**
 * `streams`: what flows through skip and branch. `layers`: activations, their gradients, weights and updates.
 * `histogram:LAYER`: how the numbers of one layer are spread, of one layer at a time.
 */
export type InstrumentName = 'streams' | 'layers' | HistogramName;
export type HistogramName = `histogram:${string}`;

/** Of which numbers histograms are: activations of the training batch, and dL/dW. */
export const HISTOGRAM_KINDS = ['activations', 'gradients'] as const;
export type HistogramKind = (typeof HISTOGRAM_KINDS)[number];

export function histogramOf(layer: string): HistogramName {
  return `histogram:${layer}`;
}

/** The layer whose histograms are asked for; null where none are, or a network has no such layer on its main line. */
export function histogramLayer(plan: LanePlan, instruments: readonly InstrumentName[]): string | null {
  const layer = plan.layers.find(
    ({ name, kind }) => kind !== 'projection' && instruments.includes(histogramOf(name)),
  );
  return layer?.name ?? null;
}

/** Column of a bin, which holds its share of all numbers. */
export function histogramColumn(kind: HistogramKind, bin: number, layer: string): string {
  return `${kind}-${bin}:${layer}`;
}

/** Where a quantity was not measured: an update of a step that was not taken. A number of float32 that nothing measured is. */
export const UNMEASURED = -(2 ** 127);

export function columnOf(quantity: StreamQuantity | LayerQuantity, name: string): string {
  return `${quantity}:${name}`;
}

/** Columns of one network, in the order of a row. */
export function instrumentColumns(plan: LanePlan, instruments: readonly InstrumentName[]): string[] {
  const columns: string[] = [];
  if (instruments.includes('streams')) {
    for (const { name } of plan.blocks)
      for (const quantity of STREAM_QUANTITIES) columns.push(columnOf(quantity, name));
  }
  if (instruments.includes('layers')) {
    for (const { name, kind } of plan.layers) {
      const quantities =
        kind === 'projection' ? WEIGHT_QUANTITIES : [...ACTIVATION_QUANTITIES, ...WEIGHT_QUANTITIES];
      for (const quantity of quantities) columns.push(columnOf(quantity, name));
    }
  }
  const layer = histogramLayer(plan, instruments);
  if (layer !== null) {
    for (const kind of HISTOGRAM_KINDS)
      for (let bin = 0; bin < HISTOGRAM_BINS; bin++) columns.push(histogramColumn(kind, bin, layer));
  }
  return columns;
}

/**
 * Bins of histograms, the same at all times so that they can be compared: half decades of magnitude from 1e-6 to 100 on
 * either side of 0, with what is nearer to 0 in the middle and what is beyond in the outermost. From negative to positive.
 */
const HISTOGRAM = { low: -6, high: 2, perDecade: 2 } as const;

/** Bins of either sign. */
const SIDE = (HISTOGRAM.high - HISTOGRAM.low) * HISTOGRAM.perDecade;

export const HISTOGRAM_BINS = 2 * SIDE + 1;

/** Smallest magnitude of each bin but the middle one, in ascending order: numbers of float32, for every backend the same. */
export const HISTOGRAM_EDGES = Float32Array.from({ length: SIDE }, (_, i) => {
  const decade = HISTOGRAM.low + Math.floor(i / HISTOGRAM.perDecade);
  const low = decade < 0 ? 1 / power(10, -decade) : power(10, decade);
  return i % HISTOGRAM.perDecade === 0 ? low : low * Math.sqrt(10);
});

/** Bin of a value; -1 of what is not finite. */
export function binOf(value: number): number {
  const size = Math.abs(value);
  if (!(size < Infinity)) return -1;
  let [away, end] = [0, SIDE];
  while (away < end) {
    const middle = (away + end) >> 1;
    if (size >= (HISTOGRAM_EDGES[middle] as number)) away = middle + 1;
    else end = middle;
  }
  return value > 0 ? SIDE + away : SIDE - away;
}

/** Instead of a bin, where the numbers are in several. */
const MIXED = -2;

let binsOfHalves: Int8Array<ArrayBuffer> | undefined;

/**
 * Bin of all numbers of float32 by the upper half of their bits, as nearly all halves lie in one bin: -1 in none, -2 in several.
 * Made when first used.
 */
export function binsByHalf(): Int8Array<ArrayBuffer> {
  binsOfHalves ??= makeBinsOfHalves();
  return binsOfHalves;
}

function makeBinsOfHalves(): Int8Array<ArrayBuffer> {
  const bits = new Uint32Array(2);
  const ends = new Float32Array(bits.buffer);
  return Int8Array.from({ length: 2 ** 16 }, (_, half) => {
    bits.set([half * 2 ** 16, half * 2 ** 16 + 0xff_ff]);
    const [first, last] = [binOf(ends[0] as number), binOf(ends[1] as number)];
    return first === last ? first : MIXED;
  });
}

/** Shares of the bins among these numbers; what is not finite is in none. */
export function histogram(values: Float32Array): Float32Array<ArrayBuffer> {
  const bins = binsByHalf();
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  // One more in front, for what is in no bin.
  const counts = new Int32Array(1 + HISTOGRAM_BINS);
  for (let i = 0; i < bits.length; i++) {
    let bin = bins[(bits[i] as number) >>> 16] as number;
    if (bin === MIXED) bin = binOf(values[i] as number);
    counts[1 + bin] = (counts[1 + bin] as number) + 1;
  }
  return Float32Array.from(counts.subarray(1), (count) => count / Math.max(1, values.length));
}
