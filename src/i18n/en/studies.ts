/**
 * English texts: the panel “Experiments”, and the claims that are judged there. Figures of papers are named as theirs; what a
 * run shows is told with its own numbers.
 */
import type { VariantSet } from '../../studies/variants/kind';
import { counted } from './numerals';
import { studyFields, studyKinds } from './study-kinds';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 100) return `${number.format(seconds)} s`;
  return seconds < 5400 ? `${number.format(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const naming = (names: readonly string[]): string =>
  names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${number.format(names.length - 3)} more`;

/** Blocks deleted by hand at test time. */
const ablation = {
  tab: 'Deletion',
  title: 'Delete blocks by hand',
  hint: 'Click blocks: those that are pressed are deleted together, at test time only, and the accuracy is measured at once. The run keeps them.',
  group: 'Blocks to delete',
  block: (name: string): string => `Delete ${name}`,
  all: 'Keep all',
  test: 'Accuracy without',
  testHint:
    'Measures the accuracy on test images with the selected blocks deleted, at test time only. The run keeps them.',
  busy: 'An experiment is under way.',
  notReady: 'The networks are being prepared.',
  measuring: 'Measuring…',
  failed: (message: string): string => `It could not be measured: ${message}`,
  ablated: (names: readonly string[]): string => `Without ${naming(names)}`,
  nothing: 'With all blocks',
  settings: (images: number, step: number): string =>
    `${counted(images, 'test image')}, weights after ${counted(step, 'step')}`,
  change: (intact: string, ablated: string): string => `${intact} → ${ablated}`,
  impossible: 'cannot be deleted here',
};

const studyClaims = {
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

export const studies = {
  title: 'Experiments',
  explanation:
    'Measurements on the networks of this page that papers are built on. They run here, between two steps: training waits meanwhile and then goes on exactly where it was.',
  loading: 'Loading the experiments…',
  tabs: 'Kinds of experiments',
  kinds: { ...studyKinds, ablation },
  fields: studyFields,
  run: 'Run',
  again: 'Run again',
  cancel: 'Cancel',
  notReady: 'Wait until the run is prepared.',
  /** Classic networks that a study leaves out. */
  leftOut: {
    text: (names: readonly string[], reason: string): string =>
      names.length === 1 ? `Without the ${names[0]}: ${reason}` : `Without ${names.join(', ')}: ${reason}`,
    all: 'No network here can be studied so: add one of residual blocks.',
  },
  other: (tab: string): string => `“${tab}” is being carried out.`,
  waits: {
    training: 'Training waits until this ends, then goes on by itself.',
    paused: 'No steps are taken until this ends.',
  },
  progress: (tab: string): string => `Progress of “${tab}”`,
  progressText: (percent: number, secondsLeft: number | null): string =>
    secondsLeft === null ? `${percent} %` : `${percent} %, about ${duration(secondsLeft)} left`,
  states: {
    running: 'Not complete yet.',
    done: '',
    cancelled: 'Cancelled: this is what was measured until then.',
    failed: 'It could not be completed.',
    abandoned: 'Another run began: this is what was measured until then.',
  },
  failure: (message: string): string => `What the trainer said: ${message}`,
  stale: 'Measured with other settings than those of the page now.',
  nothingYet: 'Nothing measured yet.',
  stepNow: (step: number): string => `The run is at step ${step}.`,
  untrained: 'The networks are not trained yet: train for some hundred steps first to see what a paper sees.',
  listBounds: (min: string, max: string, most: number): string =>
    `Up to ${most} numbers from ${min} to ${max}`,
  badList: (text: string): string => `${text}. The last valid list is used.`,
  cost: (networks: number, steps: number): string =>
    `${number.format(networks)} trainings, ${number.format(networks * steps)} steps in all`,
  chart: {
    legend: 'Legend',
    hint: 'Point, or focus and use the arrow keys, for exact values.',
    cursor: (title: string): string => `Cursor: ${title}`,
    nothing: 'no place chosen',
    unmeasured: 'not measured',
    range: (middle: string, low: string, high: string): string => `${middle} (${low} to ${high})`,
    reading: (label: string, value: string): string => `${label} ${value}`,
    bands: { 'non-finite': 'not finite', zero: '0' },
  },
  table: 'As a table',
  /** Where a network has no such layer or block. */
  none: '–',
  spread: 'Lines are means over the seeds, bands go from the smallest to the largest.',
  geometric: 'Lines are geometric means over the seeds, bands go from the smallest to the largest.',
  claims: studyClaims,
};
