// @vitest-environment happy-dom
/** When the run at hand is kept. Workers that keep, the clock and the page are played by the test. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encode } from '../config/codec/url';
import type { RunState } from '../contract/run-state';
import { offerStore } from '../state/offer';
import { runStore } from '../state/run';
import { smallExperiment } from '../testing/client';
import { KeepingPage } from '../testing/keeping';
import { keptRunOf } from '../testing/kept-run';
import { NoRunError } from './asked';
import { keepNow, startKeeping } from './keeper';

vi.mock('../runs/kept', () => ({ keptRuns: () => Promise.resolve([]) }));

let page: KeepingPage;

/** Steps at which it was kept, or was to be. */
const steps = (): number[] => page.sent.map(({ command: { run } }) => run.step);
const ids = (): string[] => page.sent.map(({ command: { run } }) => run.id);
const trouble = () => offerStore.getState().trouble;

beforeEach(async () => {
  page = new KeepingPage();
  await startKeeping(page.session);
});
afterEach(() => page.end());

describe('a run that trains', () => {
  it('is kept after eight seconds of it, and again after as many', async () => {
    await page.trains(7);
    expect(steps()).toEqual([]);
    await page.trains(1);
    expect(steps()).toEqual([80]);
    await page.trains(7);
    expect(steps()).toEqual([80]);
    await page.trains(1);
    expect(steps()).toEqual([80, 160]);
    expect(ids()[1]).toBe(ids()[0]);
  });

  it('goes to a worker with all of its memory, and the worker ends', async () => {
    const { state } = keptRunOf(smallExperiment, 80);
    page.state = () => Promise.resolve(state);
    page.takes = 50;
    await page.trains(8);
    expect(page.sent[0]?.command.run).toMatchObject({
      link: encode(smallExperiment).slice(1),
      step: 80,
      trained: 8_000,
      state,
    });
    for (const { parameters, optimiser } of state.checkpoint.lanes)
      expect(page.sent[0]?.memory).toEqual(
        expect.arrayContaining([parameters.buffer, optimiser.first.buffer]),
      );
    expect(page.working).toBe(1);
    await page.waits(0.1);
    expect(page.working).toBe(0);
  });

  it('is not kept for the time in which it waits', async () => {
    await page.trains(4);
    // Steps by hand, one each second.
    for (let step = 41; step < 61; step++) {
      page.pauses(step);
      await page.waits(1);
    }
    await page.trains(3);
    expect(steps()).toEqual([]);
    await page.trains(1);
    expect(steps()).toEqual([100]);
  });

  it('has trained for three seconds at most where the page slept', async () => {
    await page.trains(4);
    page.sleeps(3_600);
    await page.trains(1);
    expect(steps()).toEqual([]);
    await page.trains(1);
    expect(page.sent[0]?.command.run).toMatchObject({ step: 60, trained: 8_000 });
  });

  it('is kept less often where that takes long: a twentieth of the time goes for it', async () => {
    page.takes = 2_000;
    await page.trains(8 + 39);
    expect(steps()).toEqual([80]);
    await page.trains(1);
    expect(steps()).toEqual([80, 480]);
  });

  it('is not kept while it is kept, however long that takes', async () => {
    page.takes = 30_000;
    await page.trains(30);
    expect(steps()).toEqual([80]);
  });

  it('is another one after it: that is kept after eight seconds of its own', async () => {
    await page.trains(8);
    page.begin();
    await page.trains(7);
    expect(steps()).toEqual([80]);
    await page.trains(1);
    expect(steps()).toEqual([80, 80]);
    expect(ids()[1]).not.toBe(ids()[0]);
  });
});

describe('a run that waits', () => {
  it('is kept once it was found so twice, and no more', async () => {
    page.pauses(5);
    await page.waits(2);
    expect(steps()).toEqual([]);
    await page.waits(1);
    expect(steps()).toEqual([5]);
    await page.waits(60);
    expect(steps()).toEqual([5]);
  });

  it('is not kept while somebody steps by hand', async () => {
    for (let step = 1; step <= 20; step++) {
      page.pauses(step);
      await page.waits(2);
    }
    expect(steps()).toEqual([]);
    await page.waits(1);
    expect(steps()).toEqual([20]);
  });

  it('is not kept before its first step, nor while it is on its way to one', async () => {
    const asked = vi.spyOn(page, 'state');
    page.pauses(0);
    await page.waits(10);
    await keepNow();
    expect(asked).not.toHaveBeenCalled();
    runStore.setState({ status: { kind: 'preparing', phase: 'replaying', fraction: 0.5 }, stepCount: 9 });
    await page.waits(10);
    expect(steps()).toEqual([]);
  });
});

