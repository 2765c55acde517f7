/** English texts: an experiment in one line, for pictures that leave the page. */
import { depthOf, type ExperimentConfig } from '../../config/schema';
import { words } from './setting-words';

/** `56 layers · batch norm · ReLU · basic blocks · SGD lr 0.02 · batch 32 · Fashion-MNIST 14×14 · seed 0`. */
export function essentials({ network, optimiser, data, batchSize, seeds }: ExperimentConfig): string {
  const all = [seeds.data, seeds.init, seeds.order];
  const size = data.inputSize;
  return [
    `${depthOf(network)} layers`,
    words.norm.choices[network.norm],
    words.act.choices[network.activation],
    words.block.choices[network.block],
    `${words.opt.choices[optimiser.kind]} ${words.lr.name} ${optimiser.learningRate}`,
    `${words.batch.name} ${batchSize}`,
    `${words.set.choices[data.set]} ${size}×${size}`,
    new Set(all).size === 1 ? `seed ${seeds.data}` : `seeds ${all.join(', ')}`,
  ].join(' · ');
}
