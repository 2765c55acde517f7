/** English texts: the losses, one entry each: what they are called, and their formulas. */
import { lossTextOf, type LossTexts } from '../losses';
import { digits } from './numerals';

export const losses: LossTexts = {
  'cross-entropy': {
    name: 'Cross-entropy',
    formula: '−log of the probability of the true class.',
    text: (smoothing) =>
      smoothing === 0 ? 'cross-entropy' : `cross-entropy, labels smoothed by ${digits(smoothing, 6)}`,
  },
  'squared-error': {
    name: 'Squared error',
    formula: 'Mean of (output − one-hot target)² over classes and images.',
    text: () => 'squared error',
  },
  focal: {
    name: 'Focal',
    formula: '−(1 − p)^exponent · log p. Lin et al. 2017.',
    text: (focus) => `focal loss, exponent ${digits(focus, 6)}`,
  },
};

export const lossText = lossTextOf(losses);
