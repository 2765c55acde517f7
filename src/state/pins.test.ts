import { describe, expect, it, test } from 'vitest';
import { DEFAULTS } from '../config/defaults';
import { gradientOf } from '../contract/metrics';
import { MetricsStore } from './metrics';
import {
  isOf,
  normsOfLayer,
  parsePinned,
  pinnedOf,
  readNorms,
  sampledSteps,
  writeNorms,
  type PinnedRun,
} from './pinned-run';
import { createPins, letterOf, overlays, type PinStorage } from './pins';
import { initialRunFacts } from './run';

class FakeStorage implements PinStorage {
  readonly entries = new Map<string, string>();
  /** Characters that fit. */
  room = Infinity;
  get length(): number {
    return this.entries.size;
  }
  key = (index: number): string | null => [...this.entries.keys()][index] ?? null;
  getItem = (key: string): string | null => this.entries.get(key) ?? null;
  removeItem = (key: string): void => void this.entries.delete(key);
  setItem = (key: string, value: string): void => {
    if (value.length > this.room) throw new DOMException('full', 'QuotaExceededError');
    this.entries.set(key, value);
  };
}

/** A run of so many steps with loss 1000 − step, or NaN from a step on. */
function run(id: string, steps: number, brokenFrom = Infinity, pinned = 0): PinnedRun {
  const metrics = new MetricsStore(5_000);
  const columns = ['loss', 'accuracy', gradientOf('conv1')] as const;
  metrics.reset({
    lanes: [
      { id: 'residual', columns },
      { id: 'plain', columns },
    ],
  });
  for (let step = 0; step < steps; step++) {
    const loss = step >= brokenFrom ? Number.NaN : 1000 - step;
    metrics.append(new Float64Array([step, loss, 0.5, step >= brokenFrom ? Infinity : 1e-30, 1, 0.25, 0]));
  }
  const facts = { ...initialRunFacts, stepCount: steps };
  const made = pinnedOf(DEFAULTS, facts, metrics, { id, name: `run ${id}`, now: pinned });
  if (made === null) throw new Error('nothing was measured');
  return made;
}

describe('a kept run', () => {
  it('has means of its series at no more than 300 points, each step in exactly one of them', () => {
    const { points, first, lanes } = run('a', 1000);
    expect([first, points.length, points.at(-1)]).toEqual([0, 300, 1000]);
    // Points lie 3 or 4 steps apart: the mean over all steps is that of the means, weighed.
    const lengths = points.map((end, i) => end - (points[i - 1] ?? 0));
    const total = lengths.reduce((sum, length, i) => sum + length * (lanes[0]?.loss[i] ?? Number.NaN), 0);
    expect(total / 1000).toBeCloseTo(1000 - 999 / 2, 2);
  });

  it('survives storage, non-finite values included, and knows its experiment', () => {
    const broken = run('a', 40, 30);
    expect(broken.lanes[0]?.loss.slice(28, 32)).toEqual([972, 971, null, null]);
    expect(broken.lanes[0]?.gradients).toEqual(['Infinity']);
    expect(parsePinned(JSON.stringify(broken))).toStrictEqual(broken);
    const [lane] = broken.lanes;
    const norms = lane && normsOfLayer(broken, lane, 'conv1');
    expect(broken.normSteps).toEqual(Array.from({ length: 40 }, (_, step) => step));
    expect(norms?.slice(28, 32)).toEqual([1e-30, 1e-30, Number.NaN, Number.NaN]);
    expect(lane && normsOfLayer(broken, lane, 'conv2')).toBeNull();
    expect(isOf(broken, DEFAULTS)).toBe(true);
    expect(isOf(broken, { ...DEFAULTS, batchSize: 8 })).toBe(false);
  });

  it.each([
    '',
    '[]',
    '{"id":"a"}',
    JSON.stringify({ ...run('a', 3), points: ['1'] }),
    JSON.stringify({ ...run('a', 3), lanes: [{ ...run('a', 3).lanes[0], layers: ['conv1', 'fc'] }] }),
  ])('is not read from %s', (text) => expect(parsePinned(text)).toBeNull());
});

