/** English texts of the kinds of studies. Figures of papers are named as theirs. */
import type { LossConfig } from '../../config/schema';
import type { MENU, StudyTab } from '../../studies/kinds';
import type { NormStatisticsKind, PlaneKind } from '../../studies/landscape/kind';
import type { VariantName, VariantSet } from '../../studies/variants/kind';
import { lossText } from './losses';
import { counted } from './numerals';

interface StudyTexts {
  readonly tab: string;
  readonly title: string;
  /** What is done. */
  readonly method: string;
  /** What the result shows, and what it does not. */
  readonly shows: string;
  readonly showsNot: string;
  /** Why classic networks have no part in it; null where they have. */
  readonly leftOut: string | null;
}

/** Rates, as texts, of the range test; null where there is none. */
type RateTexts = Readonly<Record<'steepest' | 'lowest' | 'broken', string | null>>;

type FieldName = { [K in StudyTab]: keyof (typeof MENU)[K]['fields'] }[StudyTab];

interface FieldTexts {
  readonly label: string;
  readonly hint?: string;
  /** Of its choices. */
  readonly choices?: Readonly<Record<string, string>>;
}

/** Settings; the same name means the same in all kinds. */
export const studyFields = {
  seeds: { label: 'Seeds', hint: 'From the experiment’s own on' },
  depths: { label: 'Depths', hint: 'Weight layers, separated by commas' },
  rates: { label: 'Learning rates', hint: 'Separated by commas' },
  steps: { label: 'Steps' },
  set: {
    label: 'Zoo',
    choices: {
      order: 'Orders of layers (He 2016)',
      shortcut: 'Shortcuts (He 2016)',
      'norm-free': 'Without norm (SkipInit, Fixup)',
    } satisfies Record<VariantSet, string>,
  },
  images: { label: 'Test images' },
  draws: { label: 'Random sets per size', hint: '0 deletes single blocks only' },
  plane: {
    label: 'Plane',
    choices: {
      random: 'Two random directions',
      path: 'Main directions of the recorded path',
    } satisfies Record<PlaneKind, string>,
  },
  statistics: {
    label: 'Batch norm by',
    choices: {
      batch: 'The batch’s statistics, as in training',
      running: 'Running statistics, as in Li 2018',
    } satisfies Record<NormStatisticsKind, string>,
  },
  radius: {
    label: 'Reach',
    hint: 'Of the filters’ own norms; a plane of the path reaches as far as the path',
  },
  seed: { label: 'Seed' },
  samples: { label: 'Paths per length' },
  from: { label: 'Lowest rate' },
  to: { label: 'Highest rate' },
} satisfies Record<FieldName, FieldTexts> as Readonly<Record<string, FieldTexts>>;

const trainingLoss = (loss: LossConfig): string => `training loss (${lossText(loss)})`;

const list = (values: readonly (string | number)[]): string => values.join(', ');

const seedsText = (seeds: readonly number[]): string =>
  seeds.length === 1 ? `Seed ${list(seeds)}` : `Seeds ${seeds[0] ?? ''} to ${seeds.at(-1) ?? ''}`;

