/** The least losses of a constant answer, as PyTorch finds them by LBFGS over one row of logits, and in closed form. */
import { describe, expect, it } from 'vitest';
import { chanceOf, isSameLoss, leastLoss, type LossConfig } from './losses';

const CROSS_ENTROPY: LossConfig = { kind: 'cross-entropy', smoothing: 0, focus: 2 };
const SMOOTHED: LossConfig = { ...CROSS_ENTROPY, smoothing: 0.3 };
const SQUARED: LossConfig = { ...CROSS_ENTROPY, kind: 'squared-error' };
const focal = (focus: number): LossConfig => ({ kind: 'focal', smoothing: 0, focus });

/** The training images of the emoji. */
const EMOJI = [136, 254, 432, 208, 422, 616, 270, 358, 348];
/** One class has nearly all images, and one has none. */
const LOPSIDED = [9, 1, 0];

describe('chance', () => {
  it.each([
    ['cross-entropy', CROSS_ENTROPY, 2.1183471289472413, 0.32508297339166436],
    ['smoothed labels', SMOOTHED, 2.159069896619627, 0.7612300161608045],
    ['squared error', SQUARED, 0.09681012737886864, 0.060000000000000005],
    ['focal, 2', focal(2), 1.6416253277444957, 0.08781710832998417],
    ['focal, 0.5', focal(0.5), 1.9856880992176849, 0.23055249876765221],
    ['focal, 0', focal(0), 2.1183471289472413, 0.32508297339166436],
  ])('of classes that are not alike: %s', (_, loss, emoji, lopsided) => {
    expect(chanceOf(loss, EMOJI).loss).toBeCloseTo(emoji, 10);
    expect(chanceOf(loss, LOPSIDED).loss).toBeCloseTo(lopsided, 10);
  });

  it.each([2, 9, 10])('of %d classes that are alike has a closed form', (classes) => {
    const of = (loss: LossConfig): number =>
      chanceOf(
        loss,
        Array.from({ length: classes }, () => 7),
      ).loss;
    expect(of(CROSS_ENTROPY)).toBeCloseTo(Math.log(classes), 12);
    expect(of(SMOOTHED)).toBeCloseTo(Math.log(classes), 12);
    expect(of(SQUARED)).toBeCloseTo((1 - 1 / classes) / classes, 12);
    for (const focus of [0, 0.5, 2, 5])
      expect(of(focal(focus))).toBeCloseTo((1 - 1 / classes) ** focus * Math.log(classes), 12);
  });

  it('is right where the most frequent class is, and even only where all are alike', () => {
    expect(chanceOf(CROSS_ENTROPY, EMOJI)).toMatchObject({ accuracy: 616 / 3044, even: false });
    expect(chanceOf(CROSS_ENTROPY, [3, 3, 3, 3])).toMatchObject({ accuracy: 0.25, even: true });
  });

  it('of one class alone is certain', () => {
    for (const loss of [CROSS_ENTROPY, SQUARED, focal(2)])
      expect(chanceOf(loss, [0, 5])).toEqual({ loss: 0, accuracy: 1, even: false });
  });
});

it('no network undercuts smoothed labels: PyTorch’s loss of the logits ln of the targets', () => {
  // F.cross_entropy(log(t)[None], tensor([0]), label_smoothing=0.3) with t of 0.73 and nine times 0.03.
  expect(leastLoss(SMOOTHED, 10)).toBeCloseTo(1.176509476009376, 12);
  for (const loss of [CROSS_ENTROPY, SQUARED, focal(2)]) expect(leastLoss(loss, 10)).toBe(0);
});

it('losses are the same by what they compute, not by settings that they do not have', () => {
  expect(isSameLoss(CROSS_ENTROPY, { ...CROSS_ENTROPY, focus: 5 })).toBe(true);
  expect(isSameLoss(CROSS_ENTROPY, SMOOTHED)).toBe(false);
  expect(isSameLoss(SQUARED, { ...SQUARED, smoothing: 0.5 })).toBe(true);
  expect(isSameLoss(focal(2), focal(1))).toBe(false);
  expect(isSameLoss(focal(0), CROSS_ENTROPY)).toBe(false);
});
