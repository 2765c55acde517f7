/**
 * The rules, the gravest first. Thresholds are where what a source describes is beyond doubt in single runs: of ratios over depth
 * two or three powers of ten, where a healthy network stays within one.
 */
import { cutOff, exploding, frozen, largeUpdates, smallUpdates, vanishing } from './gradients';
import { chance, notFinite, spikes } from './loss';
import type { Rule } from './rule';
import { deadUnits, fadingActivations, growingActivations, noNorm, shrinkingWeights } from './signals';

const arXiv = (name: string, number: string) => ({ name, at: { arXiv: number } });

/** What its authors found with weights and updates of networks that train: about a thousandth per step. */
const RATIO = { name: 'CS231n', at: { address: 'https://cs231n.github.io/neural-networks-3/#ratio' } };
/** A factor of 30 from that in either direction. */
const [LITTLE, MUCH] = [3e-5, 3e-2];

export const RULES = {
  'not-finite': {
    threshold: 0,
    source: arXiv('Pascanu et al. 2013', '1211.5063'),
    tries: ['clip', 'healthy'],
    check: notFinite,
  },
  'cut-off': {
    threshold: 0,
    source: { name: 'PyTorch', at: { address: 'https://pytorch.org/docs/stable/notes/autograd.html' } },
    tries: ['idle'],
    check: cutOff,
  },
  vanishing: {
    threshold: 1e-3,
    source: arXiv('He et al. 2015', '1512.03385'),
    tries: ['vanishing', 'sigmoid-norm', 'relu-he'],
    check: vanishing,
  },
  exploding: {
    threshold: 100,
    source: arXiv('Yang et al. 2019', '1902.08129'),
    tries: ['skips', 'clip'],
    check: exploding,
  },
  'growing-activations': {
    threshold: 100,
    source: arXiv('Zhang et al. 2019', '1901.09321'),
    tries: ['growth', 'skips'],
    check: growingActivations,
  },
  'fading-activations': {
    threshold: 0.01,
    source: arXiv('Schoenholz et al. 2017', '1611.01232'),
    tries: ['signal-loss', 'relu-he'],
    check: fadingActivations,
  },
  'dead-units': {
    threshold: 0.5,
    source: arXiv('Lu et al. 2019', '1903.06733'),
    tries: ['leaky', 'healthy'],
    check: deadUnits,
  },
  spikes: {
    threshold: 0.5,
    source: arXiv('Cohen et al. 2021', '2103.00065'),
    tries: ['high-rate', 'warm-up'],
    check: spikes,
  },
  'large-updates': { threshold: MUCH, source: RATIO, tries: ['high-rate', 'healthy'], check: largeUpdates },
  'small-updates': {
    threshold: LITTLE,
    source: RATIO,
    tries: ['low-rate', 'healthy', 'adam'],
    check: smallUpdates,
  },
  chance: {
    threshold: 0.03,
    source: { name: 'CS231n', at: { address: 'https://cs231n.github.io/neural-networks-3/#sanitycheck' } },
    tries: ['vanishing', 'signal-loss'],
    check: chance,
  },
  'shrinking-weights': {
    threshold: 0.5,
    source: arXiv('Zhang et al. 2018', '1810.12281'),
    tries: ['decay', 'healthy'],
    check: shrinkingWeights,
  },
  'no-norm': {
    threshold: 10,
    source: arXiv('Ioffe & Szegedy 2015', '1502.03167'),
    tries: ['growth', 'skips'],
    check: noNorm,
  },
  frozen: {
    threshold: 0,
    source: {
      name: 'PyTorch',
      at: {
        address: 'https://pytorch.org/docs/stable/notes/autograd.html#locally-disabling-gradient-computation',
      },
    },
    tries: ['idle'],
    check: frozen,
  },
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;
