/** A run whose lanes train in workers: how many there are, and what the page hears when one of them is lost. */
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import type { ExperimentConfig } from '../config/schema';
import { LaneWorkerDouble } from '../testing/lane-workers';
import { openSession, tiny } from '../testing/session';
import { LaneWorkers } from './lane-workers';

beforeAll(() => useNodeBackend('wasm'));

const [residual, plain] = tiny.lanes;
const four: ExperimentConfig = {
  ...tiny,
  lanes: [residual!, plain!, { ...plain!, id: 'c' }, { ...plain!, id: 'd' }],
};

function pool(cores: number, make = (): LaneWorkerDouble => new LaneWorkerDouble()) {
  const made: LaneWorkerDouble[] = [];
  let time = 0;
  const workers = new LaneWorkers({
    now: () => time,
    cores,
    createWorker: () => {
      const worker = make();
      made.push(worker);
      return worker;
    },
  });
  const alive = (): number => made.filter(({ isTerminated }) => !isTerminated).length;
  return { workers, made, alive, pass: (milliseconds: number) => void (time += milliseconds) };
}

describe('as many as there are cores and lanes', () => {
  it.each([
    { cores: 1, alive: 0 },
    { cores: 2, alive: 2 },
    { cores: 3, alive: 3 },
    { cores: 16, alive: 4 },
  ])('$alive for four lanes on $cores', ({ cores, alive }) => {
    const { workers, alive: count } = pool(cores);
    expect(workers.placeFor(four, 'wasm').isInWorkers).toBe(alive > 0);
    expect(count()).toBe(alive);
  });

  it('what was asked for counts more than the cores', () => {
    const { workers, alive } = pool(1);
    expect(workers.placeFor(four, 'cpu', 3).isInWorkers).toBe(true);
    expect(alive()).toBe(3);
    workers.placeFor(four, 'cpu', 1);
    expect(alive()).toBe(0);
  });

  it('those that a run does not need end, and so do all on the GPU', () => {
    const { workers, alive, made } = pool(4);
    workers.placeFor(four, 'wasm');
    workers.placeFor(tiny, 'wasm');
    expect(alive()).toBe(2);
    expect(made).toHaveLength(4);
    workers.placeFor(tiny, 'webgpu');
    expect(alive()).toBe(0);
  });

  it('a browser that allows none trains here', () => {
    const { workers } = pool(4, () => {
      throw new DOMException('no workers in workers', 'SecurityError');
    });
    expect(workers.placeFor(four, 'wasm').isInWorkers).toBe(false);
  });
});

/** Rows of 12 steps; something happens to the workers after the fifth. */
async function trained(
  happens: (made: readonly LaneWorkerDouble[]) => void,
  cores = 2,
  make = () => new LaneWorkerDouble(),
) {
  const { workers, made, alive, pass } = pool(cores, make);
  const run = openSession({ laneWorkers: workers });
  const { send, start, until, stepped, reports } = run;
  start(1);
  send({ type: 'train', run: 1, until: 12 });
  await until(stepped(1, 5));
  send({ type: 'switch', run: 1, lane: 'plain', block: 'all', gain: 0.5 });
  happens(made);
  await until(stepped(1, 12));
  const switched = reports.find((report) => report.type === 'switched');
  return {
    ...run,
    made,
    alive,
    pass,
    recovered: reports.filter(({ type }) => type === 'recovered'),
    switched,
  };
}

describe('a worker that is lost', () => {
  it('is replaced, and no row is sent twice or changed', async () => {
    const { rows, recovered, switched, alive, made } = await trained((workers) =>
      workers[1]!.crash('no memory'),
    );
    expect(recovered).toMatchObject([{ run: 1, lost: 'worker', backend: 'wasm' }]);
    expect(alive()).toBe(2);
    expect(made).toHaveLength(4);
    expect(rows(1).map(([step]) => step)).toEqual(Array.from({ length: 12 }, (_, step) => step));
    if (switched?.type !== 'switched') throw new Error('nothing was switched');
    const { step, lane, block, gain } = switched;
    const here = openSession();
    here.start(2, { ...tiny, timeline: [{ step, lane, block, gain }] });
    here.send({ type: 'train', run: 2, until: 12 });
    await here.until(here.stepped(2, 12));
    expect(rows(1)).toEqual(here.rows(2));
  });

  it('twice in a short time is done without', async () => {
    let count = 0;
    const make = (): LaneWorkerDouble => {
      const worker = new LaneWorkerDouble();
      const post = worker.postMessage.bind(worker);
      const isSecond = count++ % 2 === 1;
      let runs = 0;
      worker.postMessage = (order) => {
        if (order.type === 'run' && runs++ === 1 && isSecond) queueMicrotask(() => worker.crash('no memory'));
        else post(order);
      };
      return worker;
    };
    const { recovered, alive, rows } = await trained(() => undefined, 2, make);
    expect(recovered).toHaveLength(2);
    expect(alive()).toBe(0);
    expect(rows(1)).toHaveLength(12);
  });

  it('before it had lanes is done without, and the run begins all the same', async () => {
    const make = (): LaneWorkerDouble => new LaneWorkerDouble(() => Promise.reject(new Error('no wasm')));
    const { recovered, alive, rows } = await trained(() => undefined, 2, make);
    expect(recovered).toEqual([]);
    expect(alive()).toBe(0);
    expect(rows(1)).toHaveLength(12);
  });

  it('of a run that is reset trains the next one', async () => {
    const { start, send, until, stepped, made, alive } = await trained(() => undefined);
    start(2);
    send({ type: 'train', run: 2 });
    await until(stepped(2, 3));
    expect(made).toHaveLength(2);
    expect(alive()).toBe(2);
    expect(made.map(({ dataCame }) => dataCame)).toEqual([2, 2]);
  });
});
