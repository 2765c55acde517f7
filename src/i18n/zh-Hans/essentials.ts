/** Chinese texts: an experiment in one line. */
import type { EssentialTexts } from '../essentials';

export const essentials: EssentialTexts = {
  layers: (depth) => `${depth} 层`,
  size: (dataSet, side) => `${dataSet} ${side}×${side}`,
  value: (name, value) => `${name} ${value}`,
  seed: (seed) => `随机种子 ${seed}`,
  seeds: (data, init, order) => `随机种子 ${data}、${init}、${order}`,
  line: (parts) => parts.join(' · '),
};
