/**
 * A run that the user keeps: its link, which replays it exactly, and enough of its series to be drawn beside another run.
 * Plain JSON, small enough that some hundred of them fit into a browser's storage.
 */
import { equal } from '../config/equal';
import type { ExperimentConfig, LossConfig } from '../config/schema';
import { decode, encode } from '../config/codec/url';
import { gradientLayer, gradientOf } from '../contract/metrics';
import type { MetricsStore } from './metrics';
import type { RunFacts } from './run';

/** Most points of a kept curve. */
const POINTS = 300;

export interface PinnedLane {
  readonly id: string;
  /** Means of the steps since the point before, as far as they were held; null where one of them was not finite. */
  readonly loss: readonly (number | null)[];
  readonly accuracy: readonly (number | null)[];
  readonly layers: readonly string[];
  /** L2 norm of dL/dW per layer at the newest step; `'NaN'` and the infinities as JavaScript names them. */
  readonly gradients: readonly (number | string)[];
  /** The same at step 0; null in runs of older pages whose series no longer reached back to it. */
  readonly initial: readonly (number | string)[] | null;
  /** The same at the run's `normSteps`, step by step; see `writeNorms`. Absent from runs of older pages. */
  readonly norms?: string;
  readonly test: { readonly step: number; readonly loss: number | null; readonly accuracy: number } | null;
  /** Step of the divergence, or null. */
  readonly diverged: number | null;
}

export interface PinnedRun {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly pinned: number;
  /** The experiment as a fragment, with its `#`. */
  readonly link: string;
  readonly steps: number;
  readonly backend: string;
  /** Whether it is drawn beside the run at hand. */
  readonly shown: boolean;
  /** The step from which on it was changed more than its link tells; absent where the link replays all of it. */
  readonly replaysTo?: number;
  /** First step of the series, and number of steps that end with each point. */
  readonly first: number;
  readonly points: readonly number[];
  /** Steps at which the norms of the layers are known. */
  readonly normSteps?: readonly number[];
  readonly lanes: readonly PinnedLane[];
}

/** The run at hand, kept as it is. Null before its first step is measured. */
export function pinnedOf(
  config: ExperimentConfig,
  facts: RunFacts,
  metrics: MetricsStore,
  {
    id,
    name,
    now,
    replaysTo = null,
  }: {
    readonly id: string;
    readonly name: string;
    readonly now: number;
    readonly replaysTo?: number | null;
  },
): PinnedRun | null {
  if (metrics.length === 0) return null;
  const { firstStep, endStep, length, layout } = metrics;
  const count = Math.min(POINTS, length);
  const ends = Array.from(
    { length: count },
    (_, i) => firstStep + Math.round(((i + 1) * (endStep - firstStep)) / count),
  );
  // Where steps are thinned out, none may be held between two.
  const points = ends.filter(
    (end, i) => metrics.indexOf(end - 1) > metrics.indexOf((ends[i - 1] ?? firstStep) - 1),
  );
  const normSteps = sampledSteps(
    metrics,
    layout.lanes.reduce((sum, { columns }) => sum + layersOf(columns).length, 0),
  );
  const lanes = layout.lanes.map(({ id: lane, columns }, index): PinnedLane => {
    const layers = layersOf(columns);
    const places = layers.map((layer) => metrics.column(index, gradientOf(layer)));
    const means = (column: 'loss' | 'accuracy'): (number | null)[] => {
      const at = metrics.column(index, column);
      return points.map((end, i) => {
        const [from, to] = [
          metrics.indexOf((points[i - 1] ?? firstStep) - 1) + 1,
          metrics.indexOf(end - 1) + 1,
        ];
        let sum = 0;
        for (let row = from; row < to; row++) sum += metrics.value(index, at, metrics.stepAt(row) ?? -1);
        return finite(sum / (to - from));
      });
    };
    const norms = (valueOf: (column: number) => number): (number | string)[] =>
      places.map((column) => {
        const value = valueOf(column);
        return Number.isFinite(value) ? short(value) : String(value);
      });
    const test = facts.lanes.find((one) => one.id === lane)?.test ?? null;
    return {
      id: lane,
      loss: means('loss'),
      accuracy: means('accuracy'),
      layers,
      gradients: norms((column) => metrics.value(index, column, endStep - 1)),
      initial: norms((column) => metrics.value(index, column, 0)),
      norms: writeNorms(
        normSteps.flatMap((step) => places.map((column) => metrics.value(index, column, step))),
      ),
      test: test && { step: test.step, loss: finite(test.loss), accuracy: test.accuracy },
      diverged: facts.divergences.find((one) => one.lane === lane)?.step ?? null,
    };
  });
  return {
    id,
    name,
    pinned: now,
    link: encode(config),
    steps: facts.stepCount,
    backend: facts.backend?.name ?? '',
    shown: true,
    ...(replaysTo !== null && { replaysTo }),
    first: firstStep,
    points,
    normSteps,
    lanes,
  };
}

