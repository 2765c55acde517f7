/** Classic networks as lanes: beside residual ones, in training and in testing. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { CLASSIC_NAMES } from '../config/classic';
import { decode } from '../config/codec/url';
import { loadDataSet, type DataSet } from '../data/dataset';
import { rowOffsets } from '../contract/metrics';
import { Trainer } from './trainer';

const SETTINGS = 'set=shapes&width=4&batch=16&test=0&blocks=1,1,0&lr=0.05';
const KINDS = CLASSIC_NAMES;

let data: DataSet;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await loadDataSet({ set: 'shapes', inputSize: 14 }, 0, {
    baseUrl: 'https://example.test/',
    onProgress: () => undefined,
  });
});

describe.each(KINDS)('%s', (kind) => {
  const { config, repairs } = decode(
    `#v=1&${SETTINGS}&lanes=residual,other&net.other=${kind}&net.other.norm=batch`,
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
    const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(mean(losses.slice(-5))).toBeLessThan(mean(losses.slice(0, 5)) - 0.1);
    trainer.dispose();
    alone.dispose();
  }, 120_000);
});

it('is tested on images that it has not seen', async () => {
  const { config } = decode(`#v=1&${SETTINGS}&lanes=residual,other&net.other=lenet&net.other.norm=batch`);
  const trainer = new Trainer(config, data);
  for (let step = 0; step < 30; step++) await trainer.step();
  const test = trainer.test();
  let next = await test.next();
  while (next.done !== true) next = await test.next();
  expect(next.value.map(({ lane }) => lane)).toStrictEqual(['residual', 'other']);
  expect(next.value[1]?.accuracy).toBeGreaterThan(0.15);
  trainer.dispose();
}, 120_000);
