/** English texts: charts. */
import type { ImageShape } from '../../architecture/plan';
import type { LossConfig } from '../../config/schema';
import type { Scaling, Shown, ShownQuantity } from '../../state/quantity';
import { capital } from '../phrase';
import { lossText } from './losses';
import { counted } from './numerals';

/** `what` names the switched block, or is null for all blocks. */
const switchText = (what: string | null, gain: number): string =>
  `${what ?? 'all'} ${gain === 1 ? 'on' : gain === 0 ? 'off' : `× ${gain}`}`;

/** Switches that were thrown together: `27 skips off`; `all`: of the whole network. */
const thrownText = (on: number, off: number, all: boolean): string => {
  if (all) return on > 0 ? 'skips on' : 'skips off';
  const parts = [
    ...(on > 0 ? [`${counted(on, 'skip')} on`] : []),
    ...(off > 0 ? [on > 0 ? `${off} off` : `${counted(off, 'skip')} off`] : []),
  ];
  return parts.join(', ');
};

const shapeText = ({ height, width, channels }: ImageShape): string => `${height}×${width}×${channels}`;

/** A network whose skips were switched: `Plain + 27 skips`, or, where there is little room, `plain +27`. */
const titled = (name: string, on: number, off: number, short = false): string => {
  const gap = short ? '' : ' ';
  const parts = [...(on > 0 ? [`+${gap}${on}`] : []), ...(off > 0 ? [`−${gap}${off}`] : [])];
  if (parts.length === 0) return name;
  return [name, ...parts, ...(short ? [] : [on + off === 1 ? 'skip' : 'skips'])].join(' ');
};

/** What the layers' charts show, in the middle of a sentence. */
const quantityText: Readonly<Record<ShownQuantity, string>> = {
  gradient: 'L2 norm of ∂L/∂W',
  'activation-gradient': 'L2 norm of ∂L/∂a, of the layer’s activation',
  mean: '|mean| of the activation',
  deviation: 'standard deviation of the activation',
  weight: 'L2 norm of the weights W',
  update: '‖ΔW‖ / ‖W‖, the step’s update over the weights',
};

const scalingText: Readonly<Record<Scaling, string>> = {
  absolute: '',
  rms: ', per number (RMS)',
  relative: ', over that of the last convolution',
};

const shownText = ({ quantity, scaling }: Shown): string =>
  `${quantityText[quantity]}${scalingText[scaling]}`;

/** The same in signs, for an axis. */
const quantitySign: Readonly<Record<ShownQuantity, string>> = {
  gradient: '‖∂L/∂W‖',
  'activation-gradient': '‖∂L/∂a‖',
  mean: '|mean a|',
  deviation: 'σ(a)',
  weight: '‖W‖',
  update: '‖ΔW‖ / ‖W‖',
};

const scalingSign: Readonly<Record<Scaling, string>> = { absolute: '', rms: ' / √n', relative: ' / last' };

/** A loss as a marked text, where the glossary has it. */
function markedLoss(loss: LossConfig): string {
  const term = { 'cross-entropy': 'cross-entropy', focal: 'focal-loss', 'squared-error': null }[loss.kind];
  return term === null ? lossText(loss) : `[${lossText(loss)}](${term})`;
}