/** The layers whose gradient norms are among these columns. */
function layersOf(columns: readonly string[]): readonly string[] {
  return columns.flatMap((column) => gradientLayer(column) ?? []);
}

/** Norms of the layers of kept lanes by step and layer, read once. */
const read = new WeakMap<PinnedLane, Float64Array | null>();

/** The norm of a layer of a kept run at each of its `normSteps`, NaN where it was not finite; null where they are not kept. */
export function normsOfLayer(
  { normSteps }: PinnedRun,
  lane: PinnedLane,
  layer: string,
): readonly number[] | null {
  const { layers, norms } = lane;
  const at = layers.indexOf(layer);
  if (normSteps === undefined || norms === undefined || at < 0) return null;
  const all = read.get(lane) ?? readNorms(norms, normSteps.length * layers.length);
  read.set(lane, all);
  return all && normSteps.map((_, i) => all[i * layers.length + at] ?? Number.NaN);
}

function short(value: number): number {
  return Number(value.toPrecision(6));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? short(value) : null;
}

/** The experiment of a kept run. */
export function experimentOf({ link }: Pick<PinnedRun, 'link'>): ExperimentConfig {
  return decode(link).config;
}

const experiments = new WeakMap<PinnedRun, ExperimentConfig>();

/** The same, read once of a run: for what is drawn. */
export function keptExperiment(run: PinnedRun): ExperimentConfig {
  const config = experiments.get(run) ?? experimentOf(run);
  experiments.set(run, config);
  return config;
}

/** The loss that a kept run was trained by. */
export function lossOf(run: PinnedRun): LossConfig {
  return keptExperiment(run).loss;
}

/** Whether a kept run learnt from the same data set: others are not drawn beside the run at hand. */
export function hasSameData(run: PinnedRun, { data }: Pick<ExperimentConfig, 'data'>): boolean {
  const kept = keptExperiment(run).data;
  return kept.set === data.set && kept.own?.hash === data.own?.hash;
}

/** Whether a kept run is of this experiment, recorded switches included. */
export function isOf(run: PinnedRun, config: ExperimentConfig): boolean {
  return equal(experimentOf(run), config);
}

/** Reads a kept run; null where the text is none, so that a page of another version cannot break this one. */
export function parsePinned(text: string): PinnedRun | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || !Array.isArray(value['lanes'])) return null;
  const { id, name, pinned, link, steps, backend, shown, replaysTo, first, points, normSteps, lanes } = value;
  const sound =
    typeof id === 'string' &&
    typeof name === 'string' &&
    // A link elsewhere, or a script, is no run of this page.
    typeof link === 'string' &&
    link.startsWith('#') &&
    typeof backend === 'string' &&
    typeof shown === 'boolean' &&
    [pinned, steps, first, replaysTo ?? 0].every(Number.isFinite) &&
    isListOf(points, Number.isFinite) &&
    (normSteps === undefined || isListOf(normSteps, Number.isFinite)) &&
    lanes.every((lane) => isLane(lane, points.length));
  return sound ? (value as unknown as PinnedRun) : null;
}

