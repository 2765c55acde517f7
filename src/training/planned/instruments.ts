/** What the live instruments measure of a planned pass, where it lies and when it is there. */
import { histogramLayer, type InstrumentName } from '../../architecture/instruments';
import type { LanePlan } from '../../architecture/plan-experiment';
import { pairStatisticsAt } from '../../engine/heap-measures';
import type { PairStatistics } from '../../engine/measures';
import type { HeapWatcher } from '../../network/planned/watching';
import type { Address } from '../../ops/simd/heap';
import type { Machine } from '../../ops/simd/machine';
import { histogramAt } from '../../ops/simd/measures';
import { hasCosine, pairKey, watchedLayers } from '../paired-probe';

export class HeapInstruments implements HeapWatcher {
  readonly pairs = new Map<string, PairStatistics>();
  /** Shares of the bins: of the activations of the layer that is asked for. */
  readonly histograms: Float32Array[] = [];
  readonly #machine: Machine;
  readonly #layers: ReadonlySet<string>;
  readonly #histogram: string | null;

  constructor(machine: Machine, plan: LanePlan, instruments: readonly InstrumentName[]) {
    this.#machine = machine;
    this.#layers = new Set(watchedLayers(plan, instruments));
    this.#histogram = histogramLayer(plan, instruments);
  }

  parts(block: number, branch: Address, shortcut: Address, count: number): void {
    this.#measure(pairKey.gradients(block), branch, shortcut, count);
  }

  values(block: number, branch: Address, shortcut: Address, _: Address, count: number): void {
    this.#measure(pairKey.values(block), branch, shortcut, count);
  }

  activation(layer: string, at: Address, count: number): void {
    if (layer === this.#histogram) this.histograms.push(histogramAt(this.#machine, at, count));
    if (this.#layers.has(layer)) this.#measure(pairKey.layer(layer), at, 0, count);
  }

  activationGradient(layer: string, at: Address, count: number): void {
    const key = pairKey.layer(layer);
    const activation = this.pairs.get(key);
    if (activation === undefined) return;
    const { a: gradient } = pairStatisticsAt(this.#machine, at, 0, count);
    this.pairs.set(key, { ...activation, b: gradient });
  }

  #measure(key: string, a: Address, b: Address, count: number): void {
    if (a === 0) return;
    this.pairs.set(key, pairStatisticsAt(this.#machine, a, b, count, hasCosine(key)));
  }
}
