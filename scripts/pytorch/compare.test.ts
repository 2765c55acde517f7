import { describe, expect, test } from 'vitest';
import { compare, type LaneStep, type LaneSteps } from './compare';
import { readMetrics } from './metrics';

/** As Python's csv writes it: two networks, of which one has no `fc`, and one diverges. */
const CSV = [
  'step,lane,loss,accuracy,rate,clip,test_loss,test_accuracy,grad:conv1,grad:fc',
  '0,deep,2.5,0.125,0.02,,,,0.25,1.5',
  '0,flat,2.25,0.5,0.02,,,,3,',
  '1,deep,nan,0.0,0.01,,inf,0.1,nan,-inf',
  '1,flat,2e-05,0.0,0.01,,2.5,0.25,0.0,',
  '',
].join('\r\n');

describe("PyTorch's metrics", () => {
  test('are read by lane and step', () => {
    expect(readMetrics(CSV)).toStrictEqual({
      deep: [
        { loss: 2.5, rate: 0.02, gradient: { conv1: 0.25, fc: 1.5 }, test: null },
        {
          loss: NaN,
          rate: 0.01,
          gradient: { conv1: NaN, fc: -Infinity },
          test: { loss: Infinity, accuracy: 0.1 },
        },
      ],
      flat: [
        { loss: 2.25, rate: 0.02, gradient: { conv1: 3 }, test: null },
        { loss: 2e-5, rate: 0.01, gradient: { conv1: 0 }, test: { loss: 2.5, accuracy: 0.25 } },
      ],
    });
  });
});

describe('a comparison', () => {
  const step: LaneStep = {
    loss: 4,
    rate: 0.02,
    gradient: { conv1: 2, conv2: 1e-5 },
    test: { loss: 2, accuracy: 0.25 },
  };
  const of = (changes: Partial<LaneStep>): LaneSteps => ({ lane: [{ ...step, ...changes }] });
  const failing = (changes: Partial<LaneStep>): readonly string[] => compare(of({}), of(changes)).failures;

  test('of the same has nothing to tell', () => {
    expect(compare(of({}), of({}))).toStrictEqual({
      largest: { loss: 0, gradient: 0, accuracy: 0 },
      failures: [],
    });
  });

  test.each<[string, Partial<LaneStep>]>([
    ['loss', { loss: 4.0005 }],
    ['loss', { loss: NaN }],
    ['rate', { rate: 0.02001 }],
    ['gradient of conv1', { gradient: { conv1: 2.0021, conv2: 1e-5 } }],
    ['gradient of conv1', { gradient: { conv2: 1e-5 } }],
    ['gradient of conv2', { gradient: { conv1: 2, conv2: 1.4e-5 } }],
    ['a gradient of fc', { gradient: { ...step.gradient, fc: 1 } }],
    ['test loss', { test: { loss: 2.0003, accuracy: 0.25 } }],
    ['test accuracy', { test: { loss: 2, accuracy: 0.252 } }],
    ['a test on one side alone', { test: null }],
  ])('tells of another %s', (what, changes) => {
    const failures = failing(changes);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toContain(what);
  });

  test.each<[string, Partial<LaneStep>]>([
    ['a loss within 1e-4 of itself', { loss: 4.0003 }],
    ['a norm within 1e-3 of itself', { gradient: { conv1: 2.0019, conv2: 1e-5 } }],
    ['a small norm within 1e-6 of the largest', { gradient: { conv1: 2, conv2: 1.19e-5 } }],
  ])('lets pass %s', (_, changes) => {
    expect(failing(changes)).toStrictEqual([]);
  });

  test('takes what overflowed on both sides for alike, and misses what was not told', () => {
    const lost = { loss: NaN, gradient: { conv1: Infinity, conv2: NaN } };
    expect(compare(of(lost), of({ loss: Infinity, gradient: { conv1: NaN, conv2: NaN } })).failures).toEqual(
      [],
    );
    expect(compare(of({}), {}).failures).toEqual(['lane, step 0: nothing is told']);
  });
});
