/** English texts: the log of a training, and what it shows to be wrong. */

type Rule =
  | 'not-finite'
  | 'cut-off'
  | 'vanishing'
  | 'exploding'
  | 'growing-activations'
  | 'fading-activations'
  | 'dead-units'
  | 'spikes'
  | 'large-updates'
  | 'small-updates'
  | 'chance'
  | 'shrinking-weights'
  | 'no-norm'
  | 'frozen';

type Shown = 'gradient' | 'weight' | 'update' | 'ratio' | 'activation' | 'deviation' | 'zeros' | 'dead';

/** What a rule measured, as text. */
export interface Measured {
  readonly value: string;
  readonly threshold: string;
  readonly first: string;
  readonly last: string;
  readonly count: number;
  readonly step: number;
  /** What it is held against, or empty. */
  readonly beside: string;
}

interface RuleText {
  /** The symptom, in few words. */
  readonly title: string;
  /** What was measured. */
  readonly found: (measured: Measured) => string;
  readonly cause: string;
  readonly advice: string;
  /** Where it was looked at and is not so. */
  readonly fine: string;
}

const layers = (count: number): string => (count === 1 ? '1 layer' : `${count} layers`);
const span = (first: string, last: string): string => (first === last ? first : `${first} to ${last}`);

const rules: Readonly<Record<Rule, RuleText>> = {
  'not-finite': {
    title: 'Numbers are no longer finite',
    found: ({ first, step }) =>
      first === ''
        ? `The loss was NaN or infinite first, at step ${step}.`
        : `First in ${first}, at step ${step}.`,
    cause:
      'Likely a learning rate that is too high, half precision that overflows, or a logarithm or root of 0.',
    advice: 'Lower the learning rate, warm it up, clip gradients; look at the layer that was first.',
    fine: 'all numbers finite',
  },
  'cut-off': {
    title: 'Layers get no gradient',
    found: ({ count, first, last }) =>
      `The gradient of ${layers(count)} (${span(first, last)}) is 0 in all steps; others have one.`,
    cause:
      'Likely a detach() or no_grad() on the way, an output that the loss does not use, or a gradient that vanished to exactly 0.',
    advice: 'Follow the loss back to these layers: what comes of them must be in it.',
    fine: 'every layer gets a gradient',
  },
  vanishing: {
    title: 'Gradients vanish towards the input',
    found: ({ first, last, value, threshold }) =>
      `The gradient of ${first} is ${value} times that of ${last}; below ${threshold} the first layers hardly learn.`,
    cause:
      'Each layer passes back less than it gets: sigmoids or tanh, small initial weights, depth without skip connections.',
    advice: 'Add skip connections or a norm, use ReLU with He’s initialisation.',
    fine: 'gradients reach the first layers',
  },
  exploding: {
    title: 'Gradients explode towards the input',
    found: ({ first, last, value, threshold, step }) =>
      `At step ${step} the gradient of ${first} is ${value} times that of ${last}; more than ${threshold} is too much for one learning rate.`,
    cause:
      'Each layer passes back more than it gets: large initial weights, or batch norm in deep plain networks.',
    advice: 'Add skip connections, clip gradients, warm the learning rate up.',
    fine: 'gradients do not explode',
  },
  'growing-activations': {
    title: 'Activations grow with depth',
    found: ({ value, threshold, first, last }) =>
      `From ${first} to ${last} their deviation grows ${value} times; a healthy network stays below ${threshold}.`,
    cause: 'Each layer or residual branch adds variance, and no norm takes it away.',
    advice: 'Add a norm, or begin residual branches at 0 (Fixup, SkipInit, zero-γ).',
    fine: 'activations keep their size',
  },
  'fading-activations': {
    title: 'The signal fades with depth',
    found: ({ value, threshold, first, last }) =>
      `From ${first} to ${last} the deviation of activations falls to ${value} of what it was; below ${threshold} inputs can hardly be told apart.`,
    cause: 'Small initial weights, or saturating activations one after the other.',
    advice: 'Initialise for the activation (He for ReLU, Xavier for tanh), add a norm or skip connections.',
    fine: 'the signal does not fade',
  },
  'dead-units': {
    title: 'Units are dead',
    found: ({ value, first, count, threshold }) =>
      `Before ${first}, ${value} of the features are 0 for whole batches; so it is, above ${threshold}, before ${layers(count)}.`,
    cause:
      'ReLUs that no input switches on get no gradient, and stay off: mostly after updates that were too large.',
    advice: 'Lower the learning rate, use leaky ReLU or GELU, add a norm before the activation.',
    fine: 'units are alive',
  },
  spikes: {
    title: 'The loss jumps',
    found: ({ value, count, step, threshold }) =>
      `In ${count} of the steps held here it lies above those before by more than ${threshold} of where it began; most at step ${step}, by ${value}.`,
    cause:
      'Likely a learning rate that is too high for the curvature here, or single batches unlike the others.',
    advice: 'Lower the learning rate, warm it up, clip gradients.',
    fine: 'no jumps of the loss',
  },
  'large-updates': {
    title: 'Updates are large',
    found: ({ value, threshold }) =>
      `A step changes weights by ${value} of their length; about 10⁻³ is usual, more than ${threshold} a lot.`,
    cause: 'The learning rate is high for these weights.',
    advice: 'Lower the learning rate, or decay it as training goes on.',
    fine: 'updates not too large',
  },
  'small-updates': {
    title: 'Updates are tiny',
    found: ({ value, threshold }) =>
      `A step changes weights by ${value} of their length; about 10⁻³ is usual, less than ${threshold} hardly learns.`,
    cause:
      'The learning rate is low, or a schedule has brought it to its end, or gradients are small throughout.',
    advice: 'Raise the learning rate, or use Adam, which makes steps of one size from small gradients.',
    fine: 'updates not too small',
  },
  chance: {
    title: 'The loss is that of guessing',
    found: ({ value, beside, count, first, step }) =>
      `At step ${step} it is ${value}; guessing among the ${count} outputs of ${first} costs ln(${count}) = ${beside}.`,
    cause: 'What the network says does not depend on its input yet, or labels do not belong to their inputs.',
    advice:
      'Train on ten examples alone: if these are not learned either, look at gradients, labels and data.',
    fine: 'the loss is better than guessing',
  },
  'shrinking-weights': {
    title: 'Weights shrink',
    found: ({ value, threshold, beside }) =>
      `They are ${value} as long as they were at the start, less than ${threshold}${beside === '' ? '' : `; weight decay is ${beside}`}.`,
    cause: 'Weight decay takes more than gradients give.',
    advice: 'Lower weight decay; with a norm behind them, short weights also learn faster.',
    fine: 'weights keep their length',
  },
  'no-norm': {
    title: 'No norm keeps the size of activations',
    found: ({ value, count }) =>
      `${layers(count)} without any norm, over which the deviation of activations changes ${value} times.`,
    cause: 'Without a norm the size of a signal is a product over all layers.',
    advice: 'Add batch norm or layer norm.',
    fine: 'nothing asks for a norm',
  },
  frozen: {
    title: 'Layers are frozen',
    found: ({ count, first, last }) => `${layers(count)} (${span(first, last)}) ask for no gradient.`,
    cause: 'requires_grad is False there: as meant for fine-tuning, or left over from it.',
    advice: 'Where it is not meant, set requires_grad to True before the optimizer is made.',
    fine: 'nothing frozen',
  },
};

