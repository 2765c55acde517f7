/**
 * English texts: the page around the charts. Figures quoted from measurements name their setting; what a run shows is
 * told by its charts, not promised here.
 */
import type { PresetId, Regime } from '../../config/presets';
import type {
  ActivationName,
  DataSetName,
  InitialisationName,
  NormKind,
  ShortcutKind,
} from '../../config/schema';
import type { ShortcutForm } from '../../architecture/plan';
import type { BackendChoice, BackendName, BackendReason, FailureCode, Phase } from '../../worker/protocol';

const regimes: Record<Regime, string> = {
  exploding: 'Exploding gradients: batch norm, ReLU, He',
  'signal-loss': 'Signal loss: no norm, tanh, Xavier',
  vanishing: 'Vanishing gradients: no norm, sigmoid, Xavier',
  'activation-explosion': 'Exploding activations: no norm, ReLU, He',
  small: 'Small and fast',
};

/** One sentence per preset; `measured` where its figures come from our own measurements (see `measuredNote`). */
const presets: Record<PresetId, { name: string; sentence: string; measured: boolean }> = {
  'exploding-20': {
    name: 'Exploding gradients, depth 20',
    sentence:
      'At step 0 the first convolution’s gradient was 6.2 times the last one’s without skips, and 1.4 times with them.',
    measured: true,
  },
  'exploding-56': {
    name: 'Exploding gradients, depth 56',
    sentence:
      'Without skips the gradient grows towards the input: at step 0 the first convolution’s was 660 times the last one’s, with skips 5.2 times; after 100 to 120 steps the losses were 1.95 and 0.98.',
    measured: true,
  },
  'signal-loss-20': {
    name: 'Signal loss, depth 20',
    sentence:
      'Without skips all gradients are small: 0.014 in the first convolution at step 0, against 0.13 with skips; after 100 to 120 steps the losses were 1.89 and 1.05.',
    measured: true,
  },
  'signal-loss-56': {
    name: 'Signal loss, depth 56',
    sentence:
      'Without skips hardly any signal passes: the first convolution’s gradient at step 0 was 0.0003, against 0.22 with skips; after 100 to 120 steps the loss was 2.30 (chance), against 1.23.',
    measured: true,
  },
  'vanishing-20': {
    name: 'Vanishing gradients, depth 20',
    sentence:
      'Sigmoids shrink the gradient at every layer: without skips it was 0.16 in the last convolution and 2.6 × 10⁻¹⁴ in the first, and the loss stayed at chance.',
    measured: true,
  },
  'vanishing-56': {
    name: 'Vanishing gradients, depth 56',
    sentence:
      'Without skips the first convolution’s gradient underflows to 0; with them it was 4 × 10⁻²⁰, still far too small: after 100 to 120 steps both losses were at chance.',
    measured: true,
  },
  'activation-explosion-20': {
    name: 'Exploding activations, depth 20',
    sentence:
      'Without a norm every skip adds to the size of the activations. Depth 56 with skips diverged at once; this is the same at depth 20, which we have not measured.',
    measured: true,
  },
  'activation-explosion-56': {
    name: 'Exploding activations, depth 56',
    sentence:
      'Here skips without a norm do harm: at step 0 the last convolution’s gradient was 26,000 and the residual network diverged at once; without skips it was 0.001 and the loss stayed at chance.',
    measured: true,
  },
  'resnet-8': {
    name: 'ResNet-8',
    sentence: 'Three blocks, so that a step takes little time. A good base for your own.',
    measured: false,
  },
};

const lanes: Record<string, { name: string; note: string }> = {
  residual: { name: 'Residual', note: 'starts with its skip connections on' },
  plain: { name: 'Plain', note: 'its twin without skip connections' },
};

const phases: Record<Phase, string> = {
  backend: 'Choosing a backend',
  data: 'Loading images',
  network: 'Building the networks',
  'first-gradient': 'Computing the first gradients',
};

const backendReasons: Record<BackendReason, (detail: string) => string> = {
  preferred: (detail) => (detail === '' ? 'first choice' : detail),
  'no-adapter': (detail) => withDetail('no GPU adapter here', detail),
  'software-adapter': (detail) => withDetail('the GPU here is emulated in software', detail),
  'no-wasm': (detail) => withDetail('no WebAssembly here', detail),
  forced: (detail) => withDetail('asked for', detail),
  'forced-unavailable': (detail) => withDetail('what was asked for cannot be had', detail),
};

const failures: Record<FailureCode, { title: string; advice: string }> = {
  data: {
    title: 'The images could not be loaded',
    advice: 'Check the connection and start again, or choose the data set “shapes”, which needs none.',
  },
  backend: {
    title: 'No backend could be started',
    advice: 'Start again, or choose another backend under “Data, seeds and backend”.',
  },
  memory: {
    title: 'Not enough memory for this experiment',
    advice: 'Choose fewer blocks, a smaller width or a smaller batch.',
  },
  'device-lost': {
    title: 'The browser took the GPU away',
    advice: 'Start again from step 0, or choose the backend wasm.',
  },
  internal: {
    title: 'The trainer stopped',
    advice: 'Start again from step 0: the experiment and its link are kept.',
  },
};