export const studyKinds = {
  init: {
    tab: 'At step 0',
    title: 'Gradients and activations before any training',
    method:
      'Initial weights and a first batch are drawn anew for every seed; the gradient of every layer is measured, and the size of every block’s output. Then the same for networks of other depths and equal width.',
    shows:
      'It shows how the gradient changes on its way from the output to the input, and how that depends on depth.',
    showsNot: 'It does not show how well a network will train: gradients change with the first steps.',
    leftOut: 'a classic network has one depth, so it is measured at its own only.',
    gradients: 'Gradient norm by layer',
    gradientsY: 'L2 norm of ∂L/∂W (log scale)',
    layerX: 'weight layer, from input to output',
    activations: 'Size of activations by block',
    activationsY: 'standard deviation of the block’s output (log scale)',
    blockX: 'block, from input to output',
    ratio: 'First over last layer, by depth',
    ratioY: 'first / last gradient norm (log scale)',
    depthX: 'depth (weight layers)',
    settings: (seeds: readonly number[], images: number): string =>
      `${seedsText(seeds)}, ${images} images each`,
    depthText: (depth: number): string => `depth ${depth}`,
    layerText: (name: string): string => name,
    table: 'Gradient norms by layer: mean over the seeds',
    depthTable: 'First over last gradient norm by depth',
    layer: 'layer',
    depth: 'depth',
    seedColumn: (lane: string, seed: number): string => `${lane}, seed ${seed}`,
    noBlocks: 'Without blocks there are no block outputs to show.',
  },
  lesion: {
    tab: 'Lesion',
    title: 'Deleting blocks of the trained networks',
    method:
      'With the weights of the run as it stands, one block after the other is deleted at test time, then random sets of several. A deleted block keeps its shortcut, scaled, gated or projected as it is, and loses its branch. In a network without skips it is taken out, and where the shape changes replaced by subsampling with zeros for new channels. Norms use the statistics gathered in training.',
    shows: 'It shows how much the rest of a network relies on each single block.',
    showsNot:
      'It does not show what a network would have learnt without the block, and says little of networks that have hardly been trained.',
    leftOut: 'a classic network has no blocks with a way around them, so none can be deleted.',
    single: 'Accuracy without one block',
    singleY: 'test accuracy',
    blockX: 'deleted block, from input to output',
    several: 'Accuracy without several blocks',
    severalX: 'blocks deleted at random',
    setsNote: (draws: number): string =>
      `Marks are means over ${draws} random sets, the same for all networks; bands go from the smallest to the largest.`,
    intact: (lane: string): string => `${lane}, intact`,
    chance: (percent: string): string => `always the most frequent class: ${percent}`,
    settings: (images: number, step: number): string =>
      `${images} test images, weights after ${counted(step, 'step')}`,
    blockText: (name: string, changes: boolean): string => (changes ? `${name} (changes the shape)` : name),
    countText: (count: number): string => (count === 0 ? 'intact' : `${count} deleted`),
    cannot: 'cannot be deleted',
    table: 'Test accuracy without each block',
    block: 'block',
    noBlocks: 'This network has no blocks to delete.',
  },
  degradation: {
    tab: 'Degradation',
    title: 'Training the same network at several depths',
    method:
      'Networks of equal width are trained from step 0 at every depth, with every seed and every learning rate; optimiser, batches and everything else are those of the experiment. For each depth and network the rate with the lowest final loss counts.',
    shows:
      'It shows whether more depth makes the training loss worse, with and without skips, after so many steps.',
    showsNot:
      'It does not show where long training ends, nor test errors: the papers train for tens of thousands of steps.',
    leftOut: 'a classic network has one depth, so there is no deeper twin to compare it with.',
    final: 'Final training loss by depth',
    lossY: trainingLoss,
    depthX: 'depth (weight layers)',
    curves: (depth: number): string => `Depth ${depth}`,
    curvesTitle: 'Training loss by step, at the best rate of each',
    stepX: 'step',
    stepText: (step: number): string => `step ${step}`,
    depthText: (depth: number): string => `depth ${depth}`,
    settings: (seeds: readonly number[], rates: readonly string[], steps: number, window: number): string =>
      `${seedsText(seeds)}, learning rates ${list(rates)}, ${counted(steps, 'step')}; final is the mean of the last ${window}`,
    table: 'Final training loss by depth, network and learning rate',
    row: (depth: number, lane: string, rate: string): string => `${depth}, ${lane}, rate ${rate}`,
    best: ' (best)',
    corner: 'depth, network, rate',
    diverged: 'diverged',
    seedColumn: (seed: number): string => `seed ${seed}`,
  },
  shattering: {
    tab: 'Shattering',
    title: 'Do neighbouring inputs have similar gradients?',
    method:
      'At step 0, the gradient of the score of one class with respect to the input is taken at many points on straight lines between two test images of different classes. The cosine between the gradients at two points is averaged over pairs of equal distance. Norms use fixed statistics of one batch, so that points do not influence each other.',
    shows:
      'It shows how fast the gradient forgets itself from one input to the next: 1 is the same direction, 0 is none in common, as in white noise.',
    showsNot:
      'It does not show that training fails: gradients of weights, and batches of many images, may still agree.',
    leftOut: 'a classic network has one depth, and it is depth that shatters gradients.',
    chart: (depth: number): string => `Depth ${depth}`,
    chartsTitle: 'Agreement of input gradients by distance',
    y: 'cosine of the two gradients',
    x: 'distance (share of the way between two images)',
    settings: (seeds: readonly number[], lines: number): string =>
      `${seedsText(seeds)}, ${lines} lines each, four places on each`,
    distanceText: (distance: string): string => `distance ${distance}`,
    table: 'Mean cosine by distance, over the seeds',
    distance: 'distance',
    column: (depth: number, lane: string): string => `${depth}, ${lane}`,
  },
  landscape: {
    tab: 'Landscape',
    title: 'The loss around the weights',
    method:
      'The loss of one fixed batch, the next of the run, on a plane through the weights as they stand: two random directions, in which each filter moves by its own norm (norms of layers, biases and learned factors stay), or the two principal components of the recorded path of training, seen from those weights and not from the path’s mean. All networks share the random numbers and the colours.',
    shows: 'It shows how bumpy the loss is in two of very many directions, at the scale of the weights.',
    showsNot:
      'It does not show all other directions: another seed gives another picture, and random directions show little of the way that training takes.',
    leftOut: null,
    recordPath: 'Record the path of training',
    recordPathHint: 'From now on, up to 32 snapshots of the weights. Reset the run to have all of its path.',
    axis: {
      random: 'multiples of two random directions',
      path: 'distance along the path’s two main directions',
    } satisfies Record<PlaneKind, string>,
    path: (lane: string, snapshots: number, first: number, percent: string): string =>
      `${lane}: path from step ${first}, ${snapshots} snapshots; the plane shows ${percent} of its squared distances`,
    pathLegend: 'path of training, from the ring to the cross',
    noPath: 'No path was recorded that spans a plane: these are random directions. Record one, then train.',
    hint: 'Point, or focus and use the arrow keys, for exact values.',
    reading: (x: string, y: string, loss: string): string => `at ${x}, ${y}: loss ${loss}`,
    legend: (loss: LossConfig): string => `${lossText(loss)} (log scale)`,
    notFinite: 'not finite',
    settings: (images: number, step: number, side: number, statistics: NormStatisticsKind): string =>
      `${images} training images, weights ${statistics === 'running' ? 'and running statistics ' : ''}after ${counted(step, 'step')}, ${side}×${side} points`,
    waiting: 'The first 5×5 points are being measured.',
    noneFinite: 'No loss on this plane is finite: there is nothing to draw.',
    table: 'Loss at the centre, at the rim, and the largest',
    centre: 'centre',
    rim: 'mean of the rim',
    largest: 'largest',
    lane: 'network',
    verdict: (lane: string, centre: string, rim: string): string =>
      `${lane}: ${centre} at the centre, ${rim} on average at the rim`,
  },
  paths: {
    tab: 'Paths',
    title: 'Which paths carry the gradient?',
    method:
      'Going back through a residual network, every block gives two ways: its branch or its shortcut. For every number k of branches some random paths are followed, each alone, with the weights as they stand; the size of what arrives at the first block is multiplied with the number of such paths.',
    shows: 'It shows how long the paths are that can carry most of the gradient.',
    showsNot:
      'It does not show their sum: paths can cancel each other, so the shares are of sizes, not of the gradient itself.',
    leftOut:
      'a classic network has no shortcuts to take instead of a branch; of concatenated layers the paths are not counted.',
    magnitudes: (lane: string): string => `${lane}: gradient through one path`,
    magnitudesY: 'L2 norm at the first block (log scale)',
    shares: (lane: string): string => `${lane}: share by length of path`,
    sharesY: 'share',
    x: 'branches on the path',
    gradient: 'size times number of paths',
    count: 'number of paths alone',
    settings: (samples: number, images: number, step: number): string =>
      `${samples} paths per length, ${images} images, weights after ${counted(step, 'step')}. Lines are geometric means over the paths, bands go from the smallest to the largest`,
    lengthText: (length: number): string => (length === 1 ? '1 branch' : `${length} branches`),
    summary: (lane: string, low: number, high: number, blocks: number, middle: number): string =>
      `${lane}: 90 % of size times number lie with paths of ${low} to ${high} of the ${blocks} branches; most paths have about ${middle}.`,
    paper:
      'Paper (Veit 2016, ResNet-110 on CIFAR-10, 54 blocks): almost all of the gradient comes from paths of 5 to 17 blocks, though most paths have about 27.',
    table: 'Paths by length',
    length: 'branches',
    noSkips: 'No network of this run has a skip connection switched on: it has a single path.',
    share: 'share of size × number',
    paths: 'number of paths',
    magnitude: 'mean size through one',
  },
  variants: {
    tab: 'Zoos',
    title: 'Variants of the residual network side by side',
    method:
      'The network of the first lane that has skips, with all of them on, is trained anew in several variants, with every seed: batches, rate and everything else are those of the experiment.',
    shows: 'It shows which variant gets further in so many steps at this rate.',
    showsNot:
      'It does not show where long training ends, nor what another rate would do: some variants bear higher ones than others.',
    leftOut: 'the variants are of residual blocks, which a classic network lacks.',
    settings: (seeds: readonly number[], rate: string, steps: number, window: number): string =>
      `${seedsText(seeds)}, learning rate ${rate}, ${counted(steps, 'step')}; final is the mean of the last ${window}`,
    finals: 'Final training loss by variant',
    lossY: trainingLoss,
    variantX: 'variant',
    curves: 'Training loss by step, mean over the seeds',
    stepX: 'step',
    table: 'Variants: training loss and test accuracy by seed',
    variant: 'variant',
    seedColumn: (seed: number): string => `loss, seed ${seed}`,
    mean: 'loss, mean',
    accuracy: 'test accuracy, mean',
    paperColumn: 'paper’s test error',
    diverged: 'diverged',
    papers: {
      order: 'Paper’s figures: He 2016, ResNet-110 on CIFAR-10, test error.',
      shortcut:
        'Paper’s figures: He 2016, table 1, ResNet-110 on CIFAR-10, test error; of shortcut-only gates by their initial bias.',
      'norm-free':
        'De and Smith 2020 (SkipInit) and Zhang 2019 (Fixup) train very deep residual networks without norm this way.',
    },
    paper: {
      original: '6.61 %',
      'norm-after-addition': '8.17 %',
      'activation-before-addition': '7.84 %',
      'activation-first': '6.71 %',
      'pre-activation': '6.37 %',
      identity: '6.61 %',
      constant: '12.35 %',
      exclusive: '8.70 %',
      'shortcut-only': '6.91 to 12.86 %',
      convolution: '12.22 %',
      dropout: 'fails',
      'batch-norm': '–',
      plain: '–',
      'zero-last': '–',
      'skip-init': '–',
      fixup: '–',
    } satisfies Record<VariantName, string>,
    names: {
      original: 'original',
      'norm-after-addition': 'norm after addition',
      'activation-before-addition': 'activation before addition',
      'activation-first': 'activation first',
      'pre-activation': 'full pre-activation',
      identity: 'identity',
      constant: 'constant 0.5 on both',
      exclusive: 'exclusive gate',
      'shortcut-only': 'shortcut-only gate',
      convolution: '1×1 convolution',
      dropout: 'dropout 0.5 on the shortcut',
      'batch-norm': 'batch norm',
      plain: 'no norm, plain start',
      'zero-last': 'no norm, last filter 0',
      'skip-init': 'no norm, SkipInit',
      fixup: 'no norm, Fixup',
    } satisfies Record<VariantName, string>,
  },
  'rate-range': {
    tab: 'Rate range',
    title: 'Which learning rates can be taken?',
    method:
      'On a copy of every network as it stands, its optimiser included, the learning rate rises by equal ratios from the lowest to the highest, a step each on the batches that come next. The smoothed loss is an exponential mean that keeps 0.9 at every step. A copy stops where that passes four times its best; fall and lowest are looked for from the sixth step on. The run itself is untouched.',
    shows:
      'It shows at which rate the loss falls fastest, at which it is lowest, and from which on training breaks (Smith 2017): a constant rate is usually taken where the loss still falls, well below the lowest point.',
    showsNot:
      'It does not show which rate is best in a long training, and a single batch weighs much where batches are small.',
    leftOut: null,
    smoothed: 'Smoothed loss by learning rate',
    raw: 'Loss of each batch by learning rate',
    x: 'learning rate (log scale)',
    y: trainingLoss,
    settings: (steps: number, step: number, low: string, high: string): string =>
      `Rates from ${low} to ${high}, ${counted(steps, 'step')} each, from the weights after ${counted(step, 'step')}. Lines end where a copy stopped`,
    swapped: 'The lowest rate was above the highest: the two were taken the other way round.',
    oneRate: 'Lowest and highest rate were the same, so every step had that one rate.',
    mark: (lane: string): string => `${lane}, steepest fall`,
    rateText: (rate: string): string => `rate ${rate}`,
    notFinite: (lane: string): string =>
      `${lane}: its loss is not finite before the first step, so that no rate can be judged.`,
    summary: (lane: string, { steepest, lowest, broken }: RateTexts, highest: string): string => {
      const fall = steepest === null ? 'falls nowhere' : `steepest fall at ${steepest}, lowest at ${lowest}`;
      return `${lane}: ${fall}; ${broken === null ? `not past four times its best up to ${highest}` : `diverges from ${broken}`}.`;
    },
    table: 'Loss by learning rate',
    corner: 'rate',
    smoothedColumn: (lane: string): string => `${lane}, smoothed`,
  },
} satisfies Record<StudyTab, StudyTexts & Readonly<Record<string, unknown>>>;
