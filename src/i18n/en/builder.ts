/** English texts: the builder. Hints state the definition that is used, or the paper and year it comes from. */
import { digits, integer } from './numerals';

export const builder = {
  label: 'Build',
  close: 'Close',
  restartNote: 'Changes start a new run',
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
    more: 'More about the cost',
    depth: 'layers',
    parameters: 'parameters',
    multiplyAdds: 'MACs',
    step: 'a step',
    receptiveField: 'receptive field, last conv',
    memory: 'memory, estimated',
    memoryHint: (share: number): string =>
      `For one step of all networks: ${share < 1 ? 'less than 1' : integer(share)} % of this page’s limit.`,
    /** Two digits: it is an estimate. */
    stepTime: (milliseconds: number): string =>
      milliseconds < 1000
        ? `≈ ${digits(Math.max(0.1, milliseconds), 2)} ms`
        : `≈ ${digits(milliseconds / 1000, 2)} s`,
    stepTimeMeasured: (backend: string): string => `A step: from steps that ran here on ${backend}.`,
    stepTimeGuessed: (backend: string): string =>
      `A step: a first guess, as too few were timed here on ${backend} yet. MACs: multiply-adds of one image.`,
    work: 'multiply-adds per step',
    workHint: (share: number): string =>
      `Forward and backward, all networks: ${share < 1 ? 'less than 1' : integer(share)} % of this page’s limit.`,
  },
  /** Beside the question: the four choices that make the most of a network. */
  quick: {
    label: 'Depth, norm, activation, block',
    layers: (depth: number): string => `${depth} layers`,
    noNorm: 'No norm',
    /** What is chosen now, in the order of the label. */
    button: (words: readonly string[]): string => `Network: ${words.join(', ')}`,
    all: 'All settings',
  },
  tooLarge: 'Use fewer blocks, narrower stages, a smaller input or a smaller batch.',
  sections: {
    lanes: 'Networks compared',
    network: 'Network',
    skips: 'Skips',
    ends: 'Stem and head',
    initialisation: 'Initialisation',
    legend: 'What the lines mean',
    training: 'Training',
    data: 'Data',
    seeds: 'Seeds and backend',
  },
  fields: {
    depth: 'Depth',
    usualDepths: 'Usual depths',
    shallower: (layers: number): string => `${layers} layers fewer`,
    deeper: (layers: number): string => `${layers} layers more`,
    allStages: 'Same for all stages',
    stages: 'Stages',
    blocksEach: 'Blocks in every stage',
    fewerEach: 'One block fewer in every stage',
    moreEach: 'One block more in every stage',
    allMore: 'Dilation, groups, SE',
    stage: (index: number): string => `Stage ${index + 1}`,
    blocks: 'Blocks',
    blocksLabel: (index: number): string => `Blocks in stage ${index + 1}`,
    fewer: (index: number): string => `Remove a block from stage ${index + 1}`,
    more: (index: number): string => `Add a block to stage ${index + 1}`,
    width: 'Width',
    stageWidthLabel: (index: number): string => `Width of stage ${index + 1}`,
    stride: 'Stride',
    strideLabel: (index: number): string => `Stride of stage ${index + 1}`,
    stageMore: 'Dilation, groups, kernel, SE',
    stageMoreLabel: (index: number): string => `Dilation, groups, kernel, SE of stage ${index + 1}`,
    groupsCount: (used: readonly number[]): string =>
      `Used: ${used.join(' or ')}. Groups must divide the channels.`,
    addStage: 'Add a stage',
    removeStage: 'Remove the last stage',
    initDense: 'Dense layers: uniform within 1/√(fan in), as in PyTorch, but with biases of 0.',
    zeroLastHalf:
      'The last norm or filter begins at 0, every branch behind its sigmoid at ½. Goyal et al. 2017.',
    fixupNorm: 'The paper’s networks have no norm: with Norm “None” come its scalars.',
  },
  samples: {
    title: 'Sample images',
    waiting: 'Loading the images…',
    note: (side: number): string =>
      `Training images at ${side}×${side}, before they are standardised and augmented.`,
    counts: (train: number, test: number): string => `${integer(train)} + ${integer(test)} test`,
    countsHint: (train: number, test: number): string =>
      `${integer(train)} training and ${integer(test)} test images`,
    row: (name: string, shown: number): string => `${shown} training images of the class ${name}`,
    other: 'Show others',
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
