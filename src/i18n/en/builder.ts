/** English texts: the builder. Hints state the definition that is used, or the paper and year it comes from. */
import type {
  BlockKind,
  BranchStart,
  HeadKind,
  InitDistribution,
  InitFan,
  InitialisationName,
  LayerOrder,
  NormKind,
  OptimiserKind,
  ScheduleKind,
  ShortcutGate,
  ShortcutKind,
} from '../../config/schema';
import { activations } from './activations';
import { lossFormulas, lossNames } from './losses';

const norm: Record<NormKind, string> = {
  batch: 'Batch norm',
  group: 'Group norm',
  layer: 'Layer norm',
  none: 'None',
};

const initialisation: Record<InitialisationName, string> = {
  he: 'He (Kaiming)',
  xavier: 'Xavier (Glorot)',
  lecun: 'LeCun',
  orthogonal: 'Orthogonal',
  normal: 'Given deviation',
  zeros: 'Zeros',
};

const initialisationHint: Record<InitialisationName, string> = {
  he: 'Deviation √(2 / fan); He et al. 2015, “Delving deep”.',
  xavier: 'Deviation √(2 / (fan in + fan out)); Glorot & Bengio 2010.',
  lecun: 'Deviation √(1 / fan); LeCun et al. 1998.',
  orthogonal: 'Rows or columns of each filter are orthonormal; Saxe et al. 2014.',
  normal: 'The same deviation for every filter.',
  zeros: 'All filters 0: channels of a layer cannot become different.',
};

const order: Record<LayerOrder, string> = {
  original: 'Original',
  'norm-after-addition': 'Norm after addition',
  'activation-before-addition': 'Activation before addition',
  'activation-first': 'Activation-only pre-activation',
  'pre-activation': 'Full pre-activation',
};

const orderHint: Record<LayerOrder, string> = {
  original: 'conv, norm, activation, conv, norm, add, activation. He et al. 2016, figure 4 (a).',
  'norm-after-addition': 'conv, norm, activation, conv, add, norm, activation. He et al. 2016, figure 4 (b).',
  'activation-before-addition':
    'conv, norm, activation, conv, norm, activation, add. He et al. 2016, figure 4 (c).',
  'activation-first':
    'activation, conv, norm, activation, conv, norm, add. He et al. 2016, figure 4 (d); there the first block activates before it splits.',
  'pre-activation':
    'norm, activation, conv, norm, activation, conv, add. He et al. 2016, figure 4 (e); there the first block activates before it splits.',
};

const block: Record<BlockKind, string> = { basic: 'Basic', bottleneck: 'Bottleneck' };

const blockHint: Record<BlockKind, string> = {
  basic: 'Two 3×3 convolutions; He et al. 2015.',
  bottleneck:
    '1×1, 3×3, 1×1; the output is wider by the expansion; He et al. 2015. The stride is on the 3×3, as in torchvision; in the paper on the first 1×1.',
};

const head: Record<HeadKind, string> = { average: 'Average pooling', flatten: 'Flatten' };

const headHint: Record<HeadKind, string> = {
  average: 'The mean over all positions goes to the classes.',
  flatten: 'All positions go to the classes as they are.',
};

const shortcut: Record<ShortcutKind, string> = {
  A: 'A: zero-padding',
  B: 'B: projection where the shape changes',
  C: 'C: projection in every block',
};

const shortcutHint: Record<ShortcutKind, string> = {
  A: 'Subsamples, and fills new channels with zeros: no parameters. Where channels become fewer, it projects. He et al. 2015.',
  B: 'A 1×1 convolution where the shape changes, else the identity. He et al. 2015.',
  C: 'A 1×1 convolution on every shortcut. He et al. 2015; table 1 of He et al. 2016.',
};

const gate: Record<ShortcutGate, string> = {
  none: 'None',
  exclusive: 'Exclusive',
  'shortcut-only': 'Shortcut only',
};

