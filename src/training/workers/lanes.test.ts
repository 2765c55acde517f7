/** Lanes in workers: the same numbers as here with any count of them, and what becomes of one that ends. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { dataOf } from '../../../scripts/webgpu/experiments';
import { histogramOf } from '../../architecture/instruments';
import { decode } from '../../config/codec/url';
import type { ExperimentConfig } from '../../config/schema';
import type { DataSet } from '../../data/dataset';
import { pairOf } from '../../testing/config';
import { LaneWorkerDouble } from '../../testing/lane-workers';
import { stoppedClock } from '../../testing/stopped-clock';
import type { OpenLanes } from '../lanes';
import { openLanes, Trainer } from '../trainer';
import { shareOut, WorkerLanes } from './lanes';
import { LaneLine, LaneLostError, type LaneWorker } from './line';
import type { LaneAnswer } from './messages';

const data = dataOf(14, 1);
beforeAll(() => useNodeBackend('wasm'));

function opening(workers: readonly LaneWorkerDouble[], delay?: ReturnType<typeof stoppedClock>['delay']) {
  const lines = workers.map((worker) => new LaneLine(worker, delay));
  const open: OpenLanes = (experiment, plans, own, turns) =>
    new WorkerLanes(experiment, own, {
      backend: { name: 'wasm' },
      lines,
      plans,
      turns,
      ...(delay && { delay }),
    });
  return { lines, open };
}

function doubles(count: number): readonly LaneWorkerDouble[] {
  return Array.from({ length: count }, () => new LaneWorkerDouble());
}

/** Some steps of a run in which all instruments are on for a while, with what it measured, tested and learnt. */
async function story(experiment: ExperimentConfig, own: DataSet, open: OpenLanes) {
  const trainer = new Trainer(experiment, own, null, open);
  const rows: (readonly number[])[] = [];
  const watched: (readonly number[])[] = [];
  await trainer.prepare(() => undefined);
  const step = async (): Promise<void> => {
    rows.push([...(await trainer.step())]);
    trainer.replayDue();
  };
  rows.push([...(await trainer.measure())]);
  await step();
  const layer = trainer.plans[0]?.layers[0]?.name ?? '';
  const layout = await trainer.watch(['streams', 'layers', histogramOf(layer)], (row) =>
    watched.push([...row]),
  );
  // Whatever the interval is at which steps are.
  await trainer.measure();
  await step();
  await trainer.watch([], () => undefined);
  trainer.switch('residual', 0, 0.5);
  trainer.setRate(0.02);
  await step();
  const test = trainer.test();
  let next = await test.next();
  while (next.done !== true) next = await test.next();
  const snapshots = await trainer.snapshots();
  trainer.dispose();
  return { rows, layout, watched, tested: next.value, snapshots };
}

/** What links may say of a network and its training, each with small stages. */
const TAILS = [
  'act=gelu&norm=group&opt=adamw&decay=0.05&lr=0.002',
  'act=elu&norm=layer&opt=adam&lr=0.001',
  'act=silu&order=pre-activation&opt=rmsprop&lr=0.001',
  'act=leaky-relu&order=activation-first&nesterov=on&decay=0.0005',
  'act=tanh&norm=none&init=xavier&init.form=uniform',
  'act=sigmoid&norm=none&init=lecun&loss=squared-error',
  'act=linear&order=norm-after-addition&init=orthogonal',
  'order=activation-before-addition&init=normal&init.std=0.05',
  'block=bottleneck&groups=1,2,4&kernels=3,5,3&expansion=2',
  'se=0,4,8&shortcut=C&gate=exclusive&gate.bias=-3',
  'gate=shortcut-only&shortcut=A&scale=0.5',
  'norm=none&start=fixup&start.scalars=on&shortcut=B',
  'norm=none&start=skip-init',
  'start=zero-last&depth.dropout=0.3&dropout=0.2&shortcut.dropout=0.1',
  'dilations=1,2,2&strides=1,1,2&head=flatten',
  'loss=focal&focus=2&smooth=0.1&clip=0.5',
  'schedule=one-cycle&period=20&warmup=3&momentum.cycle=on&shift=2&flip=on&cutout=4',
  'schedule=steps&period=2&factor=0.5&seed.init=5&seed.order=7',
  'switch=1:plain:all:1;2:residual:1-2:0&rate=1:0.01;2:0.05',
  'lr=10',
];
/** Two lanes, or four of which some have networks of their own. */
const LANES = [
  '',
  '&lanes=residual,plain,deep,half&net.deep=own&net.deep.blocks=1,2,1&net.deep.width=4&net.deep.act=silu&skip.half=0.5,1,0.25',
];
const LINKS = LANES.flatMap((lanes) =>
  TAILS.map((tail) => `#v=1&blocks=1,1,1&width=4&batch=4&input=14&${tail}${lanes}`),
);

describe('with one worker, two and four', () => {
  it.each(LINKS)('every number is the same of %s', async (link) => {
    const { config: experiment, repairs } = decode(link);
    expect(repairs).toEqual([]);
    const here = await story(experiment, data, openLanes);
    expect(here.watched.length).toBeGreaterThan(0);
    for (const count of [1, 2, 4].filter((workers) => workers <= experiment.lanes.length))
      expect(await story(experiment, data, opening(doubles(count)).open)).toEqual(here);
  });
});

const small = pairOf([{ blocks: 1, width: 4, stride: 2 }], { batchSize: 4 });

