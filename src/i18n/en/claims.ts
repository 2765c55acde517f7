/**
 * English texts: claims about the regimes, in which terms of the glossary are marked. Figures of papers are named as theirs, those
 * measured for this page as ours.
 */
import type { ActivationName } from '../../config/activations';
import type { LossConfig, NormKind, SeedsConfig } from '../../config/schema';
import { activations } from './activations';
import { lossText } from './losses';
import { counted, integer } from './numerals';
import { words } from './setting-words';

interface Values {
  readonly seeds: SeedsConfig;
  readonly steps: number;
  readonly plain: string;
  readonly residual: string;
}

const seedText = ({ data, init, order }: SeedsConfig): string =>
  data === init && init === order ? `seed ${init}` : `seeds ${data}/${init}/${order} (data, weights, order)`;

const gradients = ({ seeds, plain, residual }: Values): string =>
  `${seedText(seeds)}: first/last ${plain} without skips, ${residual} with them`;

const losses = ({ seeds, steps, plain, residual }: Values): string =>
  `${seedText(seeds)}, ${counted(steps, 'step')}: loss ${plain} without skips, ${residual} with them`;

const MEASURED = 'Measured for this page (Fashion-MNIST 14×14, width 8, depth 56, seeds 0 to 2)';

export const regimeClaims = {
  title: 'Claims on your run',
  explanation:
    'What papers and our own measurements say of networks like this one, and whether your run bears it out. Pinned runs of the same experiment with other seeds count too.',
  readsNewest: 'Judged by step 0 and the newest steps of the run.',
  /** Where a span of steps is chosen. */
  readsUpTo: (step: number): string =>
    `Judged by step 0 and the steps up to ${integer(step)}, the last of the span; what came later does not count.`,
  notHere: 'Claims about other networks',
  open: (name: string): string => `Open “${name}”`,
  oneSeed: 'One set of seeds only: pin this run, change the seeds, and train again.',
  settings: (
    depth: number,
    norm: NormKind,
    activation: ActivationName,
    rate: string,
    batch: number,
    loss: LossConfig,
  ): string =>
    `depth ${depth}, ${words.norm.choices[norm]}, ${activations[activation].name}, learning rate ${rate}, batch ${batch}, ${lossText(loss)}`,
  diverged: (step: number): string => `diverged in step ${integer(step)}`,
  why: {
    setting: 'This experiment is of another kind.',
    pair: 'It needs two networks of one architecture: one with all its skips on and one with all of them off.',
    switched: 'Skips were switched in this run, so its losses are of neither kind.',
    rated: 'The learning rate was changed in this run, so its losses are not those of the setting.',
    steps: 'Train on: it is judged by more steps than this run has.',
    start: 'The gradients of step 0 are not known any more: reset the run.',
  },
  claims: {
    exploding: {
      claim:
        'With [batch norm](batch-norm) and without skips, [gradients explode](exploding-gradient) towards the input.',
      paper:
        'Yang 2019: in wide networks with batch norm and without skips the gradient grows exponentially with depth, whatever the activation.',
      ours: `${MEASURED}: first/last 441 to 730 without skips, 5.8 to 7.8 with them.`,
      rule: 'At step 0 the gradient of the first convolution is more than ten times that of the last without skips, and this ratio more than ten times that with skips.',
      here: gradients,
    },
    'signal-loss': {
      claim:
        'With [tanh](tanh) and no norm, a deep plain network [loses the signal](signal-loss): it stays at [chance](chance) while its residual twin learns.',
      paper:
        'Glorot and Bengio 2010: with tanh and the usual initialisations, activations and gradients shrink from layer to layer. No figure of theirs is for these networks.',
      ours: `${MEASURED}: loss after 100 steps 2.31 to 2.42 (chance is 2.30) without skips, 1.14 to 1.22 with them.`,
      rule: 'After at least 100 steps the mean loss of the newest 15 is without skips at least 95 % of that of the best answer without looking, and with them at most 80 % of it; with smoothed labels both above the least loss that they allow.',
      here: losses,
    },
    vanishing: {
      claim:
        'With [sigmoids](sigmoid) and no norm, the gradient of a plain network [vanishes](vanishing-gradient) on its way to the input.',
      paper:
        'Bengio, Simard and Frasconi 1994: through units that saturate the gradient shrinks exponentially with the number of steps back. No figure of theirs is for these networks.',
      ours: `${MEASURED}: first/last below 10⁻³⁶ without skips, 2 to 5×10⁻¹⁹ with them: skips alone do not help here.`,
      rule: 'At step 0 the gradient of the first convolution is less than a millionth of that of the last without skips.',
      here: gradients,
    },
    'activation-explosion': {
      claim: 'Without a norm, skips do harm: activations and gradients of a deep residual network explode.',
      paper:
        'Zhang, Dauphin and Ma 2019 (Fixup): without a norm the variance of a residual network’s output grows exponentially with depth at standard initialisations.',
      ours: `${MEASURED}: the last gradient is above 1,000 at step 0 with skips, and the network diverges at once; without skips it stays at chance.`,
      rule: 'With skips the gradient of the last convolution is above 1,000 at step 0 or the network diverges within 20 steps; without them neither happens.',
      here: ({ seeds, plain, residual }: Values): string =>
        `${seedText(seeds)}: last gradient at step 0 ${plain} without skips, ${residual} with them`,
    },
    easier: {
      claim: 'At equal depth the residual network is easier to train.',
      paper:
        'He 2015 (CIFAR-10) and Li 2018, test errors without and with skips at depth 20: 8.18 and 7.37 %, at depth 56: 13.31 and 5.89 %, at depth 110: 16.44 and 5.79 %.',
      ours: `${MEASURED}, batch norm: loss after 100 steps 1.71 to 2.19 without skips, 0.90 to 1.24 with them.`,
      rule: 'After at least 100 steps the mean training loss of the newest 15 is at least 5 % lower with skips than without.',
      here: losses,
    },
  },
};