const gateHint: Record<ShortcutGate, string> = {
  none: 'The shortcut is added as it is.',
  exclusive: 'g · branch + (1 − g) · shortcut, g = sigmoid(1×1 convolution of x). He et al. 2016, table 1.',
  'shortcut-only': 'branch + (1 − g) · shortcut, g = sigmoid(1×1 convolution of x). He et al. 2016, table 1.',
};

const branchStart: Record<BranchStart, string> = {
  plain: 'As initialised',
  'zero-last': 'Last norm or filter at 0',
  'skip-init': 'Learned factor at 0 (SkipInit)',
  fixup: 'Fixup',
};

const branchStartHint: Record<BranchStart, string> = {
  plain: 'Every branch begins as its filters do.',
  'zero-last': 'Every branch begins at 0: only shortcuts pass. Goyal et al. 2017.',
  'skip-init':
    'Each branch times one learned number that begins at 0: only shortcuts pass. De & Smith 2020; ReZero, Bachlechner et al. 2020.',
  fixup:
    'Filters of a branch times blocks^(−1/(2m−2)) for its m convolutions; the last one, and the classifier, at 0. Zhang et al. 2019, whose scalars learn at a tenth of the rate; here at the same.',
};

const optimiser: Record<OptimiserKind, string> = {
  sgd: 'SGD with momentum',
  adam: 'Adam',
  adamw: 'AdamW',
  rmsprop: 'RMSProp',
};

const optimiserHint: Record<OptimiserKind, string> = {
  sgd: 'v = momentum · v + gradient; w −= rate · v.',
  adam: 'Kingma & Ba 2015. Weight decay is added to the gradient.',
  adamw: 'Loshchilov & Hutter 2019. Weight decay is taken off the weights.',
  rmsprop: 'Tieleman & Hinton 2012: gradients divided by their running root mean square.',
};

const schedule: Record<ScheduleKind, string> = {
  constant: 'Constant',
  steps: 'Steps',
  cosine: 'Cosine',
  'one-cycle': 'One cycle',
};

const scheduleHint: Record<ScheduleKind, string> = {
  constant: 'The same rate at every step.',
  steps: 'Multiplied with the factor after each period.',
  cosine: 'Half a cosine down to 0 over the period, then up again. Loshchilov & Hutter 2017.',
  'one-cycle': 'Up from a 25th for three tenths of the period, then down to almost 0. Smith & Topin 2018.',
};

const count = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