describe('the line to a worker', () => {
  it('hands the data over once, and frees lanes before others are opened', async () => {
    const workers = doubles(2);
    const { open } = opening(workers);
    await story(small, data, open);
    await story(small, data, open);
    for (const worker of workers) {
      expect(worker.dataCame).toBe(1);
      expect(worker.orders.filter((type) => type === 'open' || type === 'close')).toEqual([
        'open',
        'close',
        'open',
        'close',
      ]);
    }
    await story(small, dataOf(14, 1), open);
    expect(workers.map(({ dataCame }) => dataCame)).toEqual([2, 2]);
  });

  it('gives results in order, whatever is asked for at once', async () => {
    const trainer = new Trainer(small, data, null, opening(doubles(2)).open);
    expect(trainer.runAhead).toBe(1);
    const rows = await Promise.all([trainer.step(), trainer.step(), trainer.step()]);
    expect(rows.map(([step]) => step)).toEqual([0, 1, 2]);
  });

  it('tells what a worker has met with as what it was', async () => {
    const { open } = opening(doubles(2));
    const trainer = new Trainer(small, data, null, open);
    const broken = { id: 'residual', gains: [1], parameters: new Float32Array(1e6) };
    const state = (await trainer.snapshots())[0]!;
    const checkpoint = { stepCount: 0, rate: 0.1, lanes: [{ ...state, ...broken }, state] };
    const other = new Trainer(small, data, { checkpoint, changes: { made: [], coming: [] } }, open);
    await expect(other.step()).resolves.toBeDefined();
    const lanes = open({ ...small, batchSize: 4 }, [], data);
    await expect(lanes.snapshot(7)).rejects.toThrow(RangeError);
  });

  it('is lost with its worker, with all that waits and comes', async () => {
    const workers = doubles(2);
    const { open } = opening(workers);
    const trainer = new Trainer(small, data, null, open);
    await trainer.prepare(() => undefined);
    const step = trainer.step();
    workers[1]!.crash('it ran out of memory');
    await expect(step).rejects.toThrow(LaneLostError);
    await expect(step).rejects.toThrow('it ran out of memory');
    await expect(trainer.step()).rejects.toThrow(LaneLostError);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false, true]);
  });

  it('is given up where its worker cannot open lanes', async () => {
    const refuses = new LaneWorkerDouble(() => Promise.reject(new Error('no wasm here')));
    const trainer = new Trainer(small, data, null, opening([...doubles(1), refuses]).open);
    await expect(trainer.prepare(() => undefined)).rejects.toThrow('no wasm here');
    await expect(trainer.step()).rejects.toThrow(LaneLostError);
    expect(refuses.isTerminated).toBe(true);
  });
});

describe('a worker that falls silent', () => {
  it('is given up long after the others have answered', async () => {
    const clock = stoppedClock();
    const workers = doubles(2);
    const trainer = new Trainer(small, data, null, opening(workers, clock.delay).open);
    await trainer.step();
    workers[1]!.isMute = true;
    const told = trainer.step().catch(String);
    for (let second = 0; second < 9; second++) await clock.pass(1_000);
    expect(workers[1]!.isTerminated).toBe(false);
    for (let second = 0; second < 3; second++) await clock.pass(1_000);
    expect(await told).toContain('long after the others');
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false, true]);
  });

  it('is given up too where it alone was asked', async () => {
    const clock = stoppedClock();
    const workers = doubles(2);
    const trainer = new Trainer(small, data, null, opening(workers, clock.delay).open);
    await trainer.step();
    workers[1]!.isMute = true;
    const told = trainer.snapshots().catch(String);
    for (let second = 0; second < 29; second++) await clock.pass(1_000);
    expect(workers[1]!.isTerminated).toBe(false);
    for (let second = 0; second < 3; second++) await clock.pass(1_000);
    expect(await told).toContain('for long');
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false, true]);
  });

  it('is waited for as long as the others are silent too', async () => {
    const clock = stoppedClock();
    const workers = doubles(2);
    const trainer = new Trainer(small, data, null, opening(workers, clock.delay).open);
    await trainer.step();
    for (const worker of workers) worker.isMute = true;
    trainer.step().catch(() => undefined);
    for (let second = 0; second < 200; second++) clock.tick(1_000);
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([false, false]);
  });
});

it('shares lanes out in their order, as evenly as may be', () => {
  expect(shareOut(4, 2)).toEqual([
    [0, 2],
    [2, 4],
  ]);
  for (let lanes = 1; lanes <= 4; lanes++)
    for (let workers = 1; workers <= lanes; workers++) {
      const shares = shareOut(lanes, workers);
      expect(
        shares.flatMap(([first, end]) => Array.from({ length: end - first }, (_, i) => first + i)),
      ).toEqual(Array.from({ length: lanes }, (_, i) => i));
      const sizes = shares.map(([first, end]) => end - first);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
});

describe('a worker on its way', () => {
  it('is lost where it does not start within half a minute, and what is asked of it is refused', async () => {
    const { delay, pass } = stoppedClock();
    const worker = silentWorker();
    const line = new LaneLine(worker, delay);
    line.start({ name: 'wasm' });
    const asked = line.ask('close', {}).catch((error: unknown) => error);
    await pass(29_999);
    expect(line.isLost).toBe(false);
    await pass(1);
    expect(line.isLost).toBe(true);
    expect(await asked).toBeInstanceOf(LaneLostError);
  });

  it('that has started is waited for as long as it takes', async () => {
    const { delay, pass } = stoppedClock();
    const worker = silentWorker();
    const line = new LaneLine(worker, delay);
    line.start({ name: 'wasm' });
    worker.onmessage?.({ data: { value: null } } as MessageEvent<LaneAnswer>);
    await pass(100_000);
    expect(line.isLost).toBe(false);
  });
});

function silentWorker(): LaneWorker {
  return {
    postMessage: () => undefined,
    terminate: () => undefined,
    onmessage: null,
    onerror: null,
    onmessageerror: null,
  };
}
