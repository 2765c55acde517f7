/** English texts: live instruments. */
import { counted, ordinal } from './numerals';
import type { HistogramKind, StreamQuantity } from '../../architecture/instruments';

const streamQuantities: Readonly<Record<StreamQuantity, string>> = {
  'branch-gradient': '‖∂L/∂x‖ branch',
  'shortcut-gradient': '‖∂L/∂x‖ skip',
  cosine: 'cosine',
  'output-gradient': '‖∂L/∂y‖',
  branch: '‖branch‖',
  shortcut: '‖skip‖',
  'branch-deviation': 'σ branch',
  'output-deviation': 'σ output',
};

export const instruments = {
  title: 'Live instruments',
  explanation:
    'What is inside the networks while they train. Closed panels cost nothing; the address remembers which are open.',
  panels: {
    streams: 'Through the skip or through the branch',
    predictions: 'Predictions on test images',
    layer: 'Inside a layer',
  },
  every: (steps: number) =>
    steps === 1 ? 'Measured at every step.' : `Measured at every ${ordinal(steps)} step.`,
  step: (step: number) => `Step ${step}.`,
  spanStep: (step: number) => `Step ${step}, the last measured of the steps shown.`,
  waiting: 'Nothing measured yet.',
  flow: {
    label: 'Gradient streams',
    hint: 'Draws under the diagrams how much gradient comes back through the skips and through the branches',
    direction: 'The gradient flows from the loss on the right to the input on the left.',
    width: 'Width: norm of ∂L/∂x, of a block’s input (log scale), through',
    skip: 'skip (arc)',
    branch: 'branch (line)',
    none: 'nothing flows: exactly 0',
    nonFinite: 'not finite',
    reading: (skip: string, branch: string, share: string, cosine: string) =>
      `∂L/∂x at step shown: ${skip} through the skip (${share}), ${branch} through the branch, cosine ${cosine}`,
  },
  streams: {
    explanation:
      'A block’s output is branch(x) + skip(x), so the gradient of x has two parts. Norms say how long each is, the cosine whether they agree; forward, how much the branch adds to what the skip carries.',
    place: 'block, from input (1) to output',
    placeText: (block: number, name: string) => `block ${block}, ${name}`,
    charts: {
      skip: '‖∂L/∂x‖ through the skip',
      branch: '‖∂L/∂x‖ through the branch',
      share: 'Share through the skip',
      cosine: 'Cosine of the two',
      ratio: 'Forward: ‖branch‖ / ‖skip‖',
      deviation: 'Forward: σ of the output',
    },
    axes: {
      norm: 'L2 norm (log scale)',
      share: '‖skip‖ / (‖skip‖ + ‖branch‖)',
      cosine: 'cosine, −1 to 1',
      ratio: 'ratio of L2 norms (log scale)',
      deviation: 'standard deviation (log scale)',
    },
    off: 'Where a skip is off, nothing flows through it: no share to compare, no cosine, no ratio.',
    summary: 'As a table',
    caption: (step: number) => `Streams of every block at step ${step}`,
    region: 'Streams of every block, scrollable table',
    block: 'block',
    column: (lane: string, quantity: StreamQuantity) => `${lane}: ${streamQuantities[quantity]}`,
    none: '–',
  },
  layer: {
    explanation:
      'What a layer of each network makes of one test image, its filters, and channels that are 0 everywhere: measured again at every test, or on demand. Below, how its numbers are distributed as the networks train.',
    histograms: 'Histograms:',
    layer: 'Layer',
    image: 'Test image',
    state: (layer: string, step: number, truth: string) => `${truth}, seen by ${layer} after step ${step}`,
    dead: (dead: number, channels: number, images: number) =>
      `${dead} of ${channels} channels are 0 at every place of ${images} images (dead)`,
    maps: (low: string, high: string) => `Feature maps, dark ${low} to bright ${high}`,
    mapsOf: (channels: number, lane: string) => `${channels} feature maps of ${lane}`,
    filters: (low: string, high: string) =>
      `Filters, a column per output, a row per input; red ${low}, white 0, blue ${high}`,
    filtersOf: ([kernel, inputs, outputs]: readonly [number, number, number], lane: string) =>
      `Filters of ${lane}: ${kernel}×${kernel}, ${inputs} inputs, ${outputs} outputs`,
    histogram: {
      activations: 'Activations of the training batch over the steps (share of values, brighter is more)',
      gradients: 'Gradient ∂L/∂W over the steps (share of values, brighter is more)',
    } satisfies Readonly<Record<HistogramKind, string>>,
    kinds: { activations: 'activations', gradients: '∂L/∂W' } satisfies Readonly<
      Record<HistogramKind, string>
    >,
    histogramOf: (kind: HistogramKind, lane: string, columns: number) =>
      `Histogram of ${kind} of ${lane} over the steps, ${columns === 1 ? 'one column' : `${columns} columns`}`,
    histogramTable: 'Histogram of the newest step shown, as a table',
    histogramRegion: (lane: string) => `Histogram of ${lane}, scrollable table`,
    histogramCaption: (step: number) => `Share of the values in each range, step ${step}`,
    values: 'values',
    share: (percent: string) => `${percent} %`,
    range: {
      middle: (high: string) => `nearer to 0 than ${high}`,
      between: (low: string, high: string) => `${low} to ${high}`,
      above: (low: string) => `above ${low}`,
      below: (low: string) => `below −${low}`,
    },
    reading: (step: number, range: string, percent: string) => `step ${step}: ${percent} % are ${range}`,
    readingHint: 'Point at the map, or focus it and use the arrow keys, for exact shares.',
    /** From the top: half decades on either side of 0. */
    bins: ['100', '0.01', '0', '−0.01', '−100'],
    step: (step: number) => `step ${step}`,
  },
  predictions: {
    explanation:
      'What each network makes of the test images, with running statistics in every norm; shares are softmax of the outputs. Measured again at every test, or on demand.',
    measure: 'Measure now',
    state: (step: number, count: number) =>
      `${counted(count, 'test image')}, after ${counted(step, 'step')}.`,
    confusion: (lane: string) => `Confusion matrix: ${lane}`,
    confusionHint: 'Rows: true class. Columns: predicted class. Choose a cell to see its images.',
    right: (right: number, count: number, percent: string) => `${right} of ${count} right (${percent} %)`,
    notFinite: (count: number) => `${count} without a finite prediction`,
    trueClass: 'true class',
    cell: (truth: string, predicted: string, count: number) => `${truth} taken for ${predicted}: ${count}`,
    images: 'Images',
    order: 'Order',
    asTheyCome: 'original order',
    hardest: (lane: string) => `hardest for ${lane}`,
    truth: 'True class',
    predicted: (lane: string) => `Predicted by ${lane}`,
    all: 'all',
    shown: (shown: number, found: number) => `${shown} of ${found} images`,
    none: 'No image matches.',
    image: (number: number, truth: string) => `Test image ${number}: ${truth}`,
    verdict: (right: boolean): string => (right ? 'right' : 'wrong'),
    probability: (name: string, percent: string) => `${name} ${percent} %`,
    nothing: 'not finite',
  },
  images: {
    title: 'Test images',
    from: (step: number) => `Answers come after step ${step}`,
    after: (step: number) => `Answers after step ${step}`,
    never: 'No network is tested.',
    testEvery: (steps: number) => `Test every ${steps} steps`,
    truth: (name: string) => `${name}:`,
    /** What a network takes an image for; null where its outputs are not finite. */
    answer: (lane: string, right: boolean, taken: string | null) =>
      `${lane}: ${right ? 'right' : taken === null ? 'not finite' : `wrong, ${taken}`}`,
    label: (truth: string, answers: readonly string[]) =>
      [`Test image: ${truth}`, ...answers, 'Enlarge'].join('. '),
  },
};
