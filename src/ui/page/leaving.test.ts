import { beforeEach, expect, it } from 'vitest';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULTS } from '../../config/defaults';
import { encode } from '../../config/codec/url';
import type { PinnedRun } from '../../state/pinned-run';
import { initialRunFacts, type RunFacts, type RunStatus } from '../../state/run';
import { askBeforeLeaving } from './leaving';

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