describe('pins', () => {
  it('are found again by another page, in the order of their pinning', () => {
    const storage = new FakeStorage();
    const first = createPins(() => storage);
    first.keep(run('b', 3, Infinity, 2));
    first.keep(run('a', 3, Infinity, 1));
    first.change('b', { name: 'mine', shown: false });
    storage.setItem('another application', '{}');
    storage.setItem('resnet-explorer.run.x', 'not of this version');
    const second = createPins(() => storage);
    second.load();
    const { runs, unreadable } = second.store.getState();
    expect(runs.map(({ id, name, shown }) => [id, name, shown])).toEqual([
      ['a', 'run a', true],
      ['b', 'mine', false],
    ]);
    expect(unreadable).toBe(1);
    expect(storage.getItem('resnet-explorer.run.x')).toBe('not of this version');
    expect(overlays(second.store.getState()).map(({ letter }) => letter)).toEqual(['A']);
  });

  it('that do not fit are told of and stay as long as the page', () => {
    const storage = new FakeStorage();
    const pins = createPins(() => storage);
    pins.keep(run('a', 3));
    storage.room = 10;
    pins.keep(run('b', 3, Infinity, 1));
    pins.load();
    expect(pins.store.getState().runs.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(pins.store.getState().unkept).toEqual(['b']);
    storage.room = Infinity;
    pins.change('b', { name: 'again' });
    expect(pins.store.getState().unkept).toEqual([]);
    expect(storage.length).toBe(2);
  });

  it('work without any storage', () => {
    const pins = createPins(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    pins.load();
    pins.keep(run('a', 3));
    pins.remove('a');
    expect(pins.store.getState().runs).toEqual([]);
    pins.restore();
    expect(pins.store.getState().runs.map(({ id }) => id)).toEqual(['a']);
  });

  it('are removed for good, unless that is taken back', () => {
    const storage = new FakeStorage();
    const pins = createPins(() => storage);
    pins.keep(run('a', 3));
    pins.remove('a');
    expect(storage.length).toBe(0);
    pins.restore();
    expect(storage.length).toBe(1);
    expect(pins.store.getState().removed).toBeNull();
  });
});

it('letters go on after Z', () => {
  expect([0, 25, 26, 27, 52].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AB', 'BA']);
});

describe('what another page does to the storage', () => {
  it('is taken in by its key alone, and what is not of pins is not looked at', () => {
    const storage = new FakeStorage();
    const pins = createPins(() => storage);
    const ids = () => pins.store.getState().runs.map(({ id }) => id);
    let asked: string[] = [];
    const { getItem } = storage;
    storage.getItem = (key) => {
      asked.push(key);
      return getItem(key);
    };
    for (const id of ['a', 'b']) pins.keep(run(id, 3, Infinity, id === 'a' ? 1 : 3));
    pins.sync('resnet-explorer.theme');
    pins.sync('resnet-explorer.steps');
    expect(asked).toEqual([]);
    storage.entries.set('resnet-explorer.run.c', JSON.stringify(run('c', 3, Infinity, 2)));
    storage.entries.delete('resnet-explorer.run.b');
    for (const id of ['c', 'b']) pins.sync(`resnet-explorer.run.${id}`);
    expect(ids()).toEqual(['a', 'c']);
    expect(asked).toEqual(['resnet-explorer.run.c', 'resnet-explorer.run.b']);
    storage.entries.clear();
    asked = [];
    pins.sync(null);
    expect(ids()).toEqual([]);
  });

  it.each(['javascript:alert(1)', 'https://elsewhere.example/#v=1', ' #v=1', ''])(
    'is no run of this page with the link %o',
    (link) => {
      const kept = run('a', 3);
      expect(parsePinned(JSON.stringify(kept))).toStrictEqual(kept);
      expect(parsePinned(JSON.stringify({ ...kept, link }))).toBeNull();
    },
  );
});

it('a run longer than what is held is kept from step 0 on', () => {
  const metrics = new MetricsStore(80);
  metrics.reset({ lanes: [{ id: 'plain', columns: ['loss', 'accuracy', gradientOf('conv1')] }] });
  for (let step = 0; step < 1_000; step++) metrics.append(new Float64Array([step, 7 + step, 1, 100 + step]));
  const kept = pinnedOf(DEFAULTS, { ...initialRunFacts, stepCount: 1_000 }, metrics, {
    id: 'a',
    name: 'a',
    now: 0,
  });
  expect(kept?.lanes[0]).toMatchObject({ initial: [100], gradients: [1099] });
  expect(kept).toMatchObject({ first: 0, steps: 1_000 });
  // The curve goes from the first step to the last, each point with the mean of steps held in it.
  const { points = [], normSteps = [], lanes: [lane] = [] } = kept ?? {};
  expect([points.at(-1), normSteps[0], normSteps.at(-1)]).toEqual([1_000, 0, 999]);
  points.forEach((end, i) => {
    const loss = (lane?.loss[i] ?? Number.NaN) - 7;
    expect(loss).toBeGreaterThanOrEqual(points[i - 1] ?? 0);
    expect(loss).toBeLessThan(end);
  });
  expect(normSteps.every((step) => metrics.has(step))).toBe(true);
  expect(new Set(normSteps).size).toBe(normSteps.length);
});

test('norms come back within a third of a percent, and what is no number on the axis as itself', () => {
  const norms = [1, 3.4e38, 1.4e-45, 2.5e-7, 0, Infinity, Number.NaN, 123.456];
  const read = readNorms(writeNorms(norms), norms.length);
  [0, 1, 2, 3, 7].forEach((i) =>
    expect(Math.abs((read?.[i] ?? 0) / (norms[i] ?? 1) - 1)).toBeLessThan(0.0034),
  );
  expect([read?.[4], read?.[5], read?.[6]]).toEqual([0, Number.NaN, Number.NaN]);
  expect(readNorms(writeNorms(norms), 7)).toBeNull();
  expect(readNorms('not base64!', 1)).toBeNull();
});

test('the first and the newest step are kept, and of deep networks fewer', () => {
  const store = new MetricsStore(5_000);
  store.reset({ lanes: [{ id: 'a', columns: [gradientOf('x')] }] });
  expect(sampledSteps(store, 44)).toEqual([]);
  for (let step = 0; step < 1_000; step++) store.append(new Float64Array([step, 1]));
  const steps = sampledSteps(store, 44);
  expect([steps.length, steps[0], steps.at(-1), new Set(steps).size]).toEqual([120, 0, 999, 120]);
  expect(sampledSteps(store, 224)).toHaveLength(66);
  expect(writeNorms(Array.from({ length: 66 * 224 }, () => 1)).length).toBeLessThan(40_000);
});
