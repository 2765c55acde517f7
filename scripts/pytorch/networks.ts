/**
 * The experiments that PyTorch repeats: each thing that can be chosen at least once, small enough that a step takes milliseconds.
 * Where a seed is named, that of the default brings a value next to the kink of a ReLU, which rounding decides.
 */
import { decode } from '../../src/config/codec/url';
import type { ExperimentConfig } from '../../src/config/schema';

/** An experiment with a name of its own. */
export interface Named {
  readonly name: string;
  readonly config: ExperimentConfig;
}

/** All are tested once, after five updates. */
export const TESTED_STEP = 5;

/** What all of them have that say nothing else: residual beside plain, twice three blocks, on images of 8×8. */
const BASE = `v=1&set=digits&blocks=1,1,1&width=4&batch=8&test=${TESTED_STEP}`;
/** With a block that keeps its shape: where all project, two of the orders are one. */
const BOTTLENECK = 'block=bottleneck&expansion=2&blocks=2,1,1';

const FIELDS: Readonly<Record<string, string>> = {
  // Blocks and the orders of their layers.
  'basic, original': '',
  'basic, norm after addition': 'order=norm-after-addition',
  'basic, activation before addition': 'order=activation-before-addition',
  'basic, activation first': 'order=activation-first',
  'basic, pre-activation': 'order=pre-activation',
  'bottleneck, original': `${BOTTLENECK}&seed.init=3`,
  'bottleneck, norm after addition': `${BOTTLENECK}&order=norm-after-addition`,
  'bottleneck, activation before addition': `${BOTTLENECK}&order=activation-before-addition`,
  'bottleneck, activation first': `${BOTTLENECK}&order=activation-first`,
  'bottleneck, pre-activation': `${BOTTLENECK}&order=pre-activation`,

  // Shortcuts, gates, gains.
  'shortcut A': 'shortcut=A&blocks=2,1,1',
  'shortcut C': 'shortcut=C',
  'bottleneck, shortcut A': `${BOTTLENECK}&shortcut=A`,
  'pre-activation, shortcut C': `${BOTTLENECK}&order=pre-activation&shortcut=C`,
  'exclusive gate': 'gate=exclusive&gate.bias=-1',
  'shortcut-only gate': 'gate=shortcut-only',
  'exclusive gate on projections': 'gate=exclusive&shortcut=C&order=pre-activation',
  'partial gains': 'blocks=2,1,1&skip.residual=0.5,1,0,0.25&skip.plain=0.1',
  'branches scaled': 'scale=0.5&order=norm-after-addition',

  // Norms and activations.
  'group norm': 'norm=group&norm.groups=2',
  'layer norm': 'norm=layer&order=pre-activation',
  'no norm': 'norm=none',
  'no norm, bottleneck, activation first': `${BOTTLENECK}&norm=none&order=activation-first`,
  'leaky ReLU': 'act=leaky-relu',
  ELU: 'act=elu&norm=none',
  GELU: 'act=gelu',
  SiLU: 'act=silu',
  Mish: 'act=mish',
  'hard swish': 'act=hard-swish',
  tanh: 'act=tanh&norm=none&init=xavier',
  sigmoid: 'act=sigmoid',
  linear: 'act=linear',

  // Initialisations and how branches begin.
  'He, uniform, fan out': 'init.form=uniform&init.fan=out',
  Xavier: 'init=xavier',
  'LeCun, uniform': 'init=lecun&init.form=uniform',
  orthogonal: 'init=orthogonal',
  'normal of a given deviation': 'init=normal&init.std=0.1',
  zeros: 'init=zeros',
  'last norm at zero': 'start=zero-last',
  'last filter at zero': 'start=zero-last&norm=none',
  SkipInit: 'start=skip-init&norm=none',
  Fixup: 'start=fixup&norm=none',
  'Fixup whole': 'start=fixup&start.scalars=on&norm=none&blocks=2,2,1',
  'Fixup whole, bottleneck': `start=fixup&start.scalars=on&norm=none&order=pre-activation&${BOTTLENECK}`,

  // Noise.
  dropout: 'dropout=0.3',
  'dropout of shortcuts': 'shortcut.dropout=0.4&order=pre-activation',
  'stochastic depth': 'depth.dropout=0.6&blocks=2,2,2',
  'all noise': `dropout=0.2&shortcut.dropout=0.2&depth.dropout=0.4&${BOTTLENECK}&gate=exclusive`,

  // Stages, blocks of their own, stems, heads.
  'squeeze and excitation': 'se=2,2,4',
  'ResNeXt, wide inside': `${BOTTLENECK}&groups=2,2,4&inner=2`,
  'grouped basic blocks': 'groups=2,4,4',
  'dilations, kernels, strides': 'dilations=1,2,1&kernels=3,3,5&strides=1,1,2&seed.init=3',
  'blocks of their own':
    'blocks=2,2,1&override=0:kernel5:width12;1-2:bottleneck;3:stride2:dilation2:groups2&seed.init=3',
  'five stages, two empty': 'blocks=0,1,1,0,1&widths=4,6,8,8,10',
  'no blocks': 'blocks=0,0,0',
  "ImageNet's stem": 'set=shapes&input=28&stem.kernel=7&stem.stride=2&stem.pool=on',
  'stem of 5×5': 'stem.kernel=5&stem.stride=2',
  'flattened head': 'head=flatten',
  'flattened head, colour': 'set=emoji&input=16&head=flatten&order=pre-activation&seed.init=3',

  // Optimisers, schedules, losses.
  'SGD without momentum': 'momentum=0&decay=0.01',
  Nesterov: 'nesterov=on&decay=0.001&decay.all=off',
  Adam: 'opt=adam&lr=0.002&beta1=0.8&decay=0.01',
  AdamW: 'opt=adamw&lr=0.002&beta2=0.99&decay=0.1',
  'AdamW, weights alone decay': 'opt=adamw&lr=0.002&decay=0.1&decay.all=off',
  RMSProp: 'opt=rmsprop&lr=0.001&momentum=0&alpha=0.9',
  'RMSProp with momentum': 'opt=rmsprop&lr=0.001&momentum=0.5&decay=0.01',
  'clipped gradients': 'clip=0.5&norm=none',
  'rate in steps': 'schedule=steps&period=2&factor=0.5',
  'rate by cosine': 'schedule=cosine&period=4',
  'one cycle': 'schedule=one-cycle&period=5',
  'one cycle of momentum': 'schedule=one-cycle&period=5&momentum.cycle=on&nesterov=on',
  'one cycle of β₁': 'schedule=one-cycle&period=5&momentum.cycle=on&opt=adam&lr=0.002',
  'warm-up': 'warmup=3&schedule=steps&period=1&factor=0.9',
  'smoothed labels': 'smooth=0.2',
  'squared error': 'loss=squared-error',
  'focal loss': 'loss=focal',
  'focal loss, less than linear': 'loss=focal&focus=0.5',

  // Augmentation, data sets, seeds.
  shift: 'shift=2',
  mirrored: 'set=emoji&input=16&flip=on&seed.init=3',
  cutout: 'cutout=4',
  'all augmentation': 'set=emoji&input=32&shift=4&flip=on&cutout=9&blocks=1,1,0',
  'Fashion-MNIST at 14×14': 'set=fashion&input=14',
  'Fashion-MNIST at 28×28': 'set=fashion&input=28',
  'shapes of another seed': 'set=shapes&seed.data=7&seed.init=5&seed.order=9',
  'one image a batch': 'batch=1&norm=group',
  'many images a batch': 'batch=200',

  // Changes while training, lanes of their own, classics.
  'switches and rates':
    'switch=1:plain:all:1;2:residual:0-1:0.5;4:plain:1:0&rate=2:0.01;3:0.05&schedule=cosine&period=8',
  'switched projections':
    'shortcut=C&gate=exclusive&momentum=0.9&decay=0.01&switch=1:residual:all:0;3:residual:all:1',
  'four lanes':
    'lanes=residual,plain,deep,half&net.deep=own&net.deep.blocks=2,2,1&net.deep.act=silu&skip.half=0.5',
  'LeNet-5': 'lanes=residual,lenet&net.lenet=lenet&set=shapes&input=28&lr=0.005',
  'LeNet-5, tanh and averages':
    'lanes=lenet&net.lenet=lenet&net.lenet.act=tanh&net.lenet.pool=average&set=emoji&input=16',
  AlexNet:
    'lanes=alexnet&net.alexnet=alexnet&net.alexnet.width=8&net.alexnet.hidden=32&net.alexnet.dropout=0.5&set=shapes&lr=0.01',
  'AlexNet, no hidden layers':
    'lanes=alexnet&net.alexnet=alexnet&net.alexnet.width=8&net.alexnet.hidden=0&net.alexnet.norm=batch',
  'VGG-11': 'lanes=vgg&net.vgg=vgg&net.vgg.width=4&set=shapes',
  'VGG-16, hidden layers, averages':
    'lanes=vgg&net.vgg=vgg&net.vgg.width=4&net.vgg.depth=16&net.vgg.hidden=16&net.vgg.pool=average&net.vgg.norm=group&net.vgg.dropout=0.2',
  'DenseNet-22': 'lanes=densenet&net.densenet=densenet&net.densenet.width=4',
  'DenseNet-BC-16':
    'lanes=densenet&net.densenet=densenet&net.densenet.width=4&net.densenet.depth=16&net.densenet.bottleneck=on&net.densenet.dropout=0.2&set=emoji&input=16',
};

/** By their names, in the order of the list. @throws Error where a link of it is not in order. */
export function chosenNetworks(): readonly Named[] {
  return Object.entries(FIELDS).map(([name, fields]) => ({ name, config: configOf(name, fields) }));
}

/** A config by fields of a link behind those of `BASE`, which they replace. */
export function configOf(name: string, fields: string): ExperimentConfig {
  const merged = new Map([...new URLSearchParams(BASE), ...new URLSearchParams(fields)]);
  const { config, repairs } = decode([...merged].map((pair) => pair.join('=')).join('&'));
  if (repairs.length > 0)
    throw new Error(`${name}: the link is repaired in ${repairs.map(({ field }) => field).join(', ')}`);
  return config;
}
