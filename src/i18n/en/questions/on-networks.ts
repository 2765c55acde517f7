/** English texts of questions that are answered by networks made anew. Figures of papers are named as theirs. */
import type { Grade } from '../../../contract/studies';
import type { VariantName, VariantSet } from '../../../studies/variants/kind';
import { capital } from '../../phrase';
import type { PaperText, QuestionTexts } from '../../words';
import { counted } from '../numerals';
import { byDepth, list, seedsText, trainingLoss } from './common';

export const networkQuestions = {
  degradation: {
    question: 'How deep is too deep?',
    line: 'The same network is trained anew at several depths, with skips and without.',
    method:
      'Networks of equal width are trained from step 0 at every depth, with every seed and rate; all else is as in the experiment. For each depth and network the rate with the lowest final loss counts.',
    showsNot: 'Where long training ends, nor test errors: the papers train for tens of thousands of steps.',
    rule: 'By the final loss of the deepest against the shallowest network. Clearly: without skips it rises for every seed, with them it does not on average. Barely: with them by at most a tenth as much. Partly: by less than without.',
    leftOut: 'a classic network has one depth.',
    paper: {
      text: 'On CIFAR-10, plain networks of 56 layers have a higher training error than of 20, residual ones a lower. Test errors at depths 20, 56, 110: 8.18, 13.31, 16.44 % without skips, 7.37, 5.89, 5.79 % with them.',
      arxiv: { '1512.03385': 'He 2015', '1712.09913': 'Li 2018' },
    },
    here: byDepth('the final loss'),
    answer: (grade: Grade, plain: number, residual: number, deepest: number): string => {
      const past = (depth: number): string => (depth === deepest ? `not yet at ${depth}` : `past ${depth}`);
      const [without, within] = [past(plain), past(residual)];
      switch (grade) {
        case 'clearly':
          return `${capital(without)} layers without skips, ${within} with them`;
        case 'barely':
          return `${capital(without)} layers without skips, hardly ever with them`;
        case 'partly':
          return `${capital(without)} layers without skips, ${within} with them, at less cost`;
        case 'no':
          return `${capital(without)} layers, with skips or without`;
      }
      return grade satisfies never;
    },
    final: 'Final training loss by depth',
    lossY: trainingLoss,
    depthX: 'depth (weight layers)',
    curves: 'Training loss by step, at the best rate of each',
    stepX: 'step',
    stepText: (step: number): string => `step ${step}`,
    depthText: (depth: number): string => `depth ${depth}`,
    named: (lane: string, depth: number): string => `${lane} ${depth}`,
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
    question: 'Do gradients turn to noise?',
    line: 'How alike the gradients of neighbouring images are, before any training.',
    method:
      'At step 0, the gradient of one class’s score with respect to the input is taken at many points on straight lines between test images of different classes. The cosine between the gradients at two points is averaged over pairs of equal distance: 1 is the same direction, 0 none in common. Norms use fixed statistics of one batch.',
    showsNot: 'That training fails: gradients of weights, and of many images, may still agree.',
    rule: 'By the cosine over all distances. Barely: for every seed it falls with depth without skips, and is lower there than with them. Clearly: it ends at 0.1 or less, and with skips 0.1 above. Partly: it falls on average.',
    leftOut: 'a classic network has one depth.',
    paper: {
      text: 'Without skips the correlation of gradients decays exponentially with depth, to white noise; with them sublinearly.',
      arxiv: { '1702.08591': 'Balduzzi 2017' },
    },
    here: byDepth('the mean cosine'),
    chart: 'Likeness of input gradients by distance and depth',
    y: 'cosine of the two gradients',
    x: 'distance (share of the way between two images)',
    named: (lane: string, depth: number): string => `${lane} ${depth}`,
    settings: (seeds: readonly number[], lines: number): string =>
      `${seedsText(seeds)}, ${lines} lines each, four places on each`,
    distanceText: (distance: string): string => `distance ${distance}`,
    table: 'Mean cosine by distance, over the seeds',
    distance: 'distance',
    column: (depth: number, lane: string): string => `${depth}, ${lane}`,
  },
  init: {
    question: 'Do skips even out the first gradients?',
    line: 'The gradient of every layer at step 0, for networks of several depths.',
    method:
      'Initial weights and a first batch are drawn anew for every seed; the gradient of every layer is measured, and the size of every block’s output. Then the same for networks of other depths and equal width.',
    showsNot: 'How well a network will train: gradients change with the first steps.',
    rule: 'By how first over last changes from the shallowest to the deepest network. Barely: by a factor of ten without skips, and by less with them, for every seed. Clearly: with them by at most the square root of that. Partly: on average, and by three at least.',
    leftOut: 'a classic network has one depth, so it is measured at its own only.',
    paper: {
      text: 'In wide networks with batch norm and without skips the gradient grows exponentially with depth. He 2015 reports healthy norms in its plain networks.',
      arxiv: { '1902.08129': 'Yang 2019', '1512.03385': 'He 2015' },
    },
    here: byDepth('the first layer’s gradient over the last’s'),
    gradients: 'Gradient norm by layer',
    gradientsY: 'L2 norm of ∂L/∂W (log scale)',
    layerX: 'weight layer, from input to output',
    activations: 'Size of activations by block',
    activationsY: 'standard deviation of the block’s output (log scale)',
    blockX: 'block, from input to output',
    ratio: 'First over last gradient norm, by depth',
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
  variants: {
    question: 'Which block is best?',
    line: 'Variants of the residual block, each trained anew on the same batches.',
    method:
      'The network of the first lane that has skips, with all of them on, is trained in every variant, with every seed; rate and everything else are those of the experiment.',
    showsNot: 'Where long training ends, nor what another rate would do: some variants bear higher ones.',
    rule: 'By the final loss. Clearly: the best variant’s worst seed is below the best of every other. Barely: it is the best for every seed. Else the two lowest means are too close to call.',
    leftOut: 'the variants are of residual blocks.',
    answer: (grade: Grade, best: string, next: string): string => {
      switch (grade) {
        case 'clearly':
          return `${capital(best)}, clearly`;
        case 'barely':
          return `${capital(best)}, barely`;
        case 'partly':
          return `Too close to call: ${best} or ${next}`;
        case 'no':
          return 'None: all diverged';
      }
      return grade satisfies never;
    },
    papers: {
      order: {
        text: 'ResNet-110 on CIFAR-10, test errors: 6.37 % full pre-activation, 6.61 % original, 8.17 % norm after addition.',
        arxiv: { '1603.05027': 'He 2016' },
      },
      shortcut: {
        text: 'ResNet-110 on CIFAR-10, test errors: 6.61 % with identities, 8.70 to 12.86 % with most others; dropout fails.',
        arxiv: { '1603.05027': 'He 2016' },
      },
      'norm-free': {
        text: 'A learned factor that starts at 0 is enough to train very deep residual networks without norm; so is Fixup, up to 10,000 layers.',
        arxiv: { '2002.10444': 'De and Smith 2020', '1901.09321': 'Zhang 2019' },
      },
    } satisfies Record<VariantSet, PaperText>,
    claims: {
      order:
        'full pre-activation trains at least as well as the original order, norm after the addition worse',
      shortcut: 'the identity is the best shortcut',
      'norm-free': 'SkipInit and Fixup beat the plain start without norm, for every seed',
    } satisfies Record<VariantSet, string>,
    here: (claim: string, holds: boolean, steps: number): string =>
      `That ${claim}, ${holds ? 'holds' : 'does not hold'} here after ${counted(steps, 'step')}.`,
    settings: (seeds: readonly number[], rate: string, steps: number, window: number): string =>
      `${seedsText(seeds)}, learning rate ${rate}, ${counted(steps, 'step')}; final is the mean of the last ${window}`,
    finals: 'Final training loss by variant',
    lossY: trainingLoss,
    curves: 'Training loss by step',
    stepX: 'step',
    table: 'Variants: training loss and test accuracy by seed',
    variant: 'variant',
    seedColumn: (seed: number): string => `loss, seed ${seed}`,
    mean: 'loss, mean',
    accuracy: 'test accuracy, mean',
    paperColumn: 'paper’s test error',
    diverged: 'diverged',
    gates: 'Paper’s figures of shortcut-only gates go by their initial bias.',
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
} satisfies Record<string, QuestionTexts & Readonly<Record<string, unknown>>>;
