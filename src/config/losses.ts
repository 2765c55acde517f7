/**
 * The losses, in the order in which they are offered: the setting of each, and numbers to compare with, what is reached without
 * looking at an image and what cannot be undercut. How they are computed stands in `ops/loss.ts`, what they are called and their
 * formulas, in `i18n`.
 */
import { logarithm, realPower } from './arithmetic';

interface Loss {
  /** The setting that it has, if any. */
  readonly setting: 'smoothing' | 'focus' | null;
  /** The least mean loss of one answer for all images, with frequencies of the classes that sum to 1. */
  readonly leastConstant: (frequencies: readonly number[], setting: number) => number;
  /** The least loss on labels that are all as they should be; 0 where absent. */
  readonly least?: (classes: number, setting: number) => number;
}

const LOSSES = {
  'cross-entropy': {
    setting: 'smoothing',
    leastConstant: (frequencies, smoothing) =>
      entropy(frequencies.map((f) => (1 - smoothing) * f + smoothing / frequencies.length)),
    least: (classes, smoothing) =>
      smoothing === 0
        ? 0
        : entropy(
            Array.from({ length: classes }, (_, i) => (i === 0 ? 1 - smoothing : 0) + smoothing / classes),
          ),
  },
  'squared-error': {
    setting: null,
    leastConstant: (frequencies) => (1 - frequencies.reduce((sum, f) => sum + f * f, 0)) / frequencies.length,
  },
  focal: { setting: 'focus', leastConstant: leastFocal },
} as const satisfies Record<string, Loss>;

export type LossKind = keyof typeof LOSSES;

export const LOSS_KINDS = Object.keys(LOSSES) as readonly LossKind[];

export interface LossConfig {
  readonly kind: LossKind;
  /** Share of each target that is spread over all classes (label smoothing); of cross-entropy. */
  readonly smoothing: number;
  /** Exponent of the focal loss (Lin 2017): 0 is cross-entropy. */
  readonly focus: number;
}

/** Whether this is the setting of a loss. */
export function hasSetting(kind: LossKind, setting: 'smoothing' | 'focus'): boolean {
  return LOSSES[kind].setting === setting;
}

/** The value of the setting that a loss has; 0 where it has none. */
export function settingOf(loss: LossConfig): number {
  const { setting } = LOSSES[loss.kind];
  return setting === null ? 0 : loss[setting];
}

/** The least loss that a network can have on labels that are all as they should be: not 0 where they are smoothed. */
export function leastLoss(loss: LossConfig, classes: number): number {
  const { least }: Loss = LOSSES[loss.kind];
  return least?.(classes, settingOf(loss)) ?? 0;
}

/** Whether values of the two can be compared: one kind, with the same setting where it has one. */
export function isSameLoss(a: LossConfig, b: LossConfig): boolean {
  return a.kind === b.kind && settingOf(a) === settingOf(b);
}

/** What the best answer reaches that is the same for all images. */
export interface Chance {
  readonly loss: number;
  /** Share of images, 0 to 1: that of the most frequent class. */
  readonly accuracy: number;
  /** Whether all classes have the same number of images, so that any guess is as good as any other. */
  readonly even: boolean;
}

/**
 * Chance on images of which so many are of each class. With frequencies f of K classes the mean loss of one answer for all is
 * least, for cross-entropy, where the probabilities are f (with the smoothing's share of 1/K mixed in): its entropy, ln K where
 * all are alike. For squared error the outputs are f: (1 − Σf²)/K. For focal loss it is (1 − 1/K)^γ ln K where all are alike, and
 * else where Lagrange's condition holds.
 * @param counts Images of each class, at least one in all.
 */
export function chanceOf(loss: LossConfig, counts: readonly number[]): Chance {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const frequencies = counts.map((count) => count / total);
  return {
    loss: LOSSES[loss.kind].leastConstant(frequencies, settingOf(loss)),
    accuracy: Math.max(...frequencies),
    even: counts.every((count) => count === counts[0]),
  };
}

/** In nats. */
function entropy(shares: readonly number[]): number {
  return shares.reduce((sum, p) => (p > 0 ? sum - p * logarithm(p) : sum), 0);
}

/** Halvings after which nothing of a float64 is left to find. */
const HALVINGS = 100;

/** Where a falling function of positive numbers meets 0, between two of them. */
function fallsTo0(from: number, to: number, at: (value: number) => number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (at(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Least Σ f · −(1 − p)^γ ln p of probabilities p. The terms are convex for every γ, so that f · −φ′(p) is one λ for all. */
function leastFocal(frequencies: readonly number[], focus: number): number {
  const present = frequencies.filter((f) => f > 0);
  if (present.length === 1) return 0;
  const slope = (p: number): number =>
    realPower(1 - p, focus) / p - (focus === 0 ? 0 : focus * realPower(1 - p, focus - 1) * logarithm(p));
  const chosen = (lambda: number): number[] =>
    present.map((f) => fallsTo0(0, 1, (p) => f * slope(p) - lambda));
  // Where λ is the largest f · −φ′(1/K), no p is above 1/K; where it is the smallest, none is below.
  const ends = present.map((f) => f * slope(1 / present.length));
  const lambda = fallsTo0(Math.min(...ends), Math.max(...ends), (value) =>
    chosen(value).reduce((sum, p) => sum + p, -1),
  );
  return chosen(lambda).reduce(
    (sum, p, i) => sum - (present[i] ?? 0) * realPower(1 - p, focus) * logarithm(p),
    0,
  );
}
