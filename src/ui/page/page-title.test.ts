import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { ui } from '../../i18n/en/ui';
import { initialRunFacts, type RunFacts } from '../../state/run';
import { keepTitle } from './page-title';

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
