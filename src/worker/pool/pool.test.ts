/** Studies spread over workers, against the same studies carried out part by part. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import type { DataSet } from '../../data/dataset';
import type { StudyContext, StudyTick } from '../../studies/compute-parts';
import type { StudyRequest, StudyResult } from '../../studies/kinds';
import { openStudy } from '../../studies/worker';
import { PartWorkers, WASM } from '../../testing/part-workers';
import { contextOf, smallData, smallExperiment, trained } from '../../testing/studies';
import { openSpread } from './open';
import { machineAtHand, workersFor } from './size';

let data: DataSet;
let context: StudyContext;

beforeAll(async () => {
  await useNodeBackend('wasm');
  data = await smallData();
  context = contextOf(await trained(data, 2, smallExperiment()), data);
});

const degradation = { kind: 'degradation', depths: [8, 2], seeds: 2, rates: [0.1], steps: 3 } as const;

const REQUESTS: readonly StudyRequest[] = [
  degradation,
  { kind: 'variants', set: 'order', seeds: 2, steps: 2 },
  { kind: 'init', seeds: 2, depths: [2, 10] },
  { kind: 'lesion', images: 250, draws: 2 },
  { kind: 'ablation', images: 250, blocks: [0, 2] },
  { kind: 'shattering', seeds: 2, depths: [2] },
  { kind: 'paths', samples: 4, seed: 0 },
  { kind: 'rate-range', from: 1e-3, to: 0.1, steps: 20 },
  { kind: 'landscape', plane: 'random', statistics: 'batch', radius: 1, seed: 0 },
];

const MEMORY = 64e9;

function spread(
  request: StudyRequest,
  workers: PartWorkers,
  { cores = 2, backend = WASM, signal = new AbortController().signal } = {},
) {
  const places = { backend, machine: { cores, memory: MEMORY }, createWorker: workers.create };
  return openSpread(request, context, places, signal);
}

/** All of its ticks, as they were when they came. */
async function ticksOf(study: AsyncIterable<StudyTick<StudyResult>>): Promise<StudyTick<StudyResult>[]> {
  const ticks: StudyTick<StudyResult>[] = [];
  for await (const tick of study) ticks.push(structuredClone(tick));
  return ticks;
}

async function resultOf(study: AsyncIterable<StudyTick<StudyResult>>): Promise<StudyResult | undefined> {
  let result: StudyResult | undefined;
  for await (const tick of study) ({ result } = tick);
  return result;
}

describe.each(REQUESTS)('$kind', (request) => {
  it('finds the same to the last bit with one, two and four workers', { timeout: 90_000 }, async () => {
    const alone = await resultOf(openStudy(request, context));
    for (const cores of [2, 4]) {
      const workers = new PartWorkers();
      expect(await resultOf(spread(request, workers, { cores }))).toEqual(alone);
      expect(workers.commands.length).toBe(Math.min(cores, request.kind === 'rate-range' ? 2 : cores));
      expect(workers.living).toBe(0);
    }
  });
});

/** Parts in the order in which workers began them. */
function begun(workers: PartWorkers): number[] {
  return workers.commands.flatMap((own) =>
    own.flatMap((command) => (command.type === 'perform' ? [command.part] : [])),
  );
}