export const builder = {
  label: 'Build the experiment',
  restartNote: 'A change starts a new run at step 0.',
  undo: 'Undo',
  redo: 'Redo',
  /** `what` is empty where there is nothing to undo. */
  undoHint: (what: string): string => `Undo${what === '' ? '' : `: ${what}`} (Ctrl+Z)`,
  redoHint: (what: string): string => `Redo${what === '' ? '' : `: ${what}`} (Ctrl+Shift+Z)`,
  /** The settings of a change, of many the first three. */
  changed: (names: readonly string[]): string =>
    `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`,
  facts: {
    label: 'What the network costs',
    depth: 'depth',
    parameters: 'parameters',
    multiplyAdds: 'multiply-adds per image',
    receptiveField: 'receptive field, last conv',
    memory: 'memory, estimated',
    memoryHint: (share: number): string =>
      `For a step of all lanes: ${share < 1 ? 'less than 1' : count.format(share)} % of what this page allows itself.`,
    /** Two digits: it is an estimate. */
    stepTime: (milliseconds: number): string =>
      milliseconds < 1000
        ? `≈ ${digits.format(Math.max(0.1, milliseconds))} ms`
        : `≈ ${digits.format(milliseconds / 1000)} s`,
    stepTimeMeasured: (backend: string): string => `per step, from steps that ran here on ${backend}`,
    stepTimeGuessed: (backend: string): string =>
      `per step, a first guess: too few steps were timed here on ${backend} yet`,
    work: 'multiply-adds per step',
    workHint: (share: number): string =>
      `Forward and backward, all lanes: ${share < 1 ? 'less than 1' : count.format(share)} % of what this page allows itself.`,
  },
  tooLarge: 'Fewer blocks, narrower stages, a smaller input or a smaller batch make room.',
  sections: {
    lanes: 'Networks in training',
    network: 'Network',
    skips: 'Skip connections',
    ends: 'Stem and head',
    initialisation: 'Initialisation',
    training: 'Training',
    data: 'Data and augmentation',
    seeds: 'Seeds',
    backend: 'Backend',
  },
  fields: {
    stage: (index: number): string => `Stage ${index + 1}`,
    blocks: 'blocks',
    blocksLabel: (index: number): string => `Blocks in stage ${index + 1}`,
    fewer: (index: number): string => `One block fewer in stage ${index + 1}`,
    more: (index: number): string => `One block more in stage ${index + 1}`,
    width: 'width',
    stageWidthLabel: (index: number): string => `Width of stage ${index + 1}`,
    stride: 'stride',
    strideLabel: (index: number): string => `Stride of stage ${index + 1}`,
    stageMore: 'Dilation, groups, kernel, SE',
    stageMoreLabel: (index: number): string => `Dilation, groups, kernel, SE of stage ${index + 1}`,
    dilation: 'Dilation',
    groups: 'Groups',
    kernel: 'Kernel',
    reduction: 'SE reduction',
    reductionHint: '0 has none. Hu et al. 2018.',
    groupsHint: 'Xie et al. 2017.',
    groupsCount: (used: readonly number[]): string =>
      `${used.join(' or ')} in fact: groups must divide the channels.`,
    addStage: 'Add a stage',
    removeStage: 'Remove the last stage',
    stemWidth: 'Width',
    stemWidthHint: 'Channels of the stem; sets each stage to twice the one before, from that on.',
    stemKernel: 'Stem kernel',
    stemStride: 'Stem stride',
    stemPool: 'Max pooling after the stem (3×3, stride 2)',
    head: 'Head',
    block: 'Block',
    expansion: 'Expansion of bottlenecks',
    expansionHint: 'Output channels per inner channel; 4 in He et al. 2015.',
    inner: 'Inner width of bottlenecks',
    innerHint:
      'Inner channels per channel of the stage’s width. 8 with widths from 64 and 8 groups is ResNeXt-29, 8×64d; Xie et al. 2017.',
    order: 'Order of layers',
    norm: 'Norm',
    normGroups: 'Groups of the norm',
    normGroupsHint: 'Wu & He 2018.',
    activation: 'Activation',
    initialisation: 'Initial filters',
    initDistribution: 'Distribution',
    initFan: 'Fan',
    initDeviation: 'Deviation',
    initDense: 'Dense layers are uniform within 1/√(fan in), as in PyTorch; their biases are 0, not drawn.',
    branchStart: 'Start of the branches',
    zeroLastHalf:
      'The last norm or filter begins at 0, every branch behind its sigmoid at ½. Goyal et al. 2017.',
    fixupNorm: 'The paper’s networks have no norm: with Norm “None” come its scalars.',
    fixupScalars: 'Scalar biases and multipliers',
    shortcut: 'Shortcut',
    gate: 'Gate',
    gateBias: 'Bias of the gates at step 0',
    gateBiasHint: 'The more negative, the more of the shortcut goes through.',
    branchScale: 'Branch scale',
    branchScaleHint: 'Constant factor of every branch.',
    dropout: 'Dropout in branches',
    dropoutHint: 'Before the last convolution; Zagoruyko & Komodakis 2016.',
    shortcutDropout: 'Dropout on shortcuts',
    shortcutDropoutHint: 'What stays is scaled up; not so in He et al. 2016, table 1.',
    stochasticDepth: 'Stochastic depth',
    stochasticDepthHint:
      'Chance to leave the last branch out; less before it. Those that stay are scaled up; Huang et al. 2016 scale in tests.',
    optimiser: 'Optimiser',
    learningRate: 'Learning rate',
    momentum: 'Momentum',
    nesterov: 'Nesterov momentum',
    weightDecay: 'Weight decay',
    beta1: 'β₁',
    beta1Hint: 'Decay of the mean gradient.',
    beta2: 'β₂',
    beta2Hint: 'Decay of the mean squared gradient.',
    smoothing: 'Smoothing',
    smoothingHint: 'Decay of the mean squared gradient.',
    clip: 'Largest gradient norm',
    clipHint: 'Longer gradients are scaled down to it; 0 never.',
    schedule: 'Schedule',
    period: 'Period, in steps',
    factor: 'Factor',
    warmUp: 'Warm-up steps',
    momentumCycle: (name: string, most: number, least: number): string =>
      `${name} ${most} → ${least} → ${most}`,
    loss: 'Loss',
    labelSmoothing: 'Label smoothing',
    labelSmoothingHint: 'Share of the target spread over all classes; Szegedy et al. 2016.',
    focus: 'Exponent',
    focusHint: '0 is cross-entropy.',
    batchSize: 'Batch size',
    batchSizeHint: 'Images that fill no whole batch are left out of an epoch.',
    testInterval: 'Test every … steps',
    testIntervalHint: '0 never measures test accuracy.',
    set: 'Data set',
    inputSize: 'Input size',
    shift: 'Shift, in pixels',
    shiftHint: 'In any direction.',
    cutout: 'Cutout side',
    cutoutHint: '0 cuts nothing; DeVries & Taylor 2017.',
    flip: 'Mirror half of the images',
    seedData: 'Seed of the data',
    seedInit: 'Seed of the weights',
    seedOrder: 'Seed of the batches',
    seedOrderHint: 'Also of augmentation.',
    seedHint: 'Same seeds, same run.',
  },
  choices: {
    inputSize: (side: number): string => `${side}×${side}`,
    kernel: (side: number): string => `${side}×${side}`,
    norm,
    activation: activations,
    initialisation,
    initialisationHint,
    initDistribution: { normal: 'Normal', uniform: 'Uniform' } satisfies Record<InitDistribution, string>,
    initFan: { in: 'In', out: 'Out' } satisfies Record<InitFan, string>,
    initFanHint: {
      in: 'Keeps the size of activations.',
      out: 'Keeps the size of gradients.',
    } satisfies Record<InitFan, string>,
    order,
    orderHint,
    block,
    blockHint,
    head,
    headHint,
    shortcut,
    shortcutHint,
    gate,
    gateHint,
    branchStart,
    branchStartHint,
    optimiser,
    optimiserHint,
    schedule,
    scheduleHint,
    loss: lossNames,
    lossHint: lossFormulas,
    stride: (stride: number): string => String(stride),
  },
  samples: {
    title: 'Sample images',
    waiting: 'The images are being loaded.',
    note: (side: number): string =>
      `Training images at ${side}×${side}, as the network gets them before they are standardised and augmented.`,
    counts: (train: number, test: number): string => `${count.format(train)} + ${count.format(test)} test`,
    countsHint: (train: number, test: number): string =>
      `${count.format(train)} training and ${count.format(test)} test images`,
    row: (name: string, shown: number): string => `${shown} training images of the class ${name}`,
    other: 'Other images',
  },
  /** Stands for the value of several blocks that differ in it. */
  mixed: 'mixed',
  mixedValues: 'the different values',
  range: (min: string, max: string): string => `${min} to ${max}`,
  notANumber: (used: string): string => `Not a number. Still using ${used}.`,
  notAnInteger: (used: string): string => `Whole numbers only. Still using ${used}.`,
  outOfRange: (min: string, max: string, used: string): string =>
    `${min} to ${max} only. Still using ${used}.`,
};
