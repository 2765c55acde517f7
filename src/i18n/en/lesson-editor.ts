/** English texts: writing a lesson, and files of lessons. Numbers come as they are written in the language. */
import type { Act, Moment, PlanQuantity, RunQuantity, Unit } from '../../lessons/format';
import type { LaneSpot, PageSpot } from '../../lessons/spots';

const laneSpots: Record<LaneSpot, string> = {
  network: 'the whole network',
  branch: 'branches',
  skip: 'skip connections',
  sum: 'sums',
  stem: 'stem',
  head: 'head',
  switches: 'switch of all skips',
  scores: 'loss and accuracy',
};

const pageSpots: Record<PageSpot, string> = {
  story: 'the sentence',
  profile: 'gradient of every layer',
  ratio: 'first over last gradient',
  loss: 'loss',
  images: 'test images',
  train: 'Train',
  step: 'Step',
  rate: 'learning rate',
  question: 'menu of questions',
  quick: 'quick choices',
  build: 'Build',
  facts: 'cost of the networks',
};

const quantities: Record<RunQuantity | PlanQuantity | 'study', string> = {
  loss: 'training loss',
  accuracy: 'training accuracy',
  test: 'accuracy on test images',
  ratio: 'gradient, first over last layer',
  first: 'gradient of the first layer',
  last: 'gradient of the last layer',
  depth: 'weight layers',
  parameters: 'weights',
  'multiply-adds': 'multiply-adds of an image',
  'receptive-field': 'receptive field, in pixels',
  study: 'figure of the question',
};

/** Of studies; a name may stand for figures of several. */
const figures: Readonly<Record<string, string>> = {
  kept: 'accuracy kept without a block',
  intact: 'accuracy with all blocks',
  longest: 'blocks on the longest path that counts',
  open: 'blocks that paths are made of',
  shallow: 'of the fewest layers',
  deep: 'of the most layers',
  steepest: 'rate at which the loss falls fastest',
  lowest: 'rate of the lowest loss',
  broken: 'rate at which training breaks',
  rise: 'highest loss over that in the middle',
};

const moments: Record<Moment, string> = {
  start: 'at step 0',
  before: 'just before',
  after: 'afterwards',
};

const units: Record<Unit, string> = {
  number: 'number',
  times: 'times',
  percent: 'per cent',
  points: 'percentage points',
};

const acts: Record<Act['kind'], string> = {
  look: 'Look',
  train: 'Train',
  switch: 'Switch skips',
  study: 'Answer a question',
};

