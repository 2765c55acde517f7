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
const verdicts = verdictsOf(probabilities, labels, 3);

test('the predicted class is the likeliest, the loss that of the true one', () => {
  expect(verdicts.predicted).toEqual([0, 0, 1, -1]);
  expect(verdicts.confidence).toEqual([0.5, 0.75, 1, Number.NaN]);
  expect(verdicts.losses[0]).toBeCloseTo(Math.log(2), 12);
  expect(verdicts.losses[1]).toBeCloseTo(Math.log(8), 12);
  expect(verdicts.losses.slice(2)).toEqual([-0, Infinity]);
});

test('the confusion matrix counts true classes down and predicted ones across', () => {
  expect(confusionOf(verdicts.predicted, labels, 3)).toEqual([
    [1, 0, 0],
    [1, 1, 0],
    [0, 0, 0],
  ]);
});

test('images are chosen by true and predicted class, hardest first if so wanted', () => {
  const all = { hardestFor: null, truth: null, predicted: null };
  expect(selectImages(all, labels, [verdicts])).toEqual([0, 1, 2, 3]);
  expect(selectImages({ ...all, hardestFor: 0 }, labels, [verdicts])).toEqual([3, 1, 0, 2]);
  expect(selectImages({ ...all, truth: 1 }, labels, [verdicts])).toEqual([1, 2]);
  expect(selectImages({ ...all, truth: 1, predicted: { lane: 0, as: 0 } }, labels, [verdicts])).toEqual([1]);
});