export const charts = {
  /** A kept run by its letter and what tells it from the one at hand, empty for nothing: `A · lr 0.02 → 0.2`. */
  kept: (letter: string, words: string): string => (words === '' ? letter : `${letter} · ${words}`),
  menu: {
    label: (chart: string | null) => (chart === null ? 'More of this chart' : `More of: ${chart}`),
    about: (chart: string | null) => (chart === null ? 'What is this?' : `What is this? ${chart}`),
    /** Of one without a title. */
    chart: 'Chart',
    save: { svg: 'Save as SVG', png: 'Save as PNG (2×)', csv: 'Save numbers as CSV' },
    saved: (file: string) => `Saved as ${file}.`,
    failed: (reason: string) => `It could not be saved: ${reason}`,
    nothing: 'Nothing is measured yet.',
    fit: 'Fit axis now',
    keepFitting: 'Keep fitting axis',
    table: 'Show as a table',
    fullScreen: 'Full screen',
    leaveFullScreen: 'Leave full screen',
  },
  shown: {
    quantity: 'Quantity',
    quantities: {
      gradient: 'weight gradient',
      'activation-gradient': 'activation gradient',
      mean: 'activation mean',
      deviation: 'activation deviation σ',
      weight: 'weight norm',
      update: 'update / weight',
    } satisfies Readonly<Record<ShownQuantity, string>>,
    scaling: 'Scale',
    scalings: {
      absolute: 'absolute',
      rms: 'per number (RMS)',
      relative: 'relative to last',
    } satisfies Readonly<Record<Scaling, string>>,
    text: shownText,
    sign: ({ quantity, scaling }: Shown) => `${quantitySign[quantity]}${scalingSign[scaling]}`,
    axis: (shown: Shown) => `${shownText(shown)} (log scale)`,
    caption: (shown: Shown) => `${shownText(shown)}, of each layer at step`,
    every: (steps: number) =>
      steps === 1
        ? 'Measured at every step.'
        : `Measured at every ${steps}th step; between two, the last stands.`,
    activation:
      'The activation of a layer is what the next one reads; of a block’s last convolution, the block’s output. Projections have none here.',
  },
  gradient: {
    title: 'Gradient per layer',
    titleOf: (quantity: string) => `${capital(quantity)} per layer`,
    explanationOf: (what: string) =>
      `${what}, from the input on the left to the output on the right, of the newest batch that was measured.`,
    explanation:
      'How strongly the loss of the newest batch pulls at each layer’s weights: [L2 norm of ∂L/∂W](gradient-norm), from the input on the left to the output on the right.',
    xTitle: (count: number) => `weight layer, input (1) → output (${count})`,
    xTitleShare: 'share of the way through each network',
    /** Beside the numbers of the axis, where it is low. */
    xShort: 'layer',
    xShareShort: 'of the way',
    cursor: 'Layer cursor of the gradient chart',
    hint: 'Point at the chart, or focus it and use the arrow keys, for exact values. Drag for a span of layers.',
    projection: 'Hollow marks are projection shortcuts.',
    initial: 'step 0',
    /** Of a profile as it was before skips were switched. */
    before: 'before',
    ratioBefore: (ratio: string) => ` (${ratio} before the switch)`,
    initialLine: 'Dotted lines are the norms of step 0.',
    stage: (stage: number, output: ImageShape) => `stage ${stage} · ${shapeText(output)}`,
    stageShort: (stage: number) => `stage ${stage}`,
    ratio: 'first / last',
    ratioOf: (first: string, last: string) =>
      `The large number is first / last: the gradient of the first convolution (${first}) over that of the last (${last}).`,
    ratiosOf: 'First over last convolution',
    clipping: {
      title: 'Gradient clipping',
      lead: (largest: string) => `gradients clipped to ${largest}:`,
      lane: (percent: string, factor: string) => `${percent} % of steps, last × ${factor}`,
    },
    /** Left of an axis, where there is little room. */
    bands: { 'non-finite': 'NaN, ∞', underflow: '< 2⁻¹²⁶', zero: '0' },
  },
  /** In the legend of the heat maps. */
  bands: {
    'non-finite': 'not finite',
    underflow: 'underflow (below 2⁻¹²⁶)',
    zero: 'exactly 0',
  },
  table: {
    summary: 'Gradient norms as a table',
    region: 'Gradient norms, scrollable table',
    layer: 'layer',
    step: 'step',
    none: '–',
    /** Above the layers of some networks, where not all have the same. */
    group: (lanes: readonly string[]) => `layers of ${lanes.join(', ')}`,
  },
  ratio: {
    title: 'Update-to-weight ratio, layer by layer',
    explanation:
      '[‖ΔW‖ / ‖W‖](update-ratio): how far the newest measured step moved the weights of each layer, as a share of their own size; from the input on the left to the output on the right.',
    healthy:
      'With plain gradient descent about 10⁻³ is usually healthy: far below it the learning rate may be too low, far above it too high. With Adam every weight moves by about the learning rate, whatever its gradient, and a warm-up keeps steps small on purpose: then other values are healthy.',
    source: 'CS231n, “Ratio of weights:updates”',
    band: 'about 10⁻³, half a decade either way',
    axis: '‖ΔW‖ / ‖W‖ (log scale)',
    what: '‖ΔW‖ / ‖W‖',
    cursor: 'Layer cursor of the update-to-weight ratios',
    summary: 'Ratios as a table',
    region: 'Update-to-weight ratios, scrollable table',
    caption: '‖ΔW‖ / ‖W‖ of each layer at step',
  },
  history: {
    title: 'Gradient history',
    explanation:
      'The same norms over all steps so far: one row per layer with the input on top, one colour scale for all networks.',
    cursor: 'Step and layer cursor of the gradient history',
    hint: 'Point at a map, or focus it: left and right change the step, up and down the layer. Drag along for a span of steps, up or down for one of layers.',
    xTitle: 'step',
    input: 'input',
    output: 'output',
    stage: (stage: number) => `stage ${stage}`,
    layer: (number: number) => `layer ${number}`,
    shared: (steps: number) =>
      `${steps} steps share a column: the upper half of a cell is their largest norm, the lower half their smallest.`,
    projection: 'The weights of a projection get no gradient while its skip connection is off: exactly 0.',
    summary: 'One step as a table',
    region: 'Gradient norms at one step, scrollable table',
  },
  lines: {
    title: 'Chosen layers, step by step',
    explanationOf: (what: string) =>
      `${what}, for the layers that you choose, on one scale for all networks. The colour and the mark are the network’s, the dashes and the number the layer’s. Where many steps share a pixel, a band spans their values.`,
    layers: 'Layers drawn',
    remove: (layer: string) => `Remove ${layer}`,
    add: 'Layer to add',
    addButton: 'Draw',
    most: (count: number) =>
      `Up to ${count}; one more takes the place of the first. A double click, or Enter, on a layer of the profile or the history draws it too.`,
    drawn: (layer: string) => `${layer} is drawn over the steps.`,
    none: 'No layer is chosen: choose one to draw.',
    cursor: 'Step cursor of the lines of layers',
    hint: 'Point at a line, or focus the chart: left and right change the step, up and down the layer. Drag for a span of steps.',
    kept: 'Thin lines: pinned runs, each with its letter and the layer’s number; a run pinned by an older version of the page has none.',
    keptNot: 'Pinned runs keep the absolute weight gradients only: choose these to see them here.',
    xTitle: 'step',
    /** Of one network at the cursor. */
    readings: (
      values: readonly { readonly number: number; readonly layer: string; readonly value: string }[],
    ) => values.map(({ number, layer, value }) => `(${number}) ${layer} ${value}`).join(', '),
    summary: 'Lines as a table',
    region: 'Chosen layers over the steps, scrollable table',
    caption: (what: string, stride: number) =>
      stride === 1
        ? `${what}, at every step in sight.`
        : `${what}, at one in ${stride} of the steps in sight, and the newest.`,
    step: 'step',
    column: (lane: string, layer: string) => `${lane}: ${layer}`,
  },
  curves: {
    title: 'Loss',
    /** Of the plot, by what it shows. */
    titleOf: { loss: 'Loss', accuracy: 'Accuracy', both: 'Loss and accuracy' },
    titleBy: (title: string, loss: LossConfig) => `${title} (${lossText(loss)})`,
    choice: 'Curve',
    linear: 'Loss from 0 on, not logarithmic',
    batches: 'Single batches',
    tests: 'Test images',
    explanation: (loss: LossConfig) =>
      `Loss (${markedLoss(loss)}) and share of images classified correctly, measured on each training [batch](batch) before its update.`,
    lines: (percent: number, tests: boolean) =>
      `Thin lines are the training batches, thick ones their moving average, in which the newest batch weighs ${percent} %.${tests ? ' Hollow marks are the test images, by the same loss.' : ''}`,
    /** What the dotted line is; `test`: where it is on the test images, if elsewhere. */
    chanceLine: (loss: string, accuracy: string, test: readonly [loss: string, accuracy: string] | null) =>
      `The dotted line is the best answer without looking: ${loss}, ${accuracy}${test === null ? '' : ` (of the test images ${test.join(', ')})`}.`,
    chance: 'chance',
    cursor: 'Step cursor of the loss and accuracy curves',
    hint: 'Point at a curve, or focus it and use the arrow keys, for exact values.',
    loss: 'loss',
    lossTitle: (loss: LossConfig, log = true) => `${lossText(loss)}${log ? ' (log scale)' : ''}`,
    accuracyTitle: 'accuracy',
    /** Unit of it. */
    share: 'share of 1',
    xTitle: 'step',
    /** `even`: all classes have as many images. */
    chanceLoss: (even: boolean, value: string) => `${even ? 'chance' : 'class frequencies alone'} ${value}`,
    chanceAccuracy: (even: boolean, value: string) =>
      `${even ? 'chance' : 'always the most frequent class'} ${value}`,
    switches: 'skip connections switched, learning rate set',
    bands: {
      'non-finite': 'NaN, ∞',
      high: (limit: string) => `> ${limit}`,
      low: (limit: string) => `< ${limit}`,
    },
    diverged: (lane: string, step: number) => `${lane}: diverged at step ${step}`,
    summary: 'Curves as a table',
    caption: (stride: number) =>
      stride === 1 ? 'Every step held.' : `About one step in ${stride}, and the newest.`,
    region: 'Loss and accuracy, scrollable table',
    step: 'step',
    batchLoss: (lane: string) => `${lane}: batch loss`,
    batchAccuracy: (lane: string) => `${lane}: batch accuracy`,
    testsCaption: 'Measurements on the test images, after that many updates.',
    testsStride: (stride: number) => `One in ${stride} of them, and the newest.`,
    /** Of a run of very many tests. */
    testsHeld: (stride: number, denseFrom: number) => `Before step ${denseFrom}, one in ${stride} is held.`,
    testLoss: (lane: string) => `${lane}: test loss`,
    testAccuracy: (lane: string) => `${lane}: test accuracy`,
    switchesCaption: 'Skip connections switched while training.',
    ratesCaption: 'Learning rates set while training, from that step on.',
    rate: 'learning rate',
    lane: 'network',
    block: 'block',
    allBlocks: 'all',
    gain: 'skip gain',
    reading: (loss: string, accuracy: string) => `loss ${loss}, accuracy ${accuracy}`,
    testReading: (step: number, accuracy: string) => `, test ${accuracy} (step ${step})`,
  },
  lanes: 'Networks',
  waiting: 'No gradient measured yet.',
  place: (layer: string, detail: string) => `${layer} (${detail})`,
  layerDetail: (kernel: number, input: ImageShape, output: ImageShape) =>
    `${kernel}×${kernel}, ${input.channels} → ${output.channels} channels, ${output.height}×${output.width}`,
  denseDetail: (input: ImageShape, output: ImageShape) => `dense, ${input.channels} → ${output.channels}`,
  step: (step: number) => `step ${step}`,
  stepAndLayer: (step: number, layer: string) => `step ${step}, ${layer}`,
  reading: (lane: string, value: string) => `${lane} ${value}`,
  /** A value of a network that has no layer of that name, with the layer that stands for it there. */
  counterpart: (layer: string, value: string) => `${layer}: ${value}`,
  underflow: (value: string) => `${value} (underflow)`,
  switchText,
  thrownText,
  atStep: (text: string, step: number) => `${text}, step ${step}`,
  titled,
  ofLane: (lane: string, text: string) => `${lane}: ${text}`,
  rateText: (rate: string) => `rate ${rate}`,
  moreSwitches: (label: string, more: number) => (more === 0 ? label : `${label} +${more}`),
};
