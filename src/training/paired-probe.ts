/**
 * Watches a network while it computes a gradient and brings together what is to be measured together: the gradients of a
 * block's input through branch and shortcut, what both add, and every activation with its gradient.
 */
import * as tf from '@tensorflow/tfjs-core';
import { histogramLayer, type InstrumentName } from '../architecture/instruments';
import type { LanePlan } from '../architecture/plan-experiment';
import type { BlockWatcher, ForwardOptions, LayerWatcher, Place } from '../network/options';

/** Measures two tensors of one shape, or one alone. It must neither dispose nor keep them. */
export type MeasurePair = (key: string, a: tf.Tensor, b: tf.Tensor | null) => void;

/** Keys under which pairs are measured. */
export const pairKey = {
  /** Gradients of the block's input: through the branch, through the shortcut. */
  gradients: (block: number) => `gradients:${block}`,
  /** What is added: branch, and shortcut before its gain. */
  values: (block: number) => `values:${block}`,
  /** Activation of a layer, and its gradient. */
  layer: (name: string) => `layer:${name}`,
} as const;

/** Whether the angle between the two says anything. */
export const hasCosine = (key: string): boolean => key.startsWith('gradients:');

export class PairedProbe {
  readonly #measure: MeasurePair;
  readonly #layers: ReadonlySet<string>;
  readonly #streams: boolean;
  readonly #histograms: { readonly layer: string; readonly show: (activation: tf.Tensor) => void } | null;
  /** First of a pair that still lacks its second; null where the second came first. */
  readonly #waiting = new Map<string, { readonly a: tf.Tensor | null; readonly b: tf.Tensor | null }>();

  /** @param histograms Is shown the activation of the layer whose histograms are asked for. */
  constructor(
    plan: LanePlan,
    instruments: readonly InstrumentName[],
    measure: MeasurePair,
    histograms: (activation: tf.Tensor) => void = () => undefined,
  ) {
    this.#measure = measure;
    const layer = histogramLayer(plan, instruments);
    this.#histograms = layer === null ? null : { layer, show: histograms };
    this.#streams = instruments.includes('streams');
    this.#layers = new Set(watchedLayers(plan, instruments));
  }

  /** What the forward pass needs to be watched. */
  get watchers(): Pick<ForwardOptions, 'watcher' | 'layers'> {
    const layers: LayerWatcher = {
      onActivation: (layer, activation) => {
        if (layer === this.#histograms?.layer) this.#histograms.show(activation);
        this.#layer(layer, activation, null);
      },
      onActivationGradient: (layer, gradient) => this.#layer(layer, null, gradient),
    };
    const watcher: BlockWatcher = {
      onGradient: (block, place, gradient) => this.#gradient(block, place, gradient),
      onValues: (block, branch, shortcut) => this.#measure(pairKey.values(block), branch, shortcut),
    };
    return this.#streams ? { watcher, layers } : { layers };
  }

  /** Measures what has remained alone: nothing flows back through a shortcut that is off. */
  finish(): void {
    for (const [key, { a, b }] of this.#waiting) {
      if (a !== null) this.#measure(key, a, b);
      tf.dispose([a, b].filter((tensor) => tensor !== null));
    }
    this.#waiting.clear();
  }

  #gradient(block: number, place: Place, gradient: tf.Tensor): void {
    const key = pairKey.gradients(block);
    if (place === 'branch') this.#take(key, gradient, null);
    else if (place === 'shortcut') this.#take(key, null, gradient);
  }

  #layer(layer: string, activation: tf.Tensor | null, gradient: tf.Tensor | null): void {
    if (this.#layers.has(layer)) this.#take(pairKey.layer(layer), activation, gradient);
  }

  #take(key: string, a: tf.Tensor | null, b: tf.Tensor | null): void {
    const held = this.#waiting.get(key);
    if (held === undefined) {
      const kept = (tensor: tf.Tensor | null) => (tensor === null ? null : tf.keep(tensor.clone()));
      this.#waiting.set(key, { a: kept(a), b: kept(b) });
      return;
    }
    this.#waiting.delete(key);
    const [first, second] = [a ?? held.a, b ?? held.b];
    if (first !== null) this.#measure(key, first, second);
    tf.dispose([held.a, held.b].filter((tensor) => tensor !== null));
  }
}

/** Layers whose activations are measured: all of the main line, or for the streams the last one of every block. */
export function watchedLayers(plan: LanePlan, instruments: readonly InstrumentName[]): string[] {
  if (instruments.includes('layers'))
    return plan.layers.filter(({ kind }) => kind !== 'projection').map(({ name }) => name);
  if (!instruments.includes('streams')) return [];
  return plan.blocks.flatMap(({ branch }) => branch.at(-1)?.name ?? []);
}