function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text} (${detail})`;
}

const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function laneName(id: string): string {
  return lanes[id]?.name ?? id;
}

function gainWord(gain: number): string {
  return gain === 1 ? 'on' : gain === 0 ? 'off' : `gain ${gain}`;
}

export const ui = {
  title: 'ResNet Explorer',
  tagline:
    'A residual network and its twin without skip connections: same weights, same batches, trained live.',
  skipToContent: 'Skip to the networks',

  theme: {
    label: 'Theme',
    system: 'System',
    light: 'Light',
    dark: 'Dark',
  },

  share: {
    button: 'Share',
    copied: 'Link copied. It replays this experiment, switches included.',
    refused: 'The browser refused the clipboard. Copy the link from this field:',
    fieldLabel: 'Link to this experiment',
    close: 'Close',
  },

  transport: {
    label: 'Training',
    train: 'Train',
    pause: 'Pause',
    waiting: 'Pause (starts when ready)',
    step: 'Step',
    reset: 'Reset',
    resetHint: 'Back to step 0: the same run again, recorded switches included',
    stepCount: 'step',
    epoch: 'epoch',
    millisecondsPerStep: 'ms per step',
    unknown: '–',
  },

  phases,
  preparing: (phase: Phase, fraction: number | null): string =>
    fraction === null ? `${phases[phase]}…` : `${phases[phase]}: ${Math.round(fraction * 100)} %`,
  preparingLabel: 'Preparing the run',

  backend: {
    label: 'Backend',
    choosing: 'choosing…',
    reasons: backendReasons,
    choiceLabel: 'Run on',
    choiceHint: 'A setting of this browser’s run, kept in the address as ?backend=. A change starts anew.',
    choices: {
      auto: 'best available',
      webgpu: 'webgpu',
      wasm: 'wasm',
      cpu: 'cpu',
    } satisfies Record<BackendChoice, string>,
    unknown: (asked: string): string =>
      `The address asks for the backend “${asked}”, which does not exist: webgpu, wasm and cpu do. The best available is used.`,
    unavailable: (asked: BackendChoice, used: BackendName): string =>
      `The backend ${asked} was asked for but cannot be had here: ${used} is used.`,
  },

  notices: {
    label: 'Notices',
    dismiss: 'Dismiss',
  },

  failures,
  failureDetail: (message: string): string => `What the trainer said: ${message}`,
  restart: 'Start again',

  preset: {
    label: 'Experiment',
    custom: 'Custom',
    customSentence: 'Your own settings. The charts show what they do.',
    regimes,
    presets,
    measuredNote: (asPreset: boolean): string =>
      `Measured in PyTorch: Fashion-MNIST 14×14, width 8, momentum 0.9, batch 32, two seeds${asPreset ? '' : '; here skips were changed'}.`,
  },

  lanes: {
    label: 'The networks',
    name: laneName,
    note: (id: string): string => lanes[id]?.note ?? '',
    heading: (id: string): string => `${laneName(id)} network`,
    loss: 'loss',
    lossHint: 'Mean cross-entropy of the newest training batch, before its update',
    accuracy: 'batch accuracy',
    testAccuracy: 'test accuracy',
    testStep: (step: number): string => `at step ${integer.format(step)}`,
    testHint: (images: number): string => `Measured on ${integer.format(images)} test images`,
    noTest: 'not measured yet',
    testOff: 'switched off',
    skipAll: 'All skips',
    skipAllLabel: (id: string): string => `All skip connections, ${laneName(id).toLowerCase()} lane`,
    skipsOn: (on: number, total: number): string => `${on} of ${total} on`,
    noBlocks: 'no blocks',
  },

  diagram: {
    label: (id: string): string => `Diagram, ${laneName(id).toLowerCase()} lane: skip connections`,
    hint: 'Each arc is a skip connection and a switch: click it, or move with the arrow keys and press Space. It takes effect at the next step; the weights stay.',
    skip: (block: number, name: string, id: string): string =>
      `Skip connection of block ${block + 1} (${name}), ${laneName(id).toLowerCase()} lane`,
    stage: (stage: number, shape: string): string => `stage ${stage + 1} · ${shape}`,
    stem: 'conv1',
    head: 'fc',
    pending: 'takes effect at the next step',
    legend: {
      label: 'Legend',
      identity: 'identity',
      'zero-padding': 'zero-padding',
      projection: '1×1 projection',
      off: 'off',
    },
    marks: { identity: '', 'zero-padding': '0', projection: '1×1' } satisfies Record<ShortcutForm, string>,
    layer: (name: string, kernel: number, stride: number): string =>
      `${name} ${kernel}×${kernel}${stride === 1 ? '' : `, stride ${stride}`}`,
    columns: { layer: 'layer', shape: 'shape', parameters: 'parameters' },
    shapes: (input: string, output: string): string => (input === output ? input : `${input} → ${output}`),
    receptiveField: (side: number): string => `sees ${side}×${side} input pixels`,
    shortcut: (form: ShortcutForm, gain: number): string =>
      `skip: ${{ identity: 'identity', 'zero-padding': 'subsample, pad with zeros', projection: '1×1 projection' }[form]}, ${gainWord(gain)}`,
    block: (index: number, name: string): string => `Block ${index + 1} · ${name}`,
    stemTitle: 'Stem · conv1',
    headTitle: 'Head · average pooling, fc',
  },

  switches: {
    title: 'Recorded switches',
    none: 'Skip connections switched while training are listed here and become part of the link.',
    entry: (step: number, lane: string, block: number | 'all', gain: number): string =>
      `step ${integer.format(step)}: ${laneName(lane).toLowerCase()}, ${block === 'all' ? 'all' : `block ${block + 1}`} ${gainWord(gain)}`,
    forget: 'Forget switches',
    forgetHint: 'Starts anew at step 0 without them.',
  },

  builder: {
    label: 'Build the experiment',
    restartNote: 'A change starts a new run at step 0.',
    facts: {
      depth: 'depth',
      parameters: 'parameters',
      multiplyAdds: 'multiply-adds per image',
      receptiveField: 'receptive field',
    },
    sections: {
      network: 'Network',
      training: 'Training',
      data: 'Data, seeds and backend',
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
      stemWidth: 'Width',
      stemWidthHint: 'Channels of the stem; sets the stages to 1, 2 and 4 times that.',
      norm: 'Norm',
      activation: 'Activation',
      initialisation: 'Initialisation',
      shortcut: 'Shortcut where the shape changes',
      learningRate: 'Learning rate',
      momentum: 'Momentum',
      weightDecay: 'Weight decay',
      batchSize: 'Batch size',
      testInterval: 'Test every … steps',
      testIntervalHint: '0 never measures test accuracy.',
      set: 'Data set',
      inputSize: 'Input size',
      seedData: 'Seed of the data',
      seedInit: 'Seed of the weights',
      seedOrder: 'Seed of the batches',
      seedHint: 'Same seeds, same run.',
    },
    choices: {
      set: { fashion: 'Fashion-MNIST', shapes: 'Shapes' } satisfies Record<DataSetName, string>,
      setHint: {
        fashion: '10,000 training and 2,000 test photographs of clothes, 10 classes.',
        shapes: 'Drawn from the data seed, nothing to download.',
      } satisfies Record<DataSetName, string>,
      inputSize: (side: number): string => `${side}×${side}`,
      norm: { batch: 'Batch norm', group: 'Group norm', layer: 'Layer norm', none: 'None' } satisfies Record<
        NormKind,
        string
      >,
      activation: {
        relu: 'ReLU',
        'leaky-relu': 'Leaky ReLU',
        elu: 'ELU',
        gelu: 'GELU',
        silu: 'SiLU',
        tanh: 'tanh',
        sigmoid: 'Sigmoid',
        linear: 'Linear',
      } satisfies Record<ActivationName, string>,
      initialisation: {
        he: 'He',
        xavier: 'Xavier',
        lecun: 'LeCun',
        orthogonal: 'Orthogonal',
        normal: 'Given deviation',
        zeros: 'Zeros',
      } satisfies Record<InitialisationName, string>,
      shortcut: {
        A: 'A: zero-padding',
        B: 'B: projection',
        C: 'C: projection in every block',
      } satisfies Record<ShortcutKind, string>,
      stride: (stride: number): string => String(stride),
    },
    range: (min: string, max: string): string => `${min} to ${max}`,
    notANumber: (used: string): string => `Not a number. Still using ${used}.`,
    notAnInteger: (used: string): string => `Whole numbers only. Still using ${used}.`,
    outOfRange: (min: string, max: string, used: string): string =>
      `${min} to ${max} only. Still using ${used}.`,
  },

  crash: {
    title: 'Something on this page went wrong',
    text: 'The page could not go on drawing. Your experiment is still in the address: loading the page again may help.',
    reload: 'Load again',
    startOver: 'Start with the default experiment',
  },

  unsupported: {
    title: 'This browser cannot train here',
    text: 'ResNet Explorer trains in a web worker, which this browser does not offer to this page. A current Firefox, Chrome, Edge or Safari does.',
  },

  footer: {
    data: 'Fashion-MNIST © 2017 Zalando SE, MIT licence (Xiao, Rasul, Vollgraf 2017).',
    papers: 'Networks after He, Zhang, Ren and Sun: Deep Residual Learning for Image Recognition, 2015.',
    privacy: 'Everything runs in your browser; nothing is sent anywhere.',
  },
};
