import { describe, expect, it } from 'vitest';
import {
  answer,
  doneSteps,
  extremes,
  isDone,
  lessonStore,
  nextSeed,
  nextStep,
  note,
  NOTHING_DONE,
  placeOf,
  predict,
  recordOf,
} from './lesson';
import { keepProgress, packProgress, unpackProgress } from './lesson-progress';
import { lessonOfSteps, questionOf } from '../testing/lesson';

const measured = (seed: number, value = 1) => ({ seed, value, one: value, other: Number.NaN });
const lesson = lessonOfSteps([questionOf({}), null, questionOf({})]);

describe('what was done in a step', () => {
  it('is a prediction that holds once the run has answered', () => {
    const predicted = predict(predict(NOTHING_DONE, 1), 2);
    expect(predicted.guess).toBe(2);
    expect(predict(answer(predicted, measured(0)), 0).guess).toBe(2);
  });

  it('keeps the first answer of each seed', () => {
    const record = [measured(0, 5), measured(1, 6), measured(0, 7)].reduce(answer, NOTHING_DONE);
    expect(record.measured.map(({ value }) => value)).toEqual([5, 6]);
    expect(nextSeed(record, 0)).toBe(2);
    expect(nextSeed(record, 7)).toBe(7);
  });

  it('is all there is once its question is answered, or where there is none, once it was read', () => {
    const [asks, tells] = lesson.steps;
    expect(isDone(asks!, { ...NOTHING_DONE, seen: true, guess: 0 })).toBe(false);
    expect(isDone(asks!, answer(NOTHING_DONE, measured(0)))).toBe(true);
    expect(isDone(tells!, NOTHING_DONE)).toBe(false);
    expect(isDone(tells!, { ...NOTHING_DONE, seen: true })).toBe(true);
  });

  it('tells where to go on', () => {
    const record = { 0: answer(NOTHING_DONE, measured(0)), 1: { ...NOTHING_DONE, seen: true } };
    expect(doneSteps(lesson, record)).toBe(2);
    expect(nextStep(lesson, record)).toBe(2);
    expect(nextStep(lesson, { ...record, 2: record[0] })).toBe(0);
    expect(nextStep(lesson, undefined)).toBe(0);
  });

  it('is noted for one lesson and step, and not again where nothing changes', () => {
    lessonStore.setState({ progress: {} });
    note('limits', 1, (record) => predict(record, 1));
    const { progress } = lessonStore.getState();
    expect(recordOf(progress, 'limits', 1).guess).toBe(1);
    expect(recordOf(progress, 'limits', 0)).toBe(NOTHING_DONE);
    note('limits', 1, (record) => record);
    expect(lessonStore.getState().progress).toBe(progress);
  });
});

it('finds the step that an address means', () => {
  expect([-3, 0, 1.9, 2, 99, Number.NaN].map((step) => placeOf(lesson, step))).toEqual([0, 0, 1, 2, 2, 0]);
});

it('knows the least and the most that we measured', () => {
  expect(extremes({ measured: [3, 1, 2] })).toEqual({ low: 1, high: 3 });
  expect(extremes({ measured: [] })).toBeNull();
});

describe('progress that is kept', () => {
  const progress = {
    limits: {
      2: answer(
        { seen: true, guess: 1, measured: [] },
        { seed: 3, value: Infinity, one: 1, other: Number.NaN },
      ),
    },
  };

  it('comes back as it was, numbers that JSON does not know included', () => {
    expect(unpackProgress(packProgress(progress))).toEqual(progress);
  });

  it.each([
    ['nothing', null, {}],
    ['no JSON', '{', {}],
    ['no object', '[1]', { 0: {} }],
    ['steps that are none', '{"a":{"x":{"seen":true},"1":7}}', { a: {} }],
    [
      'what cannot be used',
      '{"a":{"1":{"seen":1,"guess":-1,"measured":[[0,"NaN","1","1"],[1,"2","2","NaN"],[0.5,"1","1","1"],3]}}}',
      { a: { 1: { seen: false, guess: null, measured: [measured(1, 2)] } } },
    ],
  ])('leaves out %s', (_, text, expected) => {
    expect(unpackProgress(text)).toEqual(expected);
  });

  it('is read once and written with every change, and taken away when it is cleared', () => {
    const kept = new Map([['resnet-explorer.lessons', packProgress(progress)]]);
    const leave = keepProgress(
      {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      },
      new EventTarget(),
    );
    expect(lessonStore.getState().progress).toEqual(progress);
    note('why', 0, (record) => predict(record, 0));
    expect(Object.keys(unpackProgress([...kept.values()][0] ?? null))).toEqual(['limits', 'why']);
    lessonStore.setState({ progress: {} });
    expect(kept.size).toBe(0);
    leave();
  });

  it('is that of other tabs too, which it leaves as it is', () => {
    lessonStore.setState({ progress: {} });
    const kept = new Map<string, string>();
    const tabs = new EventTarget();
    const leave = keepProgress(
      {
        getItem: () => null,
        setItem: (key, value) => void kept.set(key, value),
        removeItem: (key) => void kept.delete(key),
      },
      tabs,
    );
    const tell = (key: string | null, newValue: string | null): void => {
      tabs.dispatchEvent(Object.assign(new Event('storage'), { key, newValue }));
    };
    tell('resnet-explorer.theme', 'dark');
    tell('resnet-explorer.lessons', packProgress(progress));
    expect(kept.size).toBe(0);
    note('why', 0, (record) => predict(record, 0));
    expect(unpackProgress([...kept.values()][0] ?? null)).toEqual({
      ...progress,
      why: { 0: predict(NOTHING_DONE, 0) },
    });
    tell(null, null);
    expect(lessonStore.getState().progress).toEqual({});
    leave();
  });

  it('does without a browser that keeps anything', () => {
    const refuse = (): never => {
      throw new Error('forbidden');
    };
    const leave = keepProgress({ getItem: refuse, setItem: refuse, removeItem: refuse }, new EventTarget());
    note('why', 0, (record) => predict(record, 1));
    expect(recordOf(lessonStore.getState().progress, 'why', 0).guess).toBe(1);
    leave();
  });
});
