import { expect, test } from 'vitest';
import { planLanes } from '../architecture/plan-experiment';
import { DEFAULTS } from '../config/defaults';
import { gradientOf } from '../contract/metrics';
import type { Measure, Reading } from './format';
import { choiceOf, momentsOf, takeBefore, valuesOf, type RunView } from './measure';

const plans = planLanes(DEFAULTS);
const first = 'conv1';
const last = plans[0]?.layers.findLast(({ kind }) => kind === 'conv')?.name ?? '';

/** A run of so many rows, whose loss at step s is 100 − s in the first lane and infinite in the second, and whose gradients are 6 and 2. */
function runOf(rows: number, test: number | null = null): RunView {
  return {
    config: DEFAULTS,
    plans,
    value: (lane, column, step) =>
      column === 'loss'
        ? lane === 0
          ? 100 - step
          : Infinity
        : column === gradientOf(first)
          ? 6
          : column === gradientOf(last)
            ? 2
            : Number.NaN,
    newest: (step) => Math.min(step, rows - 1),
    test: () => test,
    study: (figure) => (figure === 'kept' ? 0.9 : null),
  };
}

const only = (one: Reading): Measure => ({ one, other: null, by: 'ratio', unit: 'number' });
const TRAIN = { kind: 'train', steps: 30 } as const;

test('a loss is the mean of the newest fifteen batches since the act, one that is not finite is infinite', () => {
  const moments = momentsOf(TRAIN, 0);
  // Steps 15 to 29.
  expect(valuesOf(only({ of: 'loss', lane: 'residual', at: 'after' }), runOf(30), moments)?.value).toBe(78);
  expect(valuesOf(only({ of: 'loss', lane: 'plain', at: 'after' }), runOf(30), moments)?.value).toBe(
    Infinity,
  );
  // The act of five steps after thirty: steps 30 to 34.
  const short = momentsOf({ kind: 'train', steps: 5 }, 30);
  expect(valuesOf(only({ of: 'loss', lane: 'residual', at: 'after' }), runOf(35), short)?.value).toBe(68);
  expect(valuesOf(only({ of: 'loss', lane: 'residual', at: 'before' }), runOf(35), short)?.value).toBe(78);
});

test('a run that is not there yet says nothing', () => {
  expect(
    valuesOf(only({ of: 'loss', lane: 'residual', at: 'after' }), runOf(29), momentsOf(TRAIN, 0)),
  ).toBeNull();
  expect(
    valuesOf(only({ of: 'ratio', lane: 'plain', at: 'after' }), runOf(0), momentsOf({ kind: 'look' }, 0)),
  ).toBeNull();
  expect(
    valuesOf(only({ of: 'test', lane: 'plain', at: 'after' }), runOf(30), momentsOf(TRAIN, 0)),
  ).toBeNull();
  expect(
    valuesOf(only({ of: 'loss', lane: 'nobody', at: 'after' }), runOf(30), momentsOf(TRAIN, 0)),
  ).toBeNull();
});

test('gradients of the first and the last convolution, their ratio, and what two readings make', () => {
  const moments = momentsOf({ kind: 'look' }, 0);
  const ratio: Reading = { of: 'ratio', lane: 'plain', at: 'after' };
  expect(valuesOf(only(ratio), runOf(1), moments)?.value).toBe(3);
  const other: Reading = { of: 'last', lane: 'plain', at: 'after' };
  const by = (kind: 'ratio' | 'difference') =>
    valuesOf({ one: ratio, other, by: kind, unit: 'number' }, runOf(1), moments);
  expect(by('ratio')).toEqual({ value: 1.5, one: 3, other: 2 });
  expect(by('difference')).toEqual({ value: 1, one: 3, other: 2 });
});

test('what stood before a switch is taken before it, since its step is measured anew', () => {
  const act = { kind: 'switch', lane: 'plain', block: 'all', gain: 1, steps: 0 } as const;
  const moments = momentsOf(act, 0);
  const measure: Measure = {
    one: { of: 'ratio', lane: 'plain', at: 'before' },
    other: { of: 'ratio', lane: 'plain', at: 'after' },
    by: 'ratio',
    unit: 'times',
  };
  const taken = takeBefore(measure, runOf(1), moments);
  expect(taken).toEqual({ one: 3, other: null });
  const switched: RunView = { ...runOf(1), value: () => 1 };
  expect(valuesOf(measure, switched, moments, taken)).toEqual({ value: 3, one: 3, other: 1 });
});

test('figures of the plan and of studies', () => {
  const moments = momentsOf({ kind: 'look' }, 0);
  const [plan] = plans;
  const read = (one: Reading): number | undefined => valuesOf(only(one), runOf(0), moments)?.value;
  expect(read({ of: 'depth', lane: 'residual' })).toBe(56);
  expect(read({ of: 'parameters', lane: 'residual' })).toBe(plan?.parameterCount);
  expect(read({ of: 'study', figure: 'kept', lane: null })).toBe(0.9);
  expect(read({ of: 'study', figure: 'other', lane: null })).toBeUndefined();
});

test('a choice holds from its lower bound to below its upper one', () => {
  const choices = [
    { text: '', from: null, below: 1 },
    { text: '', from: 1, below: 2 },
    { text: '', from: 2, below: null },
  ];
  expect([-Infinity, 0.99, 1, 2, Infinity, Number.NaN].map((value) => choiceOf({ choices }, value))).toEqual([
    0, 0, 1, 2, 2, -1,
  ]);
});
