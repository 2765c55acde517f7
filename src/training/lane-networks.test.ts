/** Lanes of different architectures side by side: each trains as it would alone. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { ExperimentConfig } from '../config/schema';
import { decode } from '../config/codec/url';
import { loadDataSet, type DataSet } from '../data/dataset';
import { gradientOf, rowOffsets } from '../contract/metrics';
import { Trainer } from './trainer';

const SETTINGS = 'set=shapes&width=4&batch=8&test=0';
const { config } = decode(
  `#v=1&${SETTINGS}&blocks=1,1,0&lanes=plain,deep&net.deep.blocks=2,1,1&net.deep.norm=none`,
);

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await loadDataSet({ set: 'shapes', inputSize: 14 }, 0, {
    baseUrl: 'https://example.test/',
    onProgress: () => undefined,
  });
});

async function rows(experiment: ExperimentConfig, steps: number) {
  const trainer = new Trainer(experiment, data);
  const taken: number[][] = [];
  for (let step = 0; step < steps; step++) taken.push([...(await trainer.step())]);
  const { layout } = trainer;
  trainer.dispose();
  return { layout, taken };
}

describe('lanes of different architectures', () => {
  it('have columns of their own layers', async () => {
    const { layout, taken } = await rows(config, 1);
    expect(layout.lanes.map(({ id }) => id)).toStrictEqual(['plain', 'deep']);
    const [plain, deep] = layout.lanes.map(({ columns }) => columns);
    expect(plain).toContain(gradientOf('layer2.0.conv2'));
    expect(plain).not.toContain(gradientOf('layer3.0.conv1'));
    expect(deep).toContain(gradientOf('layer3.0.conv1'));
    expect(taken[0]).toHaveLength(rowOffsets(layout).at(-1) ?? 0);
    expect(taken[0]?.every(Number.isFinite)).toBe(true);
  });

  it('train as each would alone, as the network of an experiment', async () => {
    const { layout, taken } = await rows(config, 3);
    const offsets = rowOffsets(layout);
    const alone = [
      `#v=1&${SETTINGS}&blocks=1,1,0&lanes=plain`,
      `#v=1&${SETTINGS}&blocks=2,1,1&norm=none&lanes=deep`,
    ];
    for (const [lane, link] of alone.entries()) {
      const single = await rows(decode(link).config, 3);
      const own = taken.map((row) => row.slice(offsets[lane], offsets[lane + 1]));
      expect(own).toStrictEqual(single.taken.map((row) => row.slice(1)));
    }
  });
});
