/** English texts: the lessons beside the stage and their list. What lessons say stands in their own files. */
import type { LaneSpot, PageSpot } from '../../lessons/spots';
import { counted } from './numerals';

/** What a step’s button does: switches skips, then trains. */
export interface ActWords {
  readonly steps: number;
  readonly on: boolean;
  /** Name of the network. */
  readonly lane: string;
  /** Counts from 0. */
  readonly block: number | 'all';
}

const places: Record<LaneSpot | PageSpot, string> = {
  network: 'network',
  branch: 'branches',
  skip: 'skips',
  sum: 'sums',
  stem: 'stem',
  head: 'head',
  switches: 'switch of all skips',
  scores: 'loss and accuracy',
  story: 'the sentence',
  profile: 'gradients by layer',
  ratio: 'first over last',
  loss: 'loss curves',
  images: 'images',
  train: 'Train',
  step: 'Step',
  rate: 'learning rate',
  question: 'the experiment',
  quick: 'network in short',
  build: 'Build',
  facts: 'cost of the network',
};

export const lessons = {
  list: {
    title: 'Lessons',
    lead: 'Short lessons on networks that train in front of you. Predict first; your own run answers.',
    close: 'Close the list of lessons',
    loading: 'Loading the lessons…',
    steps: (count: number): string => counted(count, 'step'),
    done: (done: number, count: number): string => `${done} of ${counted(count, 'step')} done`,
    allDone: 'Done',
    write: {
      title: 'Make a lesson',
      line: 'Of your own, from the experiment on the stage; or open a file by dropping it on the page.',
    },
    clear: 'Clear progress',
    cleared: 'Progress is cleared.',
    article: {
      title: 'Read as an article',
      line: 'All lessons on one page, with live figures, to print too',
    },
  },

  panel: {
    label: (title: string): string => `Lesson: ${title}`,
    close: 'Close the lesson',
    all: 'All lessons',
    stepsLabel: 'Steps of the lesson',
    step: (number: number, count: number): string => `Step ${number} of ${count}`,
    /** A dot of the steps. */
    dot: (number: number, title: string, done: boolean): string =>
      `Step ${number}: ${title}${done ? ', done' : ''}`,
    back: 'Back',
    next: 'Next',
    finish: 'Finish',
    missing: (name: string): string => `There is no lesson “${name}”.`,
    notArrived: (name: string): string => `The lesson “${name}” did not arrive.`,
    dismiss: 'Dismiss',
    /** The lesson was closed. */
    offer: 'What you had before the lesson',
    bringBack: 'Bring back',
    /** On a phone, under the stage. */
    toLesson: 'To the lesson',
    toStage: 'To the stage',
  },

  look: {
    label: 'Look at',
    /** On a button that lights the place up. */
    place: (place: string, lane: string | null): string => (lane === null ? place : `${place} of ${lane}`),
    places,
  },

  act: {
    question: 'Predict',
    answered: 'Answer',
    predictFirst: 'Choose what you expect, then see.',
    look: 'Show the answer',
    train: (steps: number): string => `Train ${counted(steps, 'step')}`,
    switch: ({ steps, on, lane, block }: ActWords): string => {
      const which = block === 'all' ? `all skips of ${lane}` : `the skip of block ${block + 1} of ${lane}`;
      return `Switch ${which} ${on ? 'on' : 'off'}${steps > 0 ? `, train ${counted(steps, 'step')}` : ''}`;
    },
    study: (question: string): string => `Find out: ${question}`,
    goOn: (steps: number): string => `Train ${steps} more`,
    stop: 'Stop',
    settingUp: 'Setting up the experiment…',
    working: 'Your run is working it out',
    stepsLeft: (steps: number, seconds: string | null): string =>
      `${counted(steps, 'step')} left${seconds === null ? '' : `, ${seconds}`}`,
    seconds: (seconds: number): string => `about ${seconds} s`,
    /** Of a study. */
    found: (percent: number, seconds: string | null): string =>
      `${percent} %${seconds === null ? '' : `, ${seconds} left`}`,
    edited: 'The experiment is no longer that of this step.',
    failed: 'The run has failed.',
    unmeasured: 'This run does not say.',
    setUp: 'Set it up again',
  },

  answer: {
    measured: 'Your run',
    asPredicted: 'As you predicted.',
    notAsPredicted: 'Not as you predicted.',
    /** In no range of the choices. */
    none: 'None of these',
    yours: 'your prediction',
    measuredHere: 'measured',
    seedLabel: 'Seed by seed',
    seed: (seed: number): string => `Seed ${seed}`,
    /** What we measured. */
    ours: (values: readonly string[]): string =>
      `We measured ${values.join(', ')} with seeds ${values.map((_, seed) => seed).join(', ')}.`,
    oursShort: 'Ours',
    doubt: 'In doubt',
    another: 'Try another seed',
    again: 'Predict again',
  },

  further: {
    title: 'One step further',
    setUp: 'Set it up',
  },
};