export const lessonEditor = {
  title: 'Make a lesson',
  close: 'Close the editor',
  undo: 'Undo',
  redo: 'Redo',
  kept: 'Kept in this browser.',
  /** Storage that is full, or that the browser refuses. */
  notKept: 'This browser keeps no more: save the lesson as a file, or it is lost with this tab.',
  elsewhere: 'This lesson was changed in another tab. What is written here goes on over it.',
  takeOver: 'Take that one over',

  save: 'Save as a file',
  open: 'Open a file',
  example: 'Download an example',
  start: 'New lesson',
  more: 'More',
  tryIt: 'Try it',
  back: 'Back to the editor',
  /** Stands with the lesson of somebody else. */
  editCopy: 'Edit a copy',
  host: (name: string): string =>
    `Put beside this page on its host, it opens with “?lesson=${name}” behind the address.`,

  lesson: {
    heading: 'The lesson',
    title: 'Title',
    summary: 'Summary',
    summaryHint: 'A line in the list of lessons',
    language: 'Language',
  },

  steps: {
    label: 'Steps',
    name: (number: string, title: string): string =>
      title === '' ? `Step ${number}` : `${number}. ${title}`,
    add: 'Add a step',
    duplicate: 'Duplicate',
    earlier: 'Move up',
    later: 'Move down',
    remove: 'Remove',
    full: (most: string): string => `A lesson has at most ${most} steps.`,
  },

  step: {
    heading: (number: string, count: string): string => `Step ${number} of ${count}`,
    title: 'Title',
    text: 'Text',
    textHint:
      'Markdown. A formula stands between dollars: $y = F(x) + x$. [the skip](spot:skip) lights it up, [batch norm](term:batch-norm) explains it.',
    preview: 'Preview',
  },

  experiment: {
    heading: 'Experiment',
    take: 'Take over the experiment on the stage',
    taken: 'It is the one on the stage.',
    show: 'Set it up on the stage',
    /** Networks by their names. */
    networks: (names: readonly string[]): string => names.join(' and '),
    until: 'Trained unasked to step',
    atStep: (step: string): string => `at step ${step}`,
    takeStep: (step: string): string => `Take over its step, ${step}`,
  },

  look: {
    heading: 'Light up',
    add: 'Add a place',
    choose: 'Choose…',
    pick: 'Point at it',
    picking: 'Click the place on the page. Escape leaves.',
    picked: (name: string): string => `${name}: lit up.`,
    nothing: 'There is no place to light up.',
    remove: (name: string): string => `Do not light up ${name}`,
    ofLane: (place: string, lane: string): string => `${place}, ${lane}`,
    everyNetwork: 'All networks',
    page: 'The page',
    panels: 'Panels',
    questions: 'Questions',
    lane: laneSpots,
    places: pageSpots,
  },

  question: {
    heading: 'Question',
    add: 'Add a question',
    remove: 'Remove the question',
    text: 'What is asked',
    choices: 'Choices',
    choice: (number: string): string => `Choice ${number}`,
    from: 'from',
    below: 'below',
    unbounded: 'no bound',
    notANumber: 'This is no number.',
    addChoice: 'Add a choice',
    removeChoice: (number: string): string => `Remove choice ${number}`,
    answer: 'Answer',
    answerHint:
      '{value}, {one} and {other} stand for what the reader measured, {low} and {high} for the least and most of seeds 0 to 2.',
    doubtful: 'The result is in doubt',
    doubt: 'Why it is in doubt',
    doubtHint: 'More seeds are offered with it',
  },

  act: {
    heading: 'What is done',
    kinds: acts,
    steps: 'Steps trained',
    lane: 'Network',
    block: 'Block',
    all: 'all',
    /** Blocks are counted from 1 on the page. */
    gain: 'Gain of the skip',
    gainHint: '0 is off, 1 is on',
    study: 'Question',
  },

  measure: {
    heading: 'What is measured',
    quantity: 'Quantity',
    lane: 'Network',
    moment: 'When',
    figure: 'Figure',
    whole: 'of all networks',
    by: 'Compared',
    alone: 'by itself',
    ratio: 'over',
    difference: 'minus',
    unit: 'Written as',
    quantities,
    moments,
    units,
    /** By their names in files. */
    figures,
    first: 'First reading',
    other: 'Second reading',
  },

  measuring: {
    now: 'Measure now',
    seeds: 'Measure seeds 0, 1 and 2',
    stop: 'Stop',
    /** `share` in per cent, of all seeds. */
    progress: (seed: string, share: string): string => `Seed ${seed}: ${share} %`,
    /** `choice`: its text, or its number where it has none. */
    falls: (value: string, choice: string): string => `${value}: that is “${choice}”.`,
    fallsNowhere: (value: string): string => `${value}: no choice holds that.`,
    seed: (seed: string): string => `Seed ${seed}:`,
    apart: 'Seeds fall into different choices: say why the result is in doubt.',
    none: 'Nothing was measured.',
    stopped: 'Stopped: nothing was taken over.',
    failed: 'The run stopped before the answer was there.',
  },

  further: {
    heading: 'One step further',
    add: 'Add one step further',
    remove: 'Remove it',
    text: 'Text',
    withExperiment: 'Offers an experiment',
  },

  faults: {
    none: 'Nothing is missing.',
    heading: (count: string): string => `Still missing: ${count}`,
    title: 'The lesson has no title.',
    at: (step: string, text: string): string => `Step ${step}: ${text}`,
    stepTitle: 'no title',
    text: 'no text',
    question: 'nothing is asked',
    choice: 'a choice has no text',
    gap: (range: string): string => `no choice holds ${range}`,
    overlap: (range: string): string => `two choices hold ${range}`,
    lane: (name: string): string => `its experiment has no network “${name}”`,
    measured: 'the answer is not measured',
  },

  /** Values from one on, below another. */
  range: (from: string | null, below: string | null): string =>
    from === null
      ? below === null
        ? 'any value'
        : `values below ${below}`
      : below === null
        ? `${from} and more`
        : `${from} to below ${below}`,
};
