/** English texts: settings and their values in so few words that they stand on a line of a chart. */
import { each, type ClassicWords, type ShortWords } from '../words';
import { activations } from './activations';
import { dataSets } from './data-sets';

const CHOICES_OF_NORM = {
  batch: 'batch norm',
  group: 'group norm',
  layer: 'layer norm',
  none: 'no norm',
};

/** Of every setting, by its key in links. */
export const words = {
  set: { choices: each(dataSets, ({ name }) => name) },
  input: { name: 'input size' },
  blocks: { name: 'blocks' },
  width: { name: 'width' },
  'stem.kernel': { name: 'stem kernel' },
  'stem.stride': { name: 'stem stride' },
  'stem.pool': { name: 'stem pooling' },
  head: { choices: { average: 'average pooling', flatten: 'flatten' } },
  block: { choices: { basic: 'basic blocks', bottleneck: 'bottlenecks' } },
  expansion: { name: 'expansion' },
  inner: { name: 'inner width' },
  order: {
    choices: {
      original: 'original order',
      'norm-after-addition': 'norm after addition',
      'activation-before-addition': 'activation before addition',
      'activation-first': 'activation first',
      'pre-activation': 'pre-activation',
    },
  },
  widths: { name: 'widths' },
  strides: { name: 'strides' },
  dilations: { name: 'dilations' },
  groups: { name: 'groups' },
  kernels: { name: 'kernels' },
  se: { name: 'squeeze' },
  override: { name: 'edited blocks' },
  norm: { choices: CHOICES_OF_NORM },
  'norm.groups': { name: 'norm groups' },
  act: { choices: each(activations, ({ name }) => name) },
  init: {
    choices: {
      he: 'He',
      xavier: 'Xavier',
      lecun: 'LeCun',
      orthogonal: 'orthogonal filters',
      normal: 'given deviation',
      zeros: 'filters at 0',
    },
  },
  'init.form': { choices: { normal: 'normal weights', uniform: 'uniform weights' } },
  'init.fan': { choices: { in: 'fan in', out: 'fan out' } },
  'init.std': { name: 'deviation' },
  start: {
    choices: {
      plain: 'branches as initialised',
      'zero-last': 'branches at 0',
      'skip-init': 'SkipInit',
      fixup: 'Fixup',
    },
  },
  'start.scalars': { name: 'Fixup’s scalars' },
  shortcut: { name: 'shortcut', choices: { A: 'A', B: 'B', C: 'C' } },
  gate: { choices: { none: 'no gate', exclusive: 'exclusive gate', 'shortcut-only': 'shortcut-only gate' } },
  'gate.bias': { name: 'gate bias' },
  scale: { name: 'branch scale' },
  dropout: { name: 'dropout' },
  'shortcut.dropout': { name: 'shortcut dropout' },
  'depth.dropout': { name: 'stochastic depth' },
  opt: { choices: { sgd: 'SGD', adam: 'Adam', adamw: 'AdamW', rmsprop: 'RMSProp' } },
  lr: { name: 'lr' },
  momentum: { name: 'momentum' },
  nesterov: { name: 'Nesterov' },
  decay: { name: 'weight decay' },
  'decay.all': { name: 'decay of norms and biases' },
  beta1: { name: 'β₁' },
  beta2: { name: 'β₂' },
  alpha: { name: 'smoothing' },
  clip: { name: 'clipping', zero: 'off' },
  schedule: {
    choices: {
      constant: 'constant lr',
      steps: 'lr in steps',
      cosine: 'cosine lr',
      'one-cycle': 'one-cycle lr',
    },
  },
  period: { name: 'period' },
  factor: { name: 'factor' },
  warmup: { name: 'warm-up', zero: 'off' },
  'momentum.cycle': { name: 'momentum cycle' },
  loss: {
    choices: { 'cross-entropy': 'cross-entropy', 'squared-error': 'squared error', focal: 'focal loss' },
  },
  smooth: { name: 'label smoothing' },
  focus: { name: 'focal exponent' },
  shift: { name: 'shift' },
  flip: { name: 'mirroring' },
  cutout: { name: 'cutout', zero: 'off' },
  batch: { name: 'batch' },
  test: { name: 'test interval', zero: 'off' },
  'seed.data': { name: 'data seed' },
  'seed.init': { name: 'weights seed' },
  'seed.order': { name: 'batches seed' },
  lanes: { name: 'networks' },
  switch: { name: 'switches' },
  rate: { name: 'rates' },
  own: { name: 'images' },
} satisfies ShortWords;

/** Of classic networks alone. */
export const classicWords = {
  depth: { name: 'depth' },
  hidden: { name: 'hidden layers', zero: 'off' },
  pool: { choices: { max: 'max pooling', average: 'average pooling' } },
  bottleneck: { name: 'bottlenecks' },
} satisfies ClassicWords;
