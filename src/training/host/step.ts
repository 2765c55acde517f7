/** What is random about a step, drawn on the processor from the experiment's order seed and the number of the step. */
import type { ExperimentConfig } from '../../config/schema';
import type { DataSet } from '../../data/dataset';
import { randomStream } from '../../data/random';
import { noiseOf, type Noise } from '../../network/noise';
import type { Batch } from '../gradient';
import { trainingBatch } from '../images';

/** The training images of a step, changed as the experiment asks for; the caller disposes its two tensors. */
export function batchOfStep(
  { augmentation, seeds }: ExperimentConfig,
  data: DataSet,
  indices: ArrayLike<number>,
  step: number,
): Batch {
  return trainingBatch(data, indices, {
    augmentation,
    random: randomStream(seeds.order, 'augmentation', step),
  });
}

/** What networks drop in a step: the same in every lane, where blocks have the same names. */
export function noiseOfStep({ seeds }: ExperimentConfig, step: number): Noise {
  return noiseOf((name) => randomStream(seeds.order, 'dropout', step, name));
}
