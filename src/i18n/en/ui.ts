/**
 * English texts: the page around the charts. Figures quoted from measurements name their setting; what a run shows is
 * told by its charts, not promised here.
 */
import type { LossConfig } from '../../config/schema';
import type { BackendChoice, BackendName, BackendReason, WasmKernels } from '../../contract/backend';
import type { FileFault } from '../../contract/files';
import type { FailureCode, Loss, Phase, Shortage } from '../../contract/messages';
import { builder } from './builder';
import { diagram, selection, switches } from './diagram';
import { lossText } from './losses';
import { presets, regimes } from './presets';
import { counted, integer } from './numerals';

const lanes: Record<string, { name: string; note: string }> = {
  residual: { name: 'Residual', note: 'starts with its skip connections on' },
  plain: { name: 'Plain', note: 'its twin without skip connections' },
};

const phases: Record<Phase, string> = {
  backend: 'Choosing a backend',
  data: 'Loading images',
  network: 'Building the networks',
  kernels: 'Compiling the programs of the GPU',
  'first-gradient': 'Computing the first gradients',
  recovering: 'Repeating steps that the lost GPU had taken',
  replaying: 'Replaying the run',
};

const backendReasons: Record<BackendReason, (detail: string) => string> = {
  preferred: (detail) => (detail === '' ? 'first choice' : detail),
  'no-adapter': (detail) => withDetail('no GPU adapter here', detail),
  'adapter-silent': (detail) => withDetail('the GPU does not answer', detail),
  'webgpu-failed': (detail) => withDetail('the GPU could not be used', detail),
  'wasm-failed': (detail) => withDetail('WebAssembly could not be started', detail),
  'wasm-missing': (detail) => withDetail('a file of WebAssembly did not arrive whole', detail),
  'software-adapter': (detail) => withDetail('the GPU here is emulated in software', detail),
  'device-lost': (detail) => withDetail('the GPU was lost twice', detail),
  'no-wasm': (detail) => withDetail('no WebAssembly here', detail),
  forced: (detail) => withDetail('asked for', detail),
  'forced-unavailable': (detail) => withDetail('what was asked for cannot be had', detail),
};

const wasmKernels: Record<WasmKernels, string> = {
  simd: 'SIMD kernels',
  relaxed: 'relaxed SIMD kernels',
  reference: 'reference kernels',
  'without-simd': 'reference kernels: no SIMD here',
  missing: 'reference kernels: ours did not arrive',
  'tfjs-changed': 'reference kernels: tfjs changed inside',
};

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

