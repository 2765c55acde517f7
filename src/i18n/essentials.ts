/** An experiment in one line, for pictures that leave the page. */
import { depthOf, type ExperimentConfig } from '../config/schema';
import type { ShortWords } from './words';

/** What a language says of an experiment besides its settings. */
export interface EssentialTexts {
  readonly layers: (depth: number) => string;
  /** Of images, in pixels. */
  readonly size: (dataSet: string, side: number) => string;
  readonly value: (name: string, value: string) => string;
  readonly seed: (seed: number) => string;
  /** Of data, weights and batches. */
  readonly seeds: (data: number, init: number, order: number) => string;
  readonly line: (parts: readonly string[]) => string;
}

/** Tells experiments in a line of a language: `56 layers · batch norm · ReLU · basic blocks · SGD lr 0.02 · batch 32 · …`. */
export function essentialsOf(texts: EssentialTexts, words: ShortWords): (config: ExperimentConfig) => string {
  return ({ network, optimiser, data, batchSize, seeds: { data: first, init, order } }) =>
    texts.line([
      texts.layers(depthOf(network)),
      words.norm.choices[network.norm],
      words.act.choices[network.activation],
      words.block.choices[network.block],
      `${words.opt.choices[optimiser.kind]} ${texts.value(words.lr.name, String(optimiser.learningRate))}`,
      texts.value(words.batch.name, String(batchSize)),
      texts.size(words.set.choices[data.set], data.inputSize),
      first === init && init === order ? texts.seed(first) : texts.seeds(first, init, order),
    ]);
}
