/** English texts: what the losses are called, and their formulas. What chance is by them stands in `config/losses.ts`. */
import type { LossConfig, LossKind } from '../../config/schema';

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

export const lossNames: Readonly<Record<LossKind, string>> = {
  'cross-entropy': 'Cross-entropy',
  'squared-error': 'Squared error',
  focal: 'Focal',
};

export const lossFormulas: Readonly<Record<LossKind, string>> = {
  'cross-entropy': '−log of the probability of the true class.',
  'squared-error': 'Mean of (output − one-hot target)² over classes and images.',
  focal: '−(1 − p)^exponent · log p. Lin et al. 2017.',
};

/** A loss with what sets it apart, as a title or in a sentence. */
export function lossText({ kind, smoothing, focus }: LossConfig): string {
  switch (kind) {
    case 'cross-entropy':
      return smoothing === 0
        ? 'cross-entropy'
        : `cross-entropy, labels smoothed by ${digits.format(smoothing)}`;
    case 'squared-error':
      return 'squared error';
    case 'focal':
      return `focal loss, exponent ${digits.format(focus)}`;
  }
  return kind satisfies never;
}
