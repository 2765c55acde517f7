/** English texts of questions about the weights of the run. Figures of papers are named as theirs. */
import type { Grade } from '../../../contract/studies';
import type { LossConfig } from '../../../config/schema';
import type { NormStatisticsKind, PlaneKind } from '../../../studies/landscape/kind';
import type { QuestionTexts } from '../../words';
import { lossText } from '../losses';
import { counted } from '../numerals';
import { list, trainingLoss } from './common';

const VEIT = { '1605.06431': 'Veit 2016' };

const naming = (names: readonly string[]): string =>
  names.length <= 4 ? list(names) : `${list(names.slice(0, 3))} and ${names.length - 3} more`;

/** Rates, as texts, of the range test; null where there is none. */
type RateTexts = Readonly<Record<'steepest' | 'lowest' | 'broken', string | null>>;

export const weightQuestions = {
  lesion: {
    question: 'Can you delete a layer?',
    line: 'Each block of the trained networks in turn is left out, at test time.',
    method:
      'With the weights as they stand, each block is deleted alone, then random sets of several. A deleted block keeps its shortcut as it is and loses its branch; without a skip it is taken out, and where the shape changes replaced by subsampling with zeros for new channels. Norms use the statistics gathered in training.',
    showsNot: 'What a network would have learnt without the block.',
    rule: 'Of the accuracy above chance (always the most frequent class), on average over the blocks that keep the shape. Clearly: with skips 90 % is kept, without at most 20 %. Barely: with skips 80 %. Partly: with skips 30 points more than without. Both need 20 points above chance to begin with.',
    leftOut: 'a classic network has no way around its layers, so none can be deleted.',
    paper: {
      text: 'ResNet-110 on CIFAR-10: without any one block its error hardly changes. VGG-15: without any one layer it is that of chance.',
      arxiv: VEIT,
    },
    here: (residual: string, plain: string, intact: readonly string[]): string =>
      `Without one block the residual network keeps ${residual} of its accuracy above chance, the plain one ${plain}. Intact they have ${intact[0]} and ${intact[1]}.`,
    single: 'Accuracy without one block',
    singleY: 'test accuracy',
    blockX: 'deleted block, from input to output',
    several: 'Accuracy without several blocks',
    severalX: 'blocks deleted at random',
    setsNote: (draws: number): string =>
      `Of several blocks, means over ${draws} random sets, the same for all networks, and their range`,
    intact: (lane: string): string => `${lane}, intact`,
    chance: (percent: string): string => `chance: ${percent}`,
    settings: (images: number, step: number): string =>
      `${images} test images, weights after ${counted(step, 'step')}`,
    blockText: (name: string, changes: boolean): string => (changes ? `${name} (changes the shape)` : name),
    countText: (count: number): string => (count === 0 ? 'intact' : `${count} deleted`),
    cannot: 'cannot be deleted',
    table: 'Test accuracy without each block',
    block: 'block',
    noBlocks: 'This network has no blocks to delete.',
  },
  ablation: {
    question: 'What if these blocks were gone?',
    line: 'Choose some: they are left out together, at test time, and the accuracy is measured at once.',
    method:
      'Blocks are deleted as in “Can you delete a layer?”, all that are pressed together. The run keeps them.',
    showsNot: 'What a network would have learnt without them.',
    rule: 'By the share of the accuracy above chance that is kept, in the first network that has skips: 90, 70 and 20 %. It needs 20 points above chance to begin with.',
    answers: {
      clearly: 'Hardly anything is lost',
      barely: 'Some is lost',
      partly: 'Much is lost',
      no: 'Nearly all is lost',
    },
    leftOut: 'a classic network has no way around its layers, so none can be deleted.',
    paper: {
      text: 'ResNet-110 on CIFAR-10: the error grows smoothly with the number of blocks that are deleted.',
      arxiv: VEIT,
    },
    here: (names: readonly string[], lane: string, kept: string): string =>
      `${lane}: without ${naming(names)} it keeps ${kept} of its accuracy above chance.`,
    group: 'Blocks to delete',
    block: (name: string): string => `Delete ${name}`,
    all: 'Keep all',
    test: 'Test without these blocks',
    testHint:
      'Measures the accuracy on test images with the selected blocks deleted, at test time only. The run keeps them.',
    busy: 'Another question is being answered.',
    notReady: 'The networks are being prepared.',
    measuring: 'Measuring…',
    failed: (message: string): string => `It could not be measured: ${message}`,
    ablated: (names: readonly string[]): string => `Without ${naming(names)}`,
    nothing: 'With all blocks',
    settings: (images: number, step: number): string =>
      `${counted(images, 'test image')}, weights after ${counted(step, 'step')}`,
    change: (intact: string, ablated: string): string => `${intact} → ${ablated}`,
    impossible: 'cannot be deleted here',
    chart: 'test accuracy: hollow with all blocks, filled without these',
    table: 'Test accuracy',
    intact: 'all blocks',
    deleted: 'without these',
  },
  paths: {
    question: 'Which paths carry the gradient?',
    line: 'Every block gives it two ways back: its branch or its shortcut.',
    method:
      'For every number of branches some random paths are followed back, each alone, with the weights as they stand. The size of what arrives at the first block is multiplied with the number of such paths.',
    showsNot: 'Their sum: paths can cancel each other, so the shares are of sizes.',
    rule: 'In the network with the most blocks. Clearly: 95 % of size times number lie with paths of at most half the blocks, which is what most paths have. Barely: their mean length is at most three quarters of that. Partly: 95 %.',
    answers: {
      clearly: 'The short ones, clearly',
      barely: 'The shorter ones',
      partly: 'Slightly shorter ones',
      no: 'Paths of every length',
    },
    leftOut: 'a classic network has no shortcuts; of concatenated layers the paths are not counted.',
    paper: {
      text: 'ResNet-110 on CIFAR-10, 54 blocks: almost all of the gradient comes from paths of 5 to 17 blocks, though most have about 27.',
      arxiv: VEIT,
    },
    here: (lane: string, low: number, high: number, blocks: number, middle: number): string =>
      `${lane}: 90 % of the gradient’s size comes from paths through ${low} to ${high} of its ${blocks} blocks; most paths go through about ${middle}.`,
    magnitudes: 'Gradient through one path',
    magnitudesY: 'L2 norm at the first block (log scale)',
    shares: 'Who carries how much, by length of path',
    sharesY: 'share of size × number',
    x: 'branches on the path',
    count: 'number of paths alone',
    settings: (samples: number, images: number, step: number): string =>
      `${samples} paths per length, ${images} images, weights after ${counted(step, 'step')}; lines are geometric means, bands the range`,
    lengthText: (length: number): string => (length === 1 ? '1 branch' : `${length} branches`),
    table: 'Paths by length',
    length: 'branches',
    noSkips: 'No network of this run has a skip switched on: each has a single path.',
    share: 'share of size × number',
    paths: 'number of paths',
    magnitude: 'mean size through one',
  },
  landscape: {
    question: 'Do skips smooth the valley?',
    line: 'The loss around the trained weights, on a plane through them.',
    method:
      'The loss of the run’s next batch on a plane through the weights as they stand: two random directions, in which each filter moves by its own norm (norms of layers, biases and learned factors stay), or the two principal components of the recorded path of training, seen from those weights. All networks share random numbers and colours.',
    showsNot:
      'All other directions: another seed gives another picture, and random ones show little of the way that training takes.',
    rule: 'Bumpiness is the share of all bending, along rows and columns of the grid, that is downwards: 0 in a bowl, 0.5 in noise. Clearly: with skips at most 0.8 of that without. Barely: 0.9. Partly: any less. It needs 50 steps of training.',
    leftOut: null,
    paper: {
      text: 'Deep networks without skips pass from nearly convex to chaotic surroundings as depth grows; skips prevent that (ResNet-56 and -110 on CIFAR-10).',
      arxiv: { '1712.09913': 'Li 2018' },
    },
    here: (plain: string, residual: string): string =>
      `Bumpiness is ${plain} without skips, ${residual} with them: 0 is a bowl, 0.5 noise.`,
    recordPath: 'Record the path of training',
    recordPathHint: 'From now on, up to 32 snapshots of the weights. Reset the run to have all of its path.',
    axis: {
      random: 'multiples of two random directions',
      path: 'distance along the path’s two main directions',
    } satisfies Record<PlaneKind, string>,
    path: (lane: string, snapshots: number, first: number, percent: string): string =>
      `${lane}: path from step ${first}, ${snapshots} snapshots; the plane shows ${percent} of its squared distances`,
    noPath: 'No path was recorded that spans a plane: these are random directions. Record one, then train.',
    hint: 'Point, or use the arrow keys, for exact values.',
    reading: (x: string, y: string, loss: string): string => `at ${x}, ${y}: loss ${loss}`,
    legend: (loss: LossConfig): string => `${lossText(loss)} (log scale)`,
    settings: (images: number, step: number, side: number, statistics: NormStatisticsKind): string =>
      `${images} training images, weights ${statistics === 'running' ? 'and running statistics ' : ''}after ${counted(step, 'step')}, ${side}×${side} points`,
    waiting: 'The first 5×5 points are being measured.',
    noneFinite: 'No loss on this plane is finite: there is nothing to draw.',
    table: 'Loss at the centre, at the rim, and the largest',
    centre: 'centre',
    rim: 'mean of the rim',
    largest: 'largest',
    lane: 'network',
  },
  'rate-range': {
    question: 'How large a learning rate?',
    line: 'It rises from step to step until training breaks, on copies of the networks.',
    method:
      'On a copy of every network as it stands, its optimiser included, the rate rises by equal ratios, a step each on the batches that come next. The smoothed loss is an exponential mean that keeps 0.9 at every step. A copy stops where that passes four times its best; fall and lowest are looked for from the sixth step on. The run itself is untouched.',
    showsNot:
      'Which rate is best in a long training; and a single batch weighs much where batches are small.',
    rule: 'The answer is the rate of the steepest fall. It is clear where every network’s loss falls, and breaks at a higher rate within the range.',
    leftOut: null,
    paper: {
      text: 'A constant rate is taken where the loss still falls, well below its lowest point.',
      arxiv: { '1506.01186': 'Smith 2017' },
    },
    /** Rates by the names of networks; null where its loss falls nowhere. */
    answer: (grade: Grade, rates: readonly (readonly [lane: string, rate: string | null])[]): string => {
      if (grade === 'no') return 'None of these: no loss falls';
      const told = [...new Set(rates.map(([, rate]) => rate))];
      const all = told.length === 1 ? `About ${told[0]}` : list(rates.flatMap(([lane, rate]) => (rate === null ? [] : [`${lane} about ${rate}`]))); // prettier-ignore
      return grade === 'barely' ? `${all}, or more` : all;
    },
    smoothed: 'Smoothed loss by learning rate',
    raw: 'Loss of each batch by learning rate',
    x: 'learning rate (log scale); marks: steepest fall',
    y: trainingLoss,
    settings: (steps: number, step: number, low: string, high: string): string =>
      `Rates from ${low} to ${high}, ${counted(steps, 'step')} each, from the weights after ${counted(step, 'step')}; lines end where a copy stopped`,
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
} satisfies Record<string, QuestionTexts & Readonly<Record<string, unknown>>>;
