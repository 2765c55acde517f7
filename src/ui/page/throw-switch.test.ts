import { expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { DEFAULTS } from '../../config/defaults';
import type { Blocks } from '../../config/schema';
import { initialRunFacts, type RunFacts } from '../../state/run';
import { createHistory } from '../builder/history';
import { throwSwitch } from './throw-switch';

/** A lane of five blocks, one of them about to be switched, and a session that writes down what it is told. */
function scene() {
  const told: [lane: string, block: Blocks, gain: number][] = [];
  const session = {
    setSkip: (lane: string, block: Blocks, gain: number) => void told.push([lane, block, gain]),
  };
  const nothing = { loss: 0, accuracy: 0, answers: null, test: null, tests: [], began: [] };
  const facts = createStore<RunFacts>()(() => ({
    ...initialRunFacts,
    lanes: [{ id: 'plain', ...nothing, gains: [0, 1, 1, 0.5, 0] }],
    pending: [{ lane: 'plain', block: 4, gain: 0.5 }],
  }));
  const experiment = createStore(() => ({ config: DEFAULTS }));
  const history = createHistory(experiment, (config) => experiment.setState({ config }));
  const press = (block: Blocks, gain: number) => throwSwitch(session, 'plain', block, gain, history, facts);
  return { told, history, press };
}

it('gives every block its own gain back, also one that was still on its way', () => {
  const { told, history, press } = scene();
  press('all', 1);
  history.undo();
  expect(told).toEqual([
    ['plain', 'all', 1],
    ['plain', 0, 0],
    ['plain', [1, 2], 1],
    ['plain', [3, 4], 0.5],
  ]);
  history.redo();
  expect(told.slice(4)).toEqual([['plain', 'all', 1]]);
});

it('switches blocks that were alike back as they were switched: by one event', () => {
  const { told, history, press } = scene();
  press([1, 2], 0);
  press(3, 1);
  history.undo();
  history.undo();
  expect(told.slice(2)).toEqual([
    ['plain', 3, 0.5],
    ['plain', [1, 2], 1],
  ]);
});
