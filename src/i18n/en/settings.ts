/** English texts: what settings are called, and what their choices mean. Hints state the definition that is used, or the paper and year it comes from. */
import { MOMENTUM_CYCLE } from '../../config/schedule';
import type { Settings } from '../../config/settings';
import { each, type SettingTexts } from '../words';
import { activations } from './activations';
import { dataSets } from './data-sets';
import { losses } from './losses';

const square = (side: number): string => `${side}×${side}`;

const { most, least } = MOMENTUM_CYCLE;

export const settings = {
  set: {
    name: 'data set',
    label: 'Data set',
    choices: each(dataSets, ({ name }) => name),
    hints: each(dataSets, ({ hint }) => hint),
  },
  input: { name: 'input size', label: 'Input size', choice: square },
  blocks: { name: 'blocks per stage' },
  width: {
    name: 'stem width',
    label: 'Width',
    hint: 'Channels of the stem; each stage becomes twice as wide as the one before.',
  },
  'stem.kernel': { name: 'stem kernel', label: 'Stem kernel', choice: square },
  'stem.stride': { name: 'stem stride', label: 'Stem stride' },
  'stem.pool': { name: 'max pooling after the stem', label: 'Max pooling after the stem (3×3, stride 2)' },
  head: {
    name: 'head',
    label: 'Head',
    choices: { average: 'Average pooling', flatten: 'Flatten' },
    hints: {
      average: 'The classifier sees each channel’s mean over all positions.',
      flatten: 'The classifier sees every position.',
    },
  },
  block: {
    name: 'block kind',
    label: 'Block',
    choices: { basic: 'Basic', bottleneck: 'Bottleneck' },
    hints: {
      basic: 'Two 3×3 convolutions; He et al. 2015.',
      bottleneck:
        '1×1, 3×3, 1×1; the output is wider by the expansion; He et al. 2015. The stride is on the 3×3, as in torchvision; in the paper on the first 1×1.',
    },
  },
  expansion: {
    name: 'expansion of bottlenecks',
    label: 'Expansion of bottlenecks',
    hint: 'Output channels per inner channel; 4 in He et al. 2015.',
  },
  inner: {
    name: 'inner width of bottlenecks',
    label: 'Inner width of bottlenecks',
    hint: 'Inner channels per channel of the stage’s width. 8 with widths from 64 and 8 groups is ResNeXt-29, 8×64d; Xie et al. 2017.',
  },
  order: {
    name: 'order of layers',
    label: 'Order of layers',
    choices: {
      original: 'Original',
      'norm-after-addition': 'Norm after addition',
      'activation-before-addition': 'Activation before addition',
      'activation-first': 'Activation-only pre-activation',
      'pre-activation': 'Full pre-activation',
    },
    hints: {
      original: 'conv, norm, activation, conv, norm, add, activation. He et al. 2016, figure 4 (a).',
      'norm-after-addition':
        'conv, norm, activation, conv, add, norm, activation. He et al. 2016, figure 4 (b).',
      'activation-before-addition':
        'conv, norm, activation, conv, norm, activation, add. He et al. 2016, figure 4 (c).',
      'activation-first':
        'activation, conv, norm, activation, conv, norm, add. He et al. 2016, figure 4 (d); there the first block activates before it splits.',
      'pre-activation':
        'norm, activation, conv, norm, activation, conv, add. He et al. 2016, figure 4 (e); there the first block activates before it splits.',
    },
  },
  widths: { name: 'widths of the stages' },
  strides: { name: 'strides of the stages', choice: String },
  dilations: { name: 'dilations of the stages', label: 'Dilation' },
  groups: { name: 'groups of the stages', label: 'Groups', hint: 'Xie et al. 2017.' },
  kernels: { name: 'kernels of the stages', label: 'Kernel', choice: square },
  se: {
    name: 'squeeze-and-excitation reductions of the stages',
    label: 'SE reduction',
    hint: '0 has none. Hu et al. 2018.',
  },
  override: { name: 'settings of single blocks' },
  norm: {
    name: 'normalisation',
    label: 'Norm',
    choices: {
      batch: 'Batch norm',
      group: 'Group norm',
      layer: 'Layer norm',
      none: 'None',
    },
  },
  'norm.groups': { name: 'norm groups', label: 'Groups of the norm', hint: 'Wu & He 2018.' },
  act: {
    name: 'activation',
    label: 'Activation',
    choices: each(activations, ({ name }) => name),
    hints: each(activations, ({ definition }) => definition),
  },
  init: {
    name: 'initialisation',
    label: 'Initial filters',
    choices: {
      he: 'He (Kaiming)',
      xavier: 'Xavier (Glorot)',
      lecun: 'LeCun',
      orthogonal: 'Orthogonal',
      normal: 'Fixed deviation',
      zeros: 'Zeros',
    },
    hints: {
      he: 'Deviation √(2 / fan); He et al. 2015, “Delving deep”.',
      xavier: 'Deviation √(2 / (fan in + fan out)); Glorot & Bengio 2010.',
      lecun: 'Deviation √(1 / fan); LeCun et al. 1998.',
      orthogonal: 'Rows or columns of each filter are orthonormal; Saxe et al. 2014.',
      normal: 'The same deviation for every filter.',
      zeros: 'All filters are 0, so the channels of a layer stay alike.',
    },
  },
  'init.form': {
    name: 'distribution of initial weights',
    label: 'Distribution',
    choices: { normal: 'Normal', uniform: 'Uniform' },
  },
  'init.fan': {
    name: 'fan of the initialisation',
    label: 'Fan',
    choices: { in: 'In', out: 'Out' },
    hints: {
      in: 'Keeps the size of activations.',
      out: 'Keeps the size of gradients.',
    },
  },
  'init.std': { name: 'standard deviation of initial weights', label: 'Deviation' },
  start: {
    name: 'start of the branches',
    label: 'Start of the branches',
    choices: {
      plain: 'As drawn',
      'zero-last': 'Last norm or filter at 0',
      'skip-init': 'Learned factor at 0 (SkipInit)',
      fixup: 'Fixup',
    },
    hints: {
      plain: 'Every branch begins with its filters as they were drawn.',
      'zero-last': 'Every branch begins at 0: only shortcuts pass. Goyal et al. 2017.',
      'skip-init':
        'Each branch times one learned number that begins at 0: only shortcuts pass. De & Smith 2020; ReZero, Bachlechner et al. 2020.',
      fixup:
        'Filters of a branch times blocks^(−1/(2m−2)) for its m convolutions; the last one, and the classifier, at 0. Zhang et al. 2019, whose scalars learn at a tenth of the rate; here at the same.',
    },
  },
  'start.scalars': { name: 'scalars of Fixup', label: 'Scalar biases and multipliers' },
  shortcut: {
    name: 'shortcut kind',
    label: 'Shortcut',
    choices: {
      A: 'A: zero-padding',
      B: 'B: projection where the shape changes',
      C: 'C: projection in every block',
    },
    hints: {
      A: 'Subsamples, and fills new channels with zeros: no parameters. Where channels become fewer, it projects. He et al. 2015.',
      B: 'A 1×1 convolution where the shape changes, else the identity. He et al. 2015.',
      C: 'A 1×1 convolution on every shortcut. He et al. 2015; table 1 of He et al. 2016.',
    },
  },
  gate: {
    name: 'gate of the shortcuts',
    label: 'Gate',
    choices: {
      none: 'None',
      exclusive: 'Exclusive',
      'shortcut-only': 'Shortcut only',
    },
    hints: {
      none: 'The shortcut is added as it is.',
      exclusive:
        'g · branch + (1 − g) · shortcut, g = sigmoid(1×1 convolution of x). He et al. 2016, table 1.',
      'shortcut-only':
        'branch + (1 − g) · shortcut, g = sigmoid(1×1 convolution of x). He et al. 2016, table 1.',
    },
  },
  'gate.bias': {
    name: 'initial bias of the gates',
    label: 'Bias of the gates at step 0',
    hint: 'The more negative, the more the shortcut lets through.',
  },
  scale: { name: 'branch scale', label: 'Branch scale', hint: 'Constant factor of every branch.' },
  dropout: {
    name: 'dropout in the branches',
    label: 'Dropout in branches',
    hint: 'Before the last convolution; Zagoruyko & Komodakis 2016.',
  },
  'shortcut.dropout': {
    name: 'dropout of the shortcuts',
    label: 'Dropout on shortcuts',
    hint: 'What remains is scaled up, unlike in He et al. 2016, table 1.',
  },
  'depth.dropout': {
    name: 'stochastic depth',
    label: 'Stochastic depth',
    hint: 'Chance of skipping the last branch, falling to 0 towards the first. Kept branches are scaled up; Huang et al. 2016 scale in tests.',
  },
  lanes: { name: 'lanes' },
  opt: {
    name: 'optimiser',
    label: 'Optimiser',
    choices: {
      sgd: 'SGD with momentum',
      adam: 'Adam',
      adamw: 'AdamW',
      rmsprop: 'RMSProp',
    },
    hints: {
      sgd: 'v = momentum · v + gradient; w −= rate · v.',
      adam: 'Kingma & Ba 2015. Weight decay is added to the gradient.',
      adamw: 'Loshchilov & Hutter 2019. Weight decay acts on the weights themselves.',
      rmsprop: 'Tieleman & Hinton 2012: gradients divided by their running root mean square.',
    },
  },
  lr: { name: 'learning rate', label: 'Learning rate' },
  momentum: { name: 'momentum', label: 'Momentum' },
  nesterov: { name: 'Nesterov momentum', label: 'Nesterov momentum' },
  decay: { name: 'weight decay', label: 'Weight decay' },
  'decay.all': { name: 'weight decay of norms and biases', label: 'Decay norms and biases too' },
  beta1: { name: 'decay of the mean gradient', label: 'β₁', hint: 'Decay of the mean gradient.' },
  beta2: {
    name: 'decay of the mean squared gradient',
    label: 'β₂',
    hint: 'Decay of the mean squared gradient.',
  },
  alpha: { name: 'smoothing of RMSProp', label: 'Smoothing', hint: 'Decay of the mean squared gradient.' },
  clip: {
    name: 'largest gradient norm',
    label: 'Clip gradients at norm',
    hint: 'Longer gradients are scaled down to it. 0 never clips.',
  },
  schedule: {
    name: 'learning-rate schedule',
    label: 'Schedule',
    choices: {
      constant: 'Constant',
      steps: 'Steps',
      cosine: 'Cosine',
      'one-cycle': 'One cycle',
    },
    hints: {
      constant: 'The same rate at every step.',
      steps: 'Multiplied by the factor after each period.',
      cosine: 'Half a cosine down to 0 over the period, then up again. Loshchilov & Hutter 2017.',
      'one-cycle':
        'Up from a 25th for three tenths of the period, then down to almost 0. Smith & Topin 2018.',
    },
  },
  period: { name: 'period of the schedule', label: 'Period, in steps' },
  factor: { name: 'factor of each drop', label: 'Factor' },
  warmup: { name: 'steps of warm-up', label: 'Warm-up steps' },
  'momentum.cycle': {
    name: 'cycle of momentum',
    label: ({ optimiser: { kind } }: Settings): string =>
      `${kind === 'adam' || kind === 'adamw' ? 'β₁' : 'Momentum'} ${most} → ${least} → ${most}`,
  },
  loss: {
    name: 'loss',
    label: 'Loss',
    choices: each(losses, ({ name }) => name),
    hints: each(losses, ({ formula }) => formula),
  },
  smooth: {
    name: 'label smoothing',
    label: 'Label smoothing',
    hint: 'Share of the target spread over all classes; Szegedy et al. 2016.',
  },
  focus: { name: 'exponent of the focal loss', label: 'Exponent', hint: '0 is cross-entropy.' },
  shift: { name: 'random shift', label: 'Shift, in pixels', hint: 'In any direction.' },
  flip: { name: 'random mirroring', label: 'Mirror half the images' },
  cutout: {
    name: 'side of the cutout',
    label: 'Cutout side',
    hint: '0 cuts nothing; DeVries & Taylor 2017.',
  },
  batch: {
    name: 'batch size',
    label: 'Batch size',
    hint: 'An epoch leaves out images that fill no whole batch.',
  },
  test: { name: 'test interval', label: 'Test every … steps', hint: '0 never measures test accuracy.' },
  'seed.data': { name: 'data seed', label: 'Seed of the data' },
  'seed.init': { name: 'initialisation seed', label: 'Seed of the weights', hint: 'Same seeds, same run.' },
  'seed.order': { name: 'order seed', label: 'Seed of the batches', hint: 'Also of augmentation.' },
  switch: { name: 'recorded switch' },
  rate: { name: 'recorded learning rate' },
  own: { name: 'own images' },
} satisfies SettingTexts;
