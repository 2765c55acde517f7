import { expect, test } from 'vitest';
import { confusionOf, selectImages, verdictsOf } from './predictions';

/** Three classes, four images; the last network output is not finite. */
const labels = Uint8Array.from([0, 1, 1, 2]);
const probabilities = Float32Array.from(
  [
    [0.5, 0.25, 0.25],
    [0.75, 0.125, 0.125],
    [0, 1, 0],
    [Number.NaN, Number.NaN, Number.NaN],
  ].flat(),
);
const verdicts = verdictsOf(probabilities, 3);
/** By a loss that finds the first image harder than the second, which cross-entropy does not. */
const losses = [[0.75, 0.5, 0, Number.NaN]];

test('the predicted class is the likeliest', () => {
  expect(verdicts.predicted).toEqual([0, 0, 1, -1]);
  expect(verdicts.confidence).toEqual([0.5, 0.75, 1, Number.NaN]);
});

test('the confusion matrix counts true classes down and predicted ones across', () => {
  expect(confusionOf(verdicts.predicted, labels, 3)).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 0],
  ]);
});

test('images are chosen by true and predicted class, those of the largest losses first if so wanted', () => {
  const all = { hardestFor: null, truth: null, predicted: null };
  const chosen = (part: Partial<Parameters<typeof selectImages>[0]>): number[] =>
    selectImages({ ...all, ...part }, labels, [verdicts], losses);
  expect(chosen({})).toEqual([0, 1, 2, 3]);
  expect(chosen({ hardestFor: 0 })).toEqual([3, 0, 1, 2]);
  expect(chosen({ truth: 1 })).toEqual([1, 2]);
  expect(chosen({ truth: 1, predicted: { lane: 0, as: 0 } })).toEqual([1]);
});
