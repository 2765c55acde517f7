/** English texts: an experiment in one line. */
import type { EssentialTexts } from '../essentials';

export const essentials: EssentialTexts = {
  layers: (depth) => `${depth} layers`,
  size: (dataSet, side) => `${dataSet} ${side}×${side}`,
  value: (name, value) => `${name} ${value}`,
  seed: (seed) => `seed ${seed}`,
  seeds: (data, init, order) => `seeds ${data}, ${init}, ${order}`,
  line: (parts) => parts.join(' · '),
};
