/**
 * The series that the profile and the history of layers show: the norms of the metrics as they are, or another quantity of
 * the instruments, scaled as chosen. Whichever it is, columns are those of the gradients in the metrics, so that charts need
 * not know. Between two measurements the last one stands.
 */
import { columnOf } from '../architecture/instruments';
import type { LayerPlan } from '../architecture/plan';
import { planLanes, type LanePlan } from '../architecture/plan-experiment';
import type { ExperimentConfig } from '../config/schema';
import { gradientOf } from '../contract/metrics';
import { experimentStore } from './experiment';
import { instrumentStore, type InstrumentStore } from './instruments';
import { MetricsStore, metricsStore } from './metrics';
import { isPlain, quantityStore, type Shown } from './quantity';

/** Where nothing is measured; no quantity that is shown is below 0. */
export const ABSENT = -1;

interface Sources {
  readonly metrics: MetricsStore;
  readonly instruments: InstrumentStore;
}

/** How many numbers a norm is of. */
function sizeOf({ parameters, output }: LayerPlan, { quantity }: Shown, batch: number): number {
  if (quantity === 'activation-gradient') return batch * output.height * output.width * output.channels;
  return parameters[0]?.shape.reduce((product, side) => product * side, 1) ?? 1;
}

/** The last convolution of a lane's main line: what relative values are relative to. */
function lastOf({ layers }: LanePlan): number {
  return layers.findLastIndex(({ kind }) => kind === 'conv');
}

/** One quantity of all layers of all lanes in one scaling, kept up to date. */
export class LayerSeries {
  readonly store: MetricsStore;
  readonly #sources: Sources;
  readonly #shown: Shown;
  readonly #plans: readonly LanePlan[];
  readonly #batch: number;
  #generation = -1;
  /** Changes of the source that are taken in. */
  #changes = -1;
  /** Thinnings of the metrics that are followed. */
  #thinnings = -1;
  /** Step up to which rows are made, not included. */
  #end = 0;

  constructor(
    shown: Shown,
    plans: readonly LanePlan[],
    batch: number,
    sources: Sources,
    capacity = metricsStore.capacity,
  ) {
    // The metrics are thinned out first: instruments may be some steps ahead of them.
    this.store = new MetricsStore(Math.ceil(1.25 * capacity));
    this.#shown = shown;
    this.#plans = plans;
    this.#batch = batch;
    this.#sources = sources;
  }

  /** Takes in what the source has that is new. */
  follow(): void {
    const { metrics, instruments } = this.#sources;
    const own = this.#shown.quantity === 'gradient' ? metrics : instruments;
    if (own.changes === this.#changes && metrics.thinnings === this.#thinnings) return;
    this.#changes = own.changes;
    if (own.generation !== this.#generation) {
      this.#generation = own.generation;
      this.#end = 0;
      const isOfPlans = own.layout.lanes.length === this.#plans.length;
      this.store.reset({
        lanes: !isOfPlans
          ? []
          : own.layout.lanes.map(({ id }, lane) => ({
              id,
              columns: (this.#plans[lane]?.layers ?? []).map(({ name }) => gradientOf(name)),
            })),
      });
    }
    const end = own === metrics ? metrics.endStep : (instruments.stepAt(instruments.length - 1) ?? -1) + 1;
    if (end === 0 || this.store.layout.lanes.length === 0) return;
    if (metrics.thinnings !== this.#thinnings) {
      this.#thinnings = metrics.thinnings;
      this.store.retain((step) => step >= metrics.endStep || metrics.has(step));
    }
    // The newest step again: its row may have been replaced.
    const steps = this.#stepsBetween(Math.max(0, this.#end - 1), end);
    const width = 1 + this.store.layout.lanes.reduce((sum, { columns }) => sum + columns.length, 0);
    const rows = new Float64Array(width * steps.length);
    steps.forEach((step, i) => this.#fill(rows, i * width, step));
    this.#end = end;
    this.store.append(rows);
  }

  /** Those that the metrics hold, and those ahead of them. */
  #stepsBetween(from: number, end: number): readonly number[] {
    const { metrics } = this.#sources;
    const steps: number[] = [];
    for (let row = metrics.indexOf(from - 1) + 1; row < metrics.length; row++) {
      const step = metrics.stepAt(row) ?? 0;
      if (step < end) steps.push(step);
    }
    const ahead = Math.max(from, metrics.endStep, end - this.store.capacity);
    for (let step = ahead; step < end; step++) steps.push(step);
    return steps;
  }

  #fill(rows: Float64Array, start: number, step: number): void {
    let at = start;
    rows[at++] = step;
    this.#plans.forEach((plan, lane) => {
      const last = this.#shown.scaling === 'relative' ? (this.#read(plan, lane, lastOf(plan), step) ?? 0) : 1;
      plan.layers.forEach((layer, index) => {
        const value = this.#read(plan, lane, index, step);
        rows[at++] = value === undefined ? ABSENT : this.#scale(value, layer, last);
      });
    });
  }

  #read(plan: LanePlan, lane: number, index: number, step: number): number | undefined {
    const name = plan.layers[index]?.name ?? '';
    const { metrics, instruments } = this.#sources;
    const { quantity } = this.#shown;
    if (quantity === 'gradient') {
      return metrics.has(step)
        ? metrics.value(lane, metrics.column(lane, gradientOf(name)), step)
        : undefined;
    }
    const column = instruments.column(lane, columnOf(quantity, name));
    const value = instruments.value(instruments.standing(step), column);
    // Of a mean, the axis shows how far it is from 0.
    return value === undefined ? undefined : Math.abs(value);
  }

  #scale(value: number, layer: LayerPlan, last: number): number {
    switch (this.#shown.scaling) {
      case 'absolute':
        return value;
      case 'rms':
        return value / Math.sqrt(sizeOf(layer, this.#shown, this.#batch));
      case 'relative':
        return last > 0 && last < Infinity ? value / last : ABSENT;
    }
  }
}

let derived: {
  readonly series: LayerSeries;
  readonly shown: Shown;
  readonly config: ExperimentConfig;
  readonly plans: readonly LanePlan[];
} | null = null;

/** What the charts of layers show now: the metrics themselves, or a series made of them or of the instruments. */
export function shownSeries(): MetricsStore {
  const shown = quantityStore.getState();
  const { config } = experimentStore.getState();
  if (isPlain(shown)) {
    derived = null;
    return metricsStore;
  }
  if (derived === null || shown !== derived.shown || config !== derived.config) {
    const plans = planLanes(config);
    // A switch that is recorded makes another config, but no other networks.
    const isSame =
      derived !== null &&
      shown === derived.shown &&
      config.batchSize === derived.config.batchSize &&
      plans.length === derived.plans.length &&
      plans.every((plan, lane) => plan === derived?.plans[lane]);
    const sources = { metrics: metricsStore, instruments: instrumentStore };
    const series =
      derived !== null && isSame ? derived.series : new LayerSeries(shown, plans, config.batchSize, sources);
    derived = { series, shown, config, plans };
  }
  derived.series.follow();
  return derived.series.store;
}