const failures: Record<FailureCode, { title: string; advice: string }> = {
  data: {
    title: 'The images could not be loaded',
    advice: 'Check the connection and start again, or use images that are drawn here.',
  },
  'own-data': {
    title: 'This browser does not have the images of this experiment',
    advice: 'Bring them, or choose another data set.',
  },
  'own-weights': {
    title: 'This browser does not have the weights of this experiment',
    advice:
      'Bring the file, or remove the weights at the name of their network, which then starts from the seed.',
  },
  backend: {
    title: 'No backend could be started',
    advice: 'Start again, or choose another one under “Backend”.',
  },
  worker: {
    title: 'The trainer could not be loaded',
    advice: 'Check the connection and start again. If that does not help, load the page again.',
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

function laneName(id: string): string {
  return Object.hasOwn(lanes, id) ? (lanes[id]?.name ?? id) : id;
}

export const ui = {
  title: 'ResNet Explorer',
  tagline:
    'A residual network and its twin without skip connections: same weights, same batches, trained live.',
  skipTo: {
    label: 'Skip links',
    networks: 'Skip to the networks',
    chart: 'Skip to the gradient chart',
    builder: 'Skip to the builder',
  },

  help: 'Help',
  lessons: 'Lessons',
  lessonsHint: 'Why skip connections, step by step: predict, then see it in your own run',
  code: 'Code',
  codeHint: 'The network as PyTorch',
  mine: 'My experiments',
  bring: 'Bring',
  bringHint: 'Images, weights or a log of your own; nothing leaves this page',
  present: 'Present',

  theme: {
    now: (theme: string): string => `Theme: ${theme}`,
    system: 'System',
    light: 'Light',
    dark: 'Dark',
  },

  language: {
    label: 'Language',
    show: (name: string): string => `Show in ${name}`,
    missing: (name: string): string => `The texts in ${name} did not arrive: these stay.`,
    late: (name: string): string =>
      `The texts in ${name} have not arrived for ten seconds: these stay until they come.`,
  },

  /** In front of the name of the page. */
  pageTitle: {
    running: (step: number): string => `▶ ${integer(step)}`,
    paused: (step: number): string => `⏸ ${integer(step)}`,
    diverged: (step: number): string => `Diverged at ${integer(step)}`,
    failed: (step: number): string => (step === 0 ? 'Failed' : `Failed at ${integer(step)}`),
  },

  /** A printed page. */
  print: {
    run: (date: string, step: number, backend: string) =>
      `${date} · step ${step}${backend === '' ? '' : ` · ${backend}`}`,
    settings: 'Settings that differ from the usual ones:',
    usual: 'none.',
    none: 'none',
  },

  transport: {
    label: 'Training',
    build: 'Build',
    train: 'Train',
    pause: 'Pause',
    waiting: 'Pause (starts when ready)',
    step: 'Step',
    reset: 'Reset',
    resetHint: 'Back to step 0: the same run again, what was recorded included',
    stepCount: 'step',
    epoch: 'epoch',
    /** Of a step that lasts: how many it has gone through. */
    layer: 'layer',
    heldAt: 'paused at layer',
    layerHint: 'Layers of all lanes, forward and back',
    pace: (milliseconds: string): string => `${milliseconds} ms per step`,
    unknown: '–',
  },

  rate: {
    label: 'Live learning rate',
    base: 'Live base learning rate',
    hint: 'From the next step on; the weights stay. Each change is recorded in the link with its step.',
    scheduledHint:
      'From the next step on the schedule goes on from it; the weights stay. Each change is recorded in the link with its step.',
    scheduled: (rate: string): string => `schedule: ${rate}`,
  },

  phases,
  preparing: (phase: Phase, fraction: number | null): string =>
    fraction === null ? `${phases[phase]}…` : `${phases[phase]}: ${Math.round(fraction * 100)} %`,
  preparingLabel: 'Preparing the run',
  ended: {
    /** `mark` names its curves. */
    text: (mark: string, step: number): string => `${mark} Run ended at step ${integer(step)}`,
    restore: 'Restore',
    restoreHint: 'Brings its settings back and replays it to this step',
    forget: 'Forget the ended run',
    stop: 'Stop here',
  },

  backend: {
    label: 'Backend',
    choosing: 'choosing…',
    reason: (reason: BackendReason, detail: string, kernels?: WasmKernels): string =>
      backendReasons[reason](
        [detail, kernels === undefined ? '' : wasmKernels[kernels]].filter((part) => part !== '').join(', '),
      ),
    choiceLabel: 'Run on',
    choiceHint: 'A setting of this browser’s run, kept in the address as ?backend=. A change starts anew.',
    relaxedHint:
      'Relaxed, the processor may multiply and add in one: quicker by a tenth or two, but the numbers may differ in the last digits on another machine.',
    choices: {
      auto: 'best available',
      webgpu: 'webgpu',
      wasm: 'wasm',
      'wasm-relaxed': 'wasm, relaxed',
      cpu: 'cpu',
    } satisfies Record<BackendChoice, string>,
    unknown: (asked: string): string =>
      `The address asks for the backend “${asked}”, which does not exist: webgpu, wasm, wasm-relaxed and cpu do. The best available is used.`,
    unavailable: (asked: BackendChoice, used: BackendName, trouble: string): string =>
      `The backend ${asked} was asked for but cannot be had here: ${used} is used. (${trouble})`,
    failed: (used: BackendName, trouble: string): string =>
      `The run is on ${used}, since a faster backend could not be started. (${trouble})`,
    recovered: (lost: Loss, step: number, repeated: number, used: BackendName): string =>
      `The browser took ${lost === 'device' ? 'the GPU' : 'a worker with its network'} away after step ${step}. The run goes on with ${used}: ${
        repeated === 0 ? 'no step' : counted(repeated, 'step')
      } had to be repeated, and what the charts show was kept.`,
  },

  notices: {
    label: 'Notices',
    dismiss: 'Dismiss',
  },

  failures,
  shortage: ({ needed, available, batchSize }: Shortage): string =>
    `It needs ${megabytes(needed)} in one piece, and this GPU allows ${megabytes(available)}. ${
      batchSize > 0
        ? `A batch size of ${batchSize} fits.`
        : 'No batch size fits: make the network narrower, or choose the backend wasm.'
    }`,
  silent: {
    title: 'The trainer does not answer',
    /** Before and behind the seconds. */
    since: ['For ', ' s so far. Should it be a long step, the run goes on when that ends.'],
  },
  fileFault: (fault: FileFault): string => {
    const { file } = fault;
    switch (fault.what) {
      case 'silent':
        return `No answer for ${file}.`;
      case 'broken-off':
        return `The connection broke off in ${file}.`;
      case 'status':
        return `${file}: the server answered ${fault.status}.`;
      case 'type':
        return `${file} came as “${fault.type}” instead of ${fault.wanted}.`;
      case 'length':
        return `${file} came with ${integer(fault.bytes)} bytes instead of ${integer(fault.wanted)}.`;
      case 'content':
        return `${file} came damaged: its checksum does not fit.`;
    }
  },
  withSet: (name: string): string => `Use “${name}”`,
  runOn: (backend: BackendName): string => `Run on ${backend}`,
  stalled: (file: string): string =>
    `Nothing has arrived of ${file} for ten seconds. Should it move again, the run begins by itself.`,
  notBegun: (file: string): string =>
    `The trainer has not begun for ten seconds: ${file} may still be on its way.`,
  failureDetail: 'What the trainer said:',
  restart: 'Start again',
  tryAgain: 'Try again',

  preset: {
    label: 'Question',
    custom: 'Your own experiment',
    ofLesson: 'Experiment of the lesson',
    /** `what` is empty where nothing that is told differs. */
    changed: (question: string, what: string): string => (what === '' ? question : `${question} · ${what}`),
    regimes,
    presets,
    measuredNote: (asPreset: boolean): string =>
      `Measured by this page, on wasm: Fashion-MNIST 14×14, width 8, momentum 0.9, batch 32, seeds 0 to 2${asPreset ? '' : '; here skips were changed'}.`,
  },

  lanes: {
    label: 'The networks',
    name: laneName,
    /** In the middle of a sentence, and beside a line. */
    within: (name: string): string => name,
    note: (id: string): string => lanes[id]?.note ?? '',
    heading: (id: string): string => `${laneName(id)} network`,
    loss: 'loss',
    lossHint: (loss: LossConfig): string =>
      `Mean of the newest training batch, before its update: ${lossText(loss)}`,
    accuracy: 'accuracy',
    accuracyHint: 'Of the newest training batch, before its update',
    testAccuracy: 'test',
    testHint: (images: number, step: number): string =>
      `Accuracy on ${integer(images)} test images, at step ${integer(step)}`,
    noTest: 'not measured yet',
    testOff: 'switched off',
    skipAll: 'All skips',
    skipAllHint: 'Right arrow: the single skips',
    /** `lane`: what it is called in the middle of a sentence. */
    skipAllLabel: (lane: string): string => `All skip connections, ${lane} network`,
    skipsOn: (on: number, total: number): string => `${on} of ${total} on`,
    noBlocks: 'no blocks',
    unfold: (lane: string): string => `Blocks of the ${lane} network`,
  },

  diagram,
  selection,
  switches,
  builder,

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
    papers: 'Networks after He, Zhang, Ren and Sun: Deep Residual Learning for Image Recognition, 2015.',
    privacy: 'Everything runs in your browser; nothing is sent anywhere.',
  },
};
