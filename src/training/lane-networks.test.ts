/** Lanes of different architectures side by side, classic ones too: each trains as it would alone. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { ExperimentConfig } from '../config/schema';
import { decode } from '../config/codec/url';
import { loadDataSet, type DataSet } from '../data/dataset';
import { gradientOf, rowOffsets } from '../contract/metrics';
import { Trainer } from './trainer';
import { CLASSIC_NAMES } from '../config/classic';

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

const CLASSIC_SETTINGS = 'set=shapes&width=4&batch=16&test=0&blocks=1,1,0&lr=0.05';

describe('classic networks as lanes', () => {
  let data: DataSet;

  beforeAll(async () => {
    await useNodeBackend('wasm');
    data = await loadDataSet({ set: 'shapes', inputSize: 14 }, 0, {
      baseUrl: 'https://example.test/',
      onProgress: () => undefined,
    });
  });

  describe.each(CLASSIC_NAMES)('%s', (kind) => {
    const { config, repairs } = decode(
      `#v=1&${CLASSIC_SETTINGS}&lanes=residual,other&net.other=${kind}&net.other.norm=batch`,
    );

    it('learns beside a residual network, which does not notice', async () => {
      expect(repairs).toStrictEqual([]);
      const trainer = new Trainer(config, data);
      const alone = new Trainer({ ...config, lanes: config.lanes.slice(0, 1) }, data);
      const offsets = rowOffsets(trainer.layout);
      const losses: number[] = [];
      const own: (readonly number[])[] = [];
      for (let step = 0; step < 24; step++) {
        const row = await trainer.step();
        if (step < 3) own.push([...row.subarray(0, offsets[1])]);
        losses.push(row[offsets[1] ?? 0] ?? Number.NaN);
      }
      const single = [await alone.step(), await alone.step(), await alone.step()];
      expect(own).toStrictEqual(single.map((row) => [...row]));
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, v) => sum + v, 0) / values.length;
      expect(mean(losses.slice(-5))).toBeLessThan(mean(losses.slice(0, 5)) - 0.1);
      trainer.dispose();
      alone.dispose();
    }, 120_000);
  });

  it('is tested on images that it has not seen', async () => {
    const { config } = decode(
      `#v=1&${CLASSIC_SETTINGS}&lanes=residual,other&net.other=lenet&net.other.norm=batch`,
    );
    const trainer = new Trainer(config, data);
    for (let step = 0; step < 30; step++) await trainer.step();
    const test = trainer.test();
    let next = await test.next();
    while (next.done !== true) next = await test.next();
    expect(next.value.map(({ lane }) => lane)).toStrictEqual(['residual', 'other']);
    expect(next.value[1]?.accuracy).toBeGreaterThan(0.15);
    trainer.dispose();
  }, 120_000);
});