describe('the pool', () => {
  it('gives every part to one worker, those of the first repetition first, and of these the longest', async () => {
    const order: number[] = [];
    const workers = new PartWorkers((command) => {
      if (command.type === 'perform') order.push(command.part);
      return 'arrives';
    });
    await resultOf(spread(degradation, workers));
    // Depths 2 and 8 of two lanes, twice.
    expect(order).toEqual([2, 3, 0, 1, 6, 7, 4, 5]);
  });

  it('tells how far each part is, and what is ahead of the worker that ends last', async () => {
    const ticks = await ticksOf(spread(degradation, new PartWorkers()));
    const last = ticks.at(-1);
    expect(last?.done).toBe(last?.total);
    expect(last).toMatchObject({ ahead: 0, atOnce: 0 });
    expect(last?.parts.map(({ share }) => share)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(Math.max(...ticks.map(({ atOnce }) => atOnce))).toBe(2);
    for (const { done, total, ahead } of ticks) {
      expect(ahead).toBeGreaterThanOrEqual((total - done) / 2 - 1e-9 * total);
      expect(ahead).toBeLessThanOrEqual(total - done + 1e-9 * total);
    }
  });

  it('tells the whole result where all is done while nobody listens', async () => {
    const workers = new PartWorkers();
    const study = spread(degradation, workers);
    const first = await study.next();
    expect(first.done).toBe(false);
    while (workers.living > 0) await new Promise((resolve) => void setImmediate(resolve));
    expect(await resultOf(study)).toEqual(await resultOf(openStudy(degradation, context)));
  });

  it('does a part again whose worker dies, in another one', async () => {
    const alone = await resultOf(openStudy(degradation, context));
    let deaths = 0;
    const workers = new PartWorkers((command) =>
      command.type === 'perform' && command.part === 3 && deaths++ < 2 ? 'crash' : 'arrives',
    );
    expect(await resultOf(spread(degradation, workers))).toEqual(alone);
    expect(workers.commands).toHaveLength(4);
    expect(begun(workers).filter((part) => part === 3)).toHaveLength(3);
    expect(workers.living).toBe(0);
  });

  it('fails where a part fails three times, and says which', async () => {
    const workers = new PartWorkers((command) =>
      command.type === 'perform' && command.part === 3 ? 'crash' : 'arrives',
    );
    await expect(resultOf(spread(degradation, workers))).rejects.toThrow(
      'Part 4 of 8 failed 3 times, each time in another worker: crashed',
    );
    expect(workers.living).toBe(0);
  });

  it('ends all workers at once when it is cancelled, also those that never answer', async () => {
    const ending = new AbortController();
    const workers = new PartWorkers(({ type }) => (type === 'perform' ? 'mute' : 'arrives'));
    const study = spread(degradation, workers, { cores: 4, signal: ending.signal });
    let next = await study.next();
    while (next.done !== true && next.value.atOnce < 4) next = await study.next();
    const rest = study.next();
    ending.abort();
    expect((await rest).done).toBe(true);
    expect(workers.commands).toHaveLength(4);
    expect(workers.living).toBe(0);
  });

  it('ends them when it is returned', async () => {
    const workers = new PartWorkers();
    const study = spread(degradation, workers);
    await study.next();
    await study.return();
    expect(workers.living).toBe(0);
  });

  it.each([
    ['can be made', () => new PartWorkers(), true],
    ['starts', () => new PartWorkers(() => 'crash'), false],
    ['computes alike', () => new PartWorkers(undefined, { ...WASM, kernels: 'missing' }), false],
  ] as const)('is done without where no worker %s', async (_, make, refuses) => {
    const alone = await resultOf(openStudy(degradation, context));
    const workers = make();
    const createWorker = refuses
      ? () => {
          throw new Error('Worker is not defined');
        }
      : workers.create;
    const places = { backend: WASM, machine: { cores: 2, memory: MEMORY }, createWorker };
    const study = openSpread(degradation, context, places, new AbortController().signal);
    expect(await resultOf(study)).toEqual(alone);
    expect(workers.living).toBe(0);
    expect(begun(workers)).toEqual([]);
  });

  it('goes on with fewer workers where one does not start', async () => {
    const alone = await resultOf(openStudy(degradation, context));
    const workers = new PartWorkers((_, worker) => (worker === 0 ? 'crash' : 'arrives'));
    expect(await resultOf(spread(degradation, workers))).toEqual(alone);
    expect(workers.commands).toHaveLength(2);
    expect(workers.commands[1]).toHaveLength(9);
  });

  it.each([
    ['leaves the GPU to one', { backend: { ...WASM, name: 'webgpu' } }],
    ['has no workers where there is one core', { cores: 1 }],
  ] as const)('%s', async (_, options) => {
    const workers = new PartWorkers();
    const study = spread(degradation, workers, options);
    await study.next();
    await study.return();
    expect(workers.commands).toEqual([]);
  });
});

describe('the number of workers', () => {
  const parts = (count: number, memory: number) => Array.from({ length: count }, () => ({ memory }));

  it('is that of the cores, as far as there are parts and memory', () => {
    const machine = { cores: 8, memory: 2e9 };
    expect(workersFor(parts(48, 1e6), data, machine)).toBe(8);
    expect(workersFor(parts(3, 1e6), data, machine)).toBe(3);
    expect(workersFor(parts(48, 4e8), data, machine)).toBe(4);
    expect(workersFor(parts(48, 4e9), data, machine)).toBe(1);
    expect(workersFor([], data, machine)).toBe(1);
    expect(workersFor(parts(99, 0), data, { cores: 64, memory: 64e9 })).toBe(16);
  });

  it('is one where the browser does not say how many cores there are', () => {
    expect(machineAtHand({})).toEqual({ cores: 1, memory: 2 * 2 ** 30 });
    expect(machineAtHand({ hardwareConcurrency: 4, deviceMemory: 8 })).toEqual({
      cores: 4,
      memory: 4 * 2 ** 30,
    });
  });
});