describe('the page', () => {
  it('keeps the run when it is hidden, unless that step is kept', async () => {
    await page.trains(3);
    await page.shows('hidden');
    expect(steps()).toEqual([30]);
    await page.shows('visible');
    await page.shows('hidden');
    expect(steps()).toEqual([30]);
    await page.trains(1);
    await page.shows('visible');
    expect(steps()).toEqual([30]);
    await page.shows('hidden');
    expect(steps()).toEqual([30, 40]);
  });

  it('holds a lock of the run that it keeps, and none of the one before', async () => {
    page.pauses(5);
    await page.shows('hidden');
    expect([...page.locks]).toEqual([`resnet-explorer-run-${ids()[0]}`]);
    page.begin();
    page.pauses(6);
    await page.shows('hidden');
    expect([...page.locks]).toEqual([`resnet-explorer-run-${ids()[1]}`]);
  });

  it('tells the worker which runs are at hand in other tabs, that they are not removed for this one', async () => {
    page.locks.add('resnet-explorer-run-elsewhere');
    page.locks.add('resnet-explorer-experiments');
    page.pauses(5);
    await keepNow();
    expect(page.sent[0]?.command.open).toEqual(['elsewhere', ids()[0]]);
  });

  it('keeps the run when it is left, and holds no lock then', async () => {
    await page.trains(9);
    expect(page.locks.size).toBe(1);
    await page.leaves();
    expect(steps()).toEqual([80, 90]);
    expect([...page.locks]).toEqual([]);
  });

  it('keeps it as another one when it is come back to, for the first may be at hand elsewhere', async () => {
    await page.trains(8);
    await page.leaves();
    page.returns();
    await page.trains(1);
    expect(steps()).toEqual([80, 90]);
    expect(ids()[1]).not.toBe(ids()[0]);
    expect([...page.locks]).toEqual([`resnet-explorer-run-${ids()[1]}`]);
  });

  it('keeps the newest step when it is asked to, after what is under way', async () => {
    page.takes = 500;
    page.pauses(5);
    const done: number[] = [];
    void keepNow().then(() => done.push(5));
    await page.waits(0.1);
    page.pauses(6);
    void keepNow().then(() => done.push(6));
    await page.waits(0.3);
    expect([steps(), done]).toEqual([[5], []]);
    await page.waits(0.2);
    expect([steps(), done]).toEqual([[5, 6], [5]]);
    await page.waits(0.5);
    expect(done).toEqual([5, 6]);
  });

  it('keeps nothing of a run that ends before it tells its state', async () => {
    page.pauses(5);
    page.state = () => Promise.reject(new NoRunError('ended'));
    await expect(keepNow()).resolves.toBeUndefined();
    // Another has begun, of which nothing is heard yet.
    page.state = () => Promise.resolve(keptRunOf(smallExperiment, 0).state);
    await expect(keepNow()).resolves.toBeUndefined();
    page.state = () => Promise.reject(new TypeError('odd'));
    await expect(keepNow()).rejects.toThrow('odd');
    expect([steps(), trouble()]).toEqual([[], null]);
  });
});

describe('a run that is not kept', () => {
  it.each([
    ['the browser has no room', { type: 'failed', full: true, message: 'quota' }, 'full'],
    ['the browser refuses', { type: 'failed', full: false, message: 'private' }, 'refused'],
    ['the worker breaks', new Error('no such script'), 'refused'],
  ] as const)('is told of where %s', async (_, answer, told) => {
    page.answer = answer;
    await page.trains(8);
    expect(trouble()).toBe(told);
    expect(page.working).toBe(0);
  });

  it('is told of where no worker can be made', async () => {
    page.makesWorkers = false;
    await page.trains(8);
    expect(trouble()).toBe('refused');
  });

  it('is told of once, and tried again after a minute', async () => {
    page.answer = { type: 'failed', full: true, message: '' };
    await page.trains(8);
    expect(trouble()).toBe('full');
    // Dismissed.
    offerStore.setState({ trouble: null });
    await page.trains(59);
    expect(steps()).toEqual([80]);
    await page.trains(1);
    expect(steps()).toEqual([80, 680]);
    expect(trouble()).toBeNull();
    page.answer = { type: 'kept' };
    await page.trains(59);
    expect(steps()).toEqual([80, 680]);
    await page.trains(1 + 8);
    expect(steps()).toEqual([80, 680, 1_280, 1_360]);
  });

  it('is told of where there is no memory for a copy, and tried again after a minute', async () => {
    let asked = 0;
    page.state = () => {
      asked++;
      return Promise.reject(new RangeError('Array buffer allocation failed'));
    };
    await page.trains(8 + 59);
    expect([asked, steps(), trouble()]).toEqual([1, [], 'too-large']);
    await page.trains(1);
    expect(asked).toBe(2);
  });

  it('stays in the memory of its training beyond 400 MB', async () => {
    const { state } = keptRunOf(smallExperiment, 80);
    const ofSize = (byteLength: number): RunState => ({
      ...state,
      checkpoint: {
        ...state.checkpoint,
        lanes: [
          {
            id: 'plain',
            gains: [],
            parameters: { buffer: { byteLength } } as Float32Array<ArrayBuffer>,
            statistics: new Map(),
            optimiser: { first: new Float32Array(0), second: new Float32Array(0), updates: [] },
          },
        ],
      },
    });
    page.pauses(80);
    page.state = () => Promise.resolve(ofSize(400_000_001));
    await keepNow();
    expect([steps(), trouble()]).toEqual([[], 'too-large']);
    page.state = () => Promise.resolve(ofSize(399_000_000));
    await page.shows('hidden');
    expect(steps()).toEqual([80]);
  });
});
