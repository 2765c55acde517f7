/** English texts: the losses, one entry each: what they are called, and their formulas. */
import { settingOf, type LossConfig, type LossKind } from '../../config/losses';

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

interface LossText {
  readonly name: string;
  readonly formula: string;
  /** With what sets it apart, as a title or in a sentence. */
  readonly text: (setting: number) => string;
}

export const losses: Readonly<Record<LossKind, LossText>> = {
  'cross-entropy': {
    name: 'Cross-entropy',
    formula: '−log of the probability of the true class.',
    text: (smoothing) =>
      smoothing === 0 ? 'cross-entropy' : `cross-entropy, labels smoothed by ${digits.format(smoothing)}`,
  },
  'squared-error': {
    name: 'Squared error',
    formula: 'Mean of (output − one-hot target)² over classes and images.',
    text: () => 'squared error',
  },
  focal: {
    name: 'Focal',
    formula: '−(1 − p)^exponent · log p. Lin et al. 2017.',
    text: (focus) => `focal loss, exponent ${digits.format(focus)}`,
  },
};

/** A loss with what sets it apart, as a title or in a sentence. */
export function lossText(loss: LossConfig): string {
  return losses[loss.kind].text(settingOf(loss));
}
