import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ui } from '../../i18n/en/ui';
import { deployStore } from '../../state/deploy';
import { initialRunFacts, type RunFacts, type RunStatus } from '../../state/run';
import { DEFAULTS } from '../../config/defaults';
import { encode } from '../../config/codec/url';
import type { PinnedRun } from '../../state/pinned-run';
import { askBeforeLeaving, keepTitle } from './window';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const RUNNING: Partial<RunFacts> = { status: { kind: 'running' } };
const PAUSED: Partial<RunFacts> = { status: { kind: 'paused' } };

function watch() {
  const facts = createStore<RunFacts>()(() => initialRunFacts);
  const titles: string[] = [];
  const leave = keepTitle(facts, ui, (title) => titles.push(title));
  return { facts, titles, leave };
}

it('tells what the run does at once: trains, paused, diverged, failed, begun anew', () => {
  const { facts, titles } = watch();
  facts.setState({ ...RUNNING, stepCount: 211 });
  facts.setState({ ...PAUSED, stepCount: 212 });
  facts.setState({
    divergences: [{ lane: 'plain', step: 211, place: 'loss', layer: null }] as RunFacts['divergences'],
  });
  facts.setState(RUNNING);
  facts.setState({ status: { kind: 'failed', code: 'data', message: '' } as RunFacts['status'] });
  facts.setState(initialRunFacts, true);
  expect(titles).toEqual([
    'ResNet Explorer',
    '▶ 211 · ResNet Explorer',
    '⏸ 212 · ResNet Explorer',
    'Diverged at 212 · ResNet Explorer',
    '▶ 212 · ResNet Explorer',
    'Failed at 212 · ResNet Explorer',
    'ResNet Explorer',
  ]);
});

it('tells steps once a second, the newest', () => {
  const { facts, titles, leave } = watch();
  facts.setState({ ...RUNNING, stepCount: 1 });
  for (let stepCount = 2; stepCount <= 1200; stepCount++) facts.setState({ stepCount });
  expect(titles).toHaveLength(2);
  vi.advanceTimersByTime(1000);
  expect(titles).toHaveLength(3);
  expect(titles.at(-1)).toBe('▶ 1,200 · ResNet Explorer');
  facts.setState({ stepCount: 1201 });
  leave();
  vi.advanceTimersByTime(5000);
  expect(titles).toHaveLength(3);
});

it('is silent about what is not of the title', () => {
  const { facts, titles } = watch();
  facts.setState({ stepMilliseconds: 7 });
  vi.advanceTimersByTime(5000);
  expect(titles).toEqual(['ResNet Explorer']);
});

let facts: StoreApi<RunFacts>;
let runs: PinnedRun[];
let target: EventTarget;
let listeners: number;
let end: () => void;

beforeEach(() => {
  facts = createStore<RunFacts>()(() => initialRunFacts);
  runs = [];
  listeners = 0;
  target = new EventTarget();
  const counting = {
    addEventListener: (...args: Parameters<EventTarget['addEventListener']>) => {
      listeners++;
      target.addEventListener(...args);
    },
    removeEventListener: (...args: Parameters<EventTarget['removeEventListener']>) => {
      listeners--;
      target.removeEventListener(...args);
    },
  };
  const experiment = { getState: () => ({ config: DEFAULTS }) };
  end = askBeforeLeaving({ facts, experiment, pins: { getState: () => ({ runs }) } }, counting as Window);
});

const at = (kind: RunStatus['kind'], stepCount: number) =>
  facts.setState({ status: { kind } as RunStatus, stepCount });
/** Whether closing the page would make the browser ask. */
const asks = () => !target.dispatchEvent(new Event('beforeunload', { cancelable: true }));

it('asks while it trains, and of a run that came some way', () => {
  const seen = [
    ['preparing', 0],
    ['paused', 0],
    ['paused', 19],
    ['running', 3],
    ['paused', 4],
    ['paused', 20],
    ['failed', 30],
    ['preparing', 0],
  ] as const;
  const asked = seen.map(([kind, stepCount]) => {
    at(kind, stepCount);
    return asks();
  });
  expect(asked).toEqual([false, false, false, true, false, true, true, false]);
});

it('lets the page go that is loaded anew with its run kept', () => {
  at('running', 40);
  deployStore.setState({ isLeft: true });
  expect(asks()).toBe(false);
  deployStore.setState({ isLeft: false });
  expect(asks()).toBe(true);
});

it('lets a run go that is kept as far as it came, and listens only where it may ask', () => {
  const kept = (steps: number, batchSize = DEFAULTS.batchSize) =>
    ({ steps, link: encode({ ...DEFAULTS, batchSize }) }) as PinnedRun;
  at('paused', 40);
  runs = [kept(39), kept(40, 7)];
  expect(asks()).toBe(true);
  runs = [kept(40)];
  expect(asks()).toBe(false);
  at('running', 41);
  expect(asks()).toBe(true);
  expect(listeners).toBe(1);
  at('paused', 0);
  expect(listeners).toBe(0);
  at('running', 1);
  end();
  expect([asks(), listeners]).toEqual([false, 0]);
});