const quantities: Readonly<Record<Shown, string>> = {
  gradient: 'Gradient norm',
  weight: 'Weight norm',
  update: 'Update norm',
  ratio: 'Update over weight',
  activation: 'Activation norm',
  deviation: 'Deviation of activations',
  zeros: 'Zeros in the input',
  dead: 'Dead input features',
};

const axis: Readonly<Record<Shown, string>> = {
  gradient: '‖gradient‖',
  weight: '‖weight‖',
  update: '‖update‖',
  ratio: '‖update‖ / ‖weight‖',
  activation: '‖activation‖',
  deviation: 'deviation of activations',
  zeros: 'share of zeros',
  dead: 'share of dead features',
};

export const logs = {
  title: 'Your training',
  back: 'Back to the experiment',
  facts: (steps: number, count: number): string =>
    `${steps.toLocaleString('en')} ${steps === 1 ? 'step' : 'steps'}, ${layers(count)}`,
  reading: (percent: number): string => `Reading: ${percent} %`,
  stop: 'Stop',
  followed: 'Follows the file',
  unfollow: 'Stop following',
  replaced: 'The file was replaced or shortened; what is shown is the new one.',
  failed: (why: string): string => `The file could not be read on (${why}); what was read stays.`,
  empty: (name: string): string =>
    `“${name}” has no row of numbers by step: a log is CSV with a line of names, or one JSON object per line.`,
  another: 'Another log',
  skipped: (count: number, lines: readonly number[]): string =>
    `${count === 1 ? '1 line' : `${count} lines`} could not be read and ${count === 1 ? 'was' : 'were'} passed over: ${lines.join(', ')}${count > lines.length ? ' …' : ''}.`,
  runs: (count: number): string => `The file has ${count} runs; the last is shown.`,
  cutOff: 'The last line breaks off and was left out.',
  leftOut: (count: number): string => `${count} columns more than can be shown were left out.`,
  noLayers: 'The file says nothing of layers: only its lines over the steps can be shown.',
  pictures: { profile: 'Profile', history: 'History', lines: 'Lines', numerics: 'Numerics' },
  picture: 'Picture',
  quantity: 'Quantity',
  quantities,
  axis,
  loss: 'loss',
  layer: 'layer',
  layers: 'layers',
  beside: 'Beside it',
  besides: { none: 'nothing', page: 'this page’s run', other: 'another file' },
  besidePageNothing: 'This page’s run has gradients to show beside it, once it has begun.',
  chooseOther: 'Choose a file',
  step: 'Step',
  newest: 'Newest',
  atStep: (step: number): string => `step ${step}`,
  place: (
    layer:
      | { readonly name: string; readonly type: string | null; readonly shape: readonly number[] | null }
      | undefined,
  ): string =>
    layer === undefined
      ? ''
      : layer.type === null
        ? layer.name
        : `${layer.name} (${layer.type}${layer.shape === null ? '' : ` ${layer.shape.join('×')}`})`,
  noLayer: 'No layer chosen',
  hint: 'Point or use the arrow keys to read a layer; press Enter or double-click to draw it over the steps.',
  hintSteps: 'Point to read a step, press to choose it; arrow keys go from step to step.',
  line: (name: string, isDrawn: boolean): string =>
    isDrawn ? `${name} is drawn over the steps` : `${name} is no longer drawn over the steps`,
  addLine: 'Draw a layer',
  removeLine: (name: string): string => `Draw ${name} no longer`,
  explanation: {
    profile:
      'The quantity of every layer, from input to output, at the step of the slider; dotted at the first step. Norms and shortcuts are dots beside the line.',
    history: 'A row per layer, from input to output, a column per step. Press to choose a step.',
    lines: 'The loss, and layers that were chosen in the profile. Bands hold what steps of one pixel have.',
  },
  numerics: {
    title: 'Numerics',
    explanation: 'What of the numbers is not as it should be, layer by layer, at the step of the slider.',
    rows: {
      gradientFaults: 'Gradients not finite',
      activationFaults: 'Activations not finite',
      zeroGradient: 'Gradient 0',
      half: 'Gradient below half precision',
      dead: 'Dead input features',
      zeros: 'Zeros in the input',
    },
    none: 'none',
    in: (count: number, first: string, last: string): string => `${layers(count)}: ${span(first, last)}`,
    most: (share: string, name: string): string => `most ${share}, ${name}`,
    missing: 'not in the file',
    half: 'A typical entry is below 6×10⁻⁸, which half precision rounds to 0: scale the loss (arXiv 1710.03740).',
  },
  diagnosis: {
    title: 'Diagnosis',
    waiting: 'Once the file is read.',
    nothing: 'Nothing that the rules know is wrong.',
    cause: 'Likely cause',
    advice: 'Try',
    here: 'See it here',
    source: 'Source',
    fine: 'Checked and fine',
    unknown: (count: number): string =>
      count === 1
        ? 'For 1 more rule the file does not say enough.'
        : `For ${count} more rules the file does not say enough.`,
    rules,
    numbered: (name: string): string => `layer ${name}`,
    tries: {
      vanishing: '56 sigmoid layers',
      'sigmoid-norm': '20 sigmoid layers with batch norm',
      'relu-he': '20 layers of ReLU and He',
      'signal-loss': '56 tanh layers',
      skips: '56 layers with and without skips',
      growth: '56 layers without norm',
      clip: '56 layers without norm, gradients clipped',
      'warm-up': 'ResNet-110 with warm-up',
      healthy: 'a small network that trains',
      'high-rate': 'a rate that is too high',
      'low-rate': 'a rate that is too low',
      adam: 'Adam',
      decay: 'much weight decay',
      leaky: 'leaky ReLU',
      idle: 'projections that get no gradient',
    },
  },
  door: {
    lead: 'Add two lines to a PyTorch training, and see here which layer keeps it from learning.',
    copy: 'Copy hook.py',
    copied: 'Copied',
    download: 'Download hook.py',
    show: 'Show hook.py',
    choose: 'Choose a log',
    follow: 'Follow a growing file',
    drop: 'Or drop it anywhere on the page: CSV or JSON lines, up to 1 GB. Exports of TensorBoard and W&B are read as far as they go.',
    private: 'The file stays on this machine.',
    usage: 'How hook.py is used',
    again: (name: string): string => `Show “${name}” again`,
  },
};
