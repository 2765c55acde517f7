/**
 * English texts: the page around the charts. Figures quoted from measurements name their setting; what a run shows is
 * told by its charts, not promised here.
 */
import { activations } from './activations';
import type { LayerPlan, ShortcutForm } from '../../architecture/plan';
import type { HeadKind, LossConfig } from '../../config/schema';
import type { BackendChoice, BackendName, BackendReason } from '../../contract/backend';
import type { FailureCode, Phase, Shortage } from '../../contract/messages';
import { builder } from './builder';
import { lossText } from './losses';
import { presets, regimes } from './presets';
import { counted } from './numerals';

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
  'software-adapter': (detail) => withDetail('the GPU here is emulated in software', detail),
  'device-lost': (detail) => withDetail('the GPU was lost twice', detail),
  'no-wasm': (detail) => withDetail('no WebAssembly here', detail),
  forced: (detail) => withDetail('asked for', detail),
  'forced-unavailable': (detail) => withDetail('what was asked for cannot be had', detail),
};

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

const failures: Record<FailureCode, { title: string; advice: string }> = {
  data: {
    title: 'The images could not be loaded',
    advice: 'Check the connection and start again, or choose the data set “shapes”, which needs none.',
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

const forms: Record<ShortcutForm, string> = {
  identity: 'identity',
  'zero-padding': 'subsample, pad with zeros',
  projection: '1×1 projection',
};

const integer = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function laneName(id: string): string {
  return Object.hasOwn(lanes, id) ? (lanes[id]?.name ?? id) : id;
}

function gainWord(gain: number): string {
  return gain === 1 ? 'on' : gain === 0 ? 'off' : `gain ${gain}`;
}

/** Skips that were switched. `blocks`: the first and the last that were switched together; null of all. */
function thrown(lane: string, blocks: readonly [first: number, last: number] | null, gain: number): string {
  const [first, last] = blocks ?? [0, 0];
  const named = first === last ? `block ${first + 1}` : `blocks ${first + 1} to ${last + 1}`;
  return `${lane}, ${blocks === null ? 'all' : named} ${gainWord(gain)}`;
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

  /** In front of the name of the page. */
  pageTitle: {
    running: (step: number): string => `▶ ${integer.format(step)}`,
    paused: (step: number): string => `⏸ ${integer.format(step)}`,
    diverged: (step: number): string => `Diverged at ${integer.format(step)}`,
    failed: (step: number): string => (step === 0 ? 'Failed' : `Failed at ${integer.format(step)}`),
  },

  /** A printed page. */
  print: {
    run: (date: string, step: number, backend: string) =>
      `${date} · step ${step}${backend === '' ? '' : ` · ${backend}`}`,
    settings: 'Settings that differ from the usual ones:',
    usual: 'none.',
    none: 'none',
  },

  share: {
    button: 'Share',
    /** `end`: the step of the first change that the link has no room for, null where it has all. */
    copied: (end: number | null): string =>
      end === null
        ? 'Link copied. It replays this experiment, with what was changed while it trained.'
        : `Link copied. It replays this run up to step ${integer.format(end)} only: it holds no more changes.`,
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
    resetHint: 'Back to step 0: the same run again, what was recorded included',
    stepCount: 'step',
    epoch: 'epoch',
    millisecondsPerStep: 'ms per step',
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
    text: (mark: string, step: number): string => `${mark} Run ended at step ${integer.format(step)}`,
    restore: 'Restore',
    restoreHint: 'Brings its settings back and replays it to this step',
    forget: 'Forget the ended run',
    stop: 'Stop here',
  },

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
    unavailable: (asked: BackendChoice, used: BackendName, trouble: string): string =>
      `The backend ${asked} was asked for but cannot be had here: ${used} is used. (${trouble})`,
    failed: (used: BackendName, trouble: string): string =>
      `The run is on ${used}, since a faster backend could not be started. (${trouble})`,
    recovered: (step: number, repeated: number, used: BackendName): string =>
      `The browser took the GPU away after step ${step}. The run goes on with ${used}: ${
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
  stalled: (files: readonly string[]): string =>
    `Nothing has arrived of ${files.join(', ')} for ten seconds. Should it move again, the run begins by itself.`,
  failureDetail: (message: string): string => `What the trainer said: ${message}`,
  restart: 'Start again',
  tryAgain: 'Try again',

  preset: {
    label: 'Experiment',
    custom: 'Custom',
    customSentence: 'Your own settings. The charts show what they do.',
    regimes,
    presets,
    measuredNote: (asPreset: boolean): string =>
      `Measured by this page, on wasm: Fashion-MNIST 14×14, width 8, momentum 0.9, batch 32, seeds 0 to 2${asPreset ? '' : '; here skips were changed'}.`,
  },

  lanes: {
    label: 'The networks',
    name: laneName,
    note: (id: string): string => lanes[id]?.note ?? '',
    heading: (id: string): string => `${laneName(id)} network`,
    loss: 'loss',
    lossHint: (loss: LossConfig): string =>
      `Mean of the newest training batch, before its update: ${lossText(loss)}`,
    accuracy: 'batch accuracy',
    testAccuracy: 'test accuracy',
    testStep: (step: number): string => `at step ${integer.format(step)}`,
    testHint: (images: number): string => `Measured on ${integer.format(images)} test images`,
    noTest: 'not measured yet',
    testOff: 'switched off',
    skipAll: 'All skips',
    /** `lane`: what it is called in the middle of a sentence. */
    skipAllLabel: (lane: string): string => `All skip connections, ${lane} lane`,
    skipsOn: (on: number, total: number): string => `${on} of ${total} on`,
    noBlocks: 'no blocks',
  },

  diagram: {
    label: (lane: string): string => `Diagram, ${lane} lane: skip connections`,
    hint: 'Arcs switch skip connections, by click or by arrow keys and Space; the weights stay. Bars select blocks to edit, with Shift or Ctrl several; by keyboard Shift with arrows or Space. Drag bars to move blocks (by touch hold them first), or press Alt with arrows; Insert adds one, Delete removes.',
    skip: (block: number, name: string, lane: string, selected: boolean): string =>
      `Skip connection of block ${block + 1} (${name}), ${lane} lane${selected ? ', block selected' : ''}`,
    stage: (stage: number, shape: string): string => `stage ${stage + 1} · ${shape}`,
    stem: 'conv1',
    head: 'fc',
    legend: {
      label: 'Legend',
      identity: 'identity',
      'zero-padding': 'zero-padding',
      projection: '1×1 projection',
      off: 'off',
      gate: 'gated',
      thin: '1×1 convolution',
      wide: '5×5 convolution',
      grouped: 'in groups',
      dilated: 'dilated',
      excitation: 'squeeze-and-excitation',
      own: 'differs from its stage',
    },
    blocks: (kind: string, order: string): string => `${kind} blocks, order: ${order.toLowerCase()}`,
    kinds: { basic: 'Basic', bottleneck: 'Bottleneck', both: 'Basic and bottleneck' },
    gateMark: 'σ',
    formula: {
      norm: { batch: 'BN', group: 'GN', layer: 'LN' },
      activation: activations,
      pad: 'pad',
    },
    marks: { identity: '', 'zero-padding': '0', projection: '1×1' } satisfies Record<ShortcutForm, string>,
    layer: ({ kind, kernel, stride, dilation, groups }: LayerPlan, name: string): string =>
      kind === 'dense' || kind === 'excitation'
        ? name
        : [
            `${name} ${kernel}×${kernel}`,
            ...(stride === 1 ? [] : [`stride ${stride}`]),
            ...(dilation === 1 ? [] : [`dilation ${dilation}`]),
            ...(groups === 1 ? [] : [`${groups} groups`]),
          ].join(', '),
    columns: { layer: 'layer', shape: 'shape', parameters: 'parameters', multiplyAdds: 'mult-adds' },
    total: 'together',
    dropout: (branch: number, shortcut: number, survival: number): string =>
      [
        ...(branch === 0 ? [] : [`dropout ${branch} in the branch`]),
        ...(shortcut === 0 ? [] : [`dropout ${shortcut} on the skip`]),
        ...(survival === 1 ? [] : [`branch kept with chance ${Number(survival.toFixed(3))}`]),
      ].join(' · '),
    shapes: (input: string, output: string): string => (input === output ? input : `${input} → ${output}`),
    receptiveField: (side: number): string => `sees ${side}×${side} input pixels`,
    shortcut: (form: ShortcutForm, gain: number, pending: boolean): string =>
      `skip: ${forms[form]}, ${gainWord(gain)}${pending ? ' (takes effect at the next step)' : ''} · `,
    fold: {
      times: (count: number): string => `×${count}`,
      some: (on: number, count: number): string => `${on} of ${count} on`,
      skips: (
        first: number,
        last: number,
        lane: string,
        on: number,
        count: number,
        selected: number,
      ): string =>
        `Skip connections of the equal blocks ${first + 1} to ${last + 1}, folded, ${lane} lane, ${on} of ${count} on${selected === 0 ? '' : selected === count ? ', blocks selected' : `, ${selected} blocks selected`}`,
      handle: (first: number, last: number, lane: string, folded: boolean): string =>
        `${folded ? 'Unfold' : 'Fold'} the equal blocks ${first + 1} to ${last + 1}, ${lane} lane`,
      title: (count: number, folded: boolean): string =>
        `${folded ? 'Unfold' : 'Fold'} ${count} equal blocks`,
      readout: (first: number, last: number, from: string, to: string): string =>
        `Blocks ${first + 1} to ${last + 1} · ${from} to ${to.split('.').at(-1) ?? to}`,
      each: 'each block',
      all: (count: number): string => `all ${count}`,
      shortcuts: (form: ShortcutForm, on: number, count: number): string =>
        `skips: ${forms[form]}, ${on} of ${count} on · `,
      foldAll: 'Fold equal blocks',
      unfoldAll: 'Unfold all',
    },
    drag: {
      to: (count: number, name: string, before: boolean, stage: number, full: number | null): string =>
        [
          ...(full === null ? [] : [`Stage ${full + 1} is full. The nearest place with room:`]),
          `${count === 1 ? '1 block' : `${count} blocks`} ${before ? 'before' : 'behind'} ${name}, in stage ${stage + 1}`,
        ].join(' '),
      pickedUp: (count: number, name: string): string =>
        `${count === 1 ? name : `${count} blocks from ${name} on`} picked up: move it to its place, or let go to edit it.`,
      nowhere: 'No stage has room for so many blocks.',
    },
    block: (index: number, name: string): string => `Block ${index + 1} · ${name}`,
    stemTitle: 'Stem · conv1',
    headTitle: (head: HeadKind): string =>
      head === 'average' ? 'Head · average pooling, fc' : 'Head · flatten, fc',
  },

  selection: {
    title: 'Edit selection',
    label: 'Selected blocks',
    count: (count: number, first: string): string =>
      count === 0
        ? 'No block selected'
        : count === 1
          ? `1 block selected: ${first}`
          : `${integer.format(count)} blocks selected`,
    moved: (count: number, name: string): string =>
      `${count === 1 ? 'Block' : `${integer.format(count)} blocks`} moved, now at ${name}.`,
    stayed: (count: number, why: 'full' | 'end', most: number): string =>
      `${count === 1 ? '1 block stays' : `${integer.format(count)} blocks stay`} in place: ${
        why === 'full' ? `the next stage has ${most} blocks, the most` : 'there is no stage beyond'
      }.`,
    kind: 'Kind',
    width: 'Width',
    stride: 'Stride',
    dilation: 'Dilation',
    groups: 'Groups',
    kernel: 'Kernel',
    add: 'Add block',
    addHint: 'A block like its stage, behind the last selected one',
    duplicate: 'Duplicate',
    remove: 'Remove',
    earlier: '← Earlier',
    earlierHint: 'One place towards the input; from the start of a stage into the one before',
    later: 'Later →',
    laterHint: 'One place towards the output; from the end of a stage into the one behind',
    reset: 'As its stage',
    resetHint: 'Drops what these blocks have of their own',
    stage: 'Select stage',
    all: 'Select all',
    clear: 'Clear',
    clearHint: 'Clear the selection (Escape)',
    full: (most: number): string => `A stage has at most ${most} blocks.`,
    fullAdvice: (most: number): string =>
      `A stage has at most ${most} blocks: move one into a neighbouring stage, or add it there.`,
  },

  switches: {
    title: 'Recorded while training',
    none: 'Skip connections switched and learning rates set while training are listed here and become part of the link.',
    entry: (
      step: number,
      lane: string,
      blocks: readonly [first: number, last: number] | null,
      gain: number,
    ): string => {
      return `step ${integer.format(step)}: ${thrown(lane, blocks, gain)}`;
    },
    thrown,
    rate: (step: number, rate: string): string =>
      `step ${integer.format(step)}: learning rate ${rate}, all networks`,
    /** A link holds no more; `step`: of the first change that it has no room for. */
    full: (step: number): string =>
      `A link holds 500 switches and 500 learning rates. The run goes on as changed, but its link replays it only up to step ${integer.format(step)}.`,
    forgotten: (count: number): string =>
      `The run goes its own way from here: ${counted(count, 'recorded change')} of later steps ${count === 1 ? 'is' : 'are'} left out of it and of its link.`,
    forget: 'Forget all',
    forgetHint: 'Starts anew at step 0 without them.',
  },

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