function isLane(value: unknown, points: number): boolean {
  if (!isRecord(value) || typeof value['id'] !== 'string') return false;
  const isNumber = (one: unknown): boolean => one === null || Number.isFinite(one);
  const isNorm = (one: unknown): boolean => typeof one === 'string' || Number.isFinite(one);
  const { loss, accuracy, layers, gradients, initial, norms, test, diverged } = value;
  return (
    isListOf(loss, isNumber, points) &&
    isListOf(accuracy, isNumber, points) &&
    isListOf(layers, (one) => typeof one === 'string') &&
    isListOf(gradients, isNorm, layers.length) &&
    (initial === null || isListOf(initial, isNorm, layers.length)) &&
    (norms === undefined || typeof norms === 'string') &&
    isNumber(diverged) &&
    (test === null ||
      (isRecord(test) &&
        Number.isFinite(test['step']) &&
        Number.isFinite(test['accuracy']) &&
        isNumber(test['loss'])))
  );
}

function isListOf(
  value: unknown,
  is: (one: unknown) => boolean,
  length?: number,
): value is readonly unknown[] {
  return Array.isArray(value) && (length === undefined || value.length === length) && value.every(is);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Numbers kept of a run, at most: 40 kB of text. */
const MOST_NUMBERS = 15_000;
const MOST_STEPS = 120;
const FEWEST_STEPS = 20;

/** Codes of a factor of ten: float32 reaches from 1e-45 to 3e38. */
const PER_DECADE = 700;
const ZERO = -32_768;
const NOT_FINITE = 32_767;

/** Steps of a run that are kept of so many layers in all: the first, the newest, and some between, evenly as far as they are held. */
export function sampledSteps(store: MetricsStore, layers: number): readonly number[] {
  const most = Math.max(FEWEST_STEPS, Math.min(MOST_STEPS, Math.floor(MOST_NUMBERS / Math.max(1, layers))));
  const { firstStep, endStep, length } = store;
  const count = Math.min(length, most);
  if (count < 2) return count === 0 ? [] : [firstStep];
  const between = (i: number): number =>
    firstStep + Math.round((i * (endStep - 1 - firstStep)) / (count - 1));
  const held = Array.from({ length: count }, (_, i) => store.stepAt(store.indexOf(between(i))) ?? firstStep);
  return [...new Set(held)];
}

/**
 * Norms small enough for a browser's storage: of each the logarithm in 16 bits, the smaller byte first, as base64. Between two
 * codes lies a third of a percent, which no line shows.
 */
export function writeNorms(norms: readonly number[]): string {
  let bytes = '';
  for (const norm of norms) {
    const code = codeOf(norm) & 0xffff;
    bytes += String.fromCharCode(code & 0xff, code >> 8);
  }
  return btoa(bytes);
}

/** What was written, NaN for all that is not finite; null where the text holds not so many numbers. */
export function readNorms(text: string, count: number): Float64Array | null {
  let bytes: string;
  try {
    bytes = atob(text);
  } catch {
    return null;
  }
  if (bytes.length !== 2 * count) return null;
  return Float64Array.from({ length: count }, (_, i) => {
    const code = ((bytes.charCodeAt(2 * i) | (bytes.charCodeAt(2 * i + 1) << 8)) << 16) >> 16;
    return code === ZERO ? 0 : code === NOT_FINITE ? Number.NaN : 10 ** (code / PER_DECADE);
  });
}

function codeOf(norm: number): number {
  if (!Number.isFinite(norm)) return NOT_FINITE;
  return norm > 0 ? Math.round(PER_DECADE * Math.log10(norm)) : ZERO;
}
