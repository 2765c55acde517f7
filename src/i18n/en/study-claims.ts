/** English texts: the claims of the panel “Experiments”. Figures of papers are named as theirs. */
import type { VariantSet } from '../../studies/variants/kind';
import { counted } from './numerals';

export const studyClaims = {
  label: 'The claim, and your run',
  paperLabel: 'Paper',
  hereLabel: 'Here',
  verdicts: {
    holds: 'holds',
    fails: 'does not hold here',
    unknown: 'not enough data',
  },
  rule: 'How it is judged',
  pair: 'It needs one network with all its skips on and one with all of them off.',
  notDone: 'It is judged when the experiment is complete.',
  fewSeeds: (least: number): string => `It needs at least ${least} seeds.`,
  fewDepths: 'It needs two depths of which one is at least twice the other.',
  switched: 'Skips were switched during this training, so its weights are of neither kind.',
  unfit: (lane: string, accuracy: string): string =>
    `${lane} classifies only ${accuracy} rightly: it has not learnt enough for a deletion to cost anything.`,
  init: {
    claim: 'Without skips gradients explode or vanish with depth; with skips they change far less.',
    paper:
      'Yang 2019: in wide networks with batch norm and without skips the gradient grows exponentially with depth. He 2015 reports healthy gradient norms in its plain networks with batch norm.',
    rule: 'From the shallowest to the deepest network the ratio first/last changes by at least a factor of ten without skips, and by less with skips, for every seed.',
    here: (
      shallow: number,
      deep: number,
      plain: readonly string[],
      residual: readonly string[],
      seeds: number,
    ): string =>
      `From depth ${shallow} to ${deep}, ${seeds} seeds: without skips first/last goes from ${plain[0]} to ${plain[1]}, with skips from ${residual[0]} to ${residual[1]}.`,
  },
  lesion: {
    claim: 'Deleting one block of a trained residual network hardly hurts; of a plain one it is fatal.',
    paper:
      'Veit 2016 (CIFAR-10): deleting any one block of ResNet-110 hardly changes its error; deleting any one layer of VGG-15 brings the error to chance.',
    rule: 'Of the accuracy above chance (always the most frequent class) the residual network keeps at least 80 % and the plain one at most 20 %, on average over the blocks that keep the shape. Both must have 20 points above chance to begin with.',
    here: (
      residual: string,
      plain: string,
      residualIntact: string,
      plainIntact: string,
      images: number,
    ): string =>
      `Without one block the residual network keeps ${residual} of its accuracy above chance (intact ${residualIntact}), the plain one ${plain} (intact ${plainIntact}); ${images} test images, one training.`,
  },
  degradation: {
    claim: 'Deeper plain networks train worse; deeper residual networks do not.',
    paper:
      'He 2015 (CIFAR-10): plain networks of 56 layers have a higher training error than of 20, residual ones a lower. Li 2018, test errors at depths 20, 56, 110: 8.18, 13.31, 16.44 % without skips, 7.37, 5.89, 5.79 % with them.',
    rule: 'From the shallowest to the deepest network, each at its best rate, the final training loss rises for every seed without skips, and does not rise on average with them.',
    here: (
      shallow: number,
      deep: number,
      plain: readonly string[],
      residual: readonly string[],
      seeds: number,
      steps: number,
    ): string =>
      `From depth ${shallow} to ${deep} after ${counted(steps, 'step')}, ${seeds} seeds: without skips the loss goes from ${plain[0]} to ${plain[1]}, with skips from ${residual[0]} to ${residual[1]}.`,
    less: 'Both get worse with depth, the residual network less.',
  },
  variants: {
    claims: {
      order:
        'Full pre-activation trains at least as well as the original order; a norm behind the addition does harm.',
      shortcut: 'The identity is the best shortcut.',
      'norm-free': 'SkipInit and Fixup let a residual network train without norm.',
    } satisfies Record<VariantSet, string>,
    papers: {
      order:
        'He 2016 (ResNet-110, CIFAR-10): test errors 6.37 % (full pre-activation), 6.61 % (original), 8.17 % (norm after addition).',
      shortcut:
        'He 2016 (ResNet-110, CIFAR-10): test error 6.61 % with identities; 8.70 to 12.86 % with most others; dropout on the shortcut fails.',
      'norm-free':
        'De and Smith 2020: a learned factor that starts at 0 is enough to train very deep residual networks without norm. Zhang 2019: so is Fixup, up to 10,000 layers.',
    } satisfies Record<VariantSet, string>,
    rules: {
      order:
        'Mean final loss over the seeds: that of full pre-activation is not above that of the original order, and that of norm after addition is.',
      shortcut: 'Mean final loss over the seeds: that of the identity is the lowest.',
      'norm-free':
        'For every seed SkipInit and Fixup both end with a lower loss than the plain start without norm, or do not diverge where that does.',
    } satisfies Record<VariantSet, string>,
    here: (values: readonly string[], seeds: number, steps: number): string =>
      `Mean loss after ${counted(steps, 'step')} over ${counted(seeds, 'seed')}: ${values.join(', ')}.`,
    value: (name: string, loss: string): string => `${name} ${loss}`,
  },
  shattering: {
    claim:
      'Without skips, gradients of neighbouring inputs lose all likeness as depth grows; with skips far more slowly.',
    paper:
      'Balduzzi 2017: correlation between gradients decays exponentially with depth in plain networks, until they resemble white noise, and sublinearly with skips.',
    rule: 'The cosine, averaged over all distances, falls from the shallowest to the deepest network without skips, and is there lower than with skips, for every seed.',
    here: (
      shallow: number,
      deep: number,
      plain: readonly string[],
      residual: readonly string[],
      seeds: number,
    ): string =>
      `From depth ${shallow} to ${deep}, ${seeds} seeds: without skips the mean cosine goes from ${plain[0]} to ${plain[1]}, with skips from ${residual[0]} to ${residual[1]}.`,
  },
};
