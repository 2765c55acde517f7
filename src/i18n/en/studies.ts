/** English texts: the panel “Questions”, and words that claims on the run share with it. */
import type { Grade } from '../../contract/studies';
import { duration, integer } from './numerals';

export const studies = {
  title: 'Questions',
  explanation:
    'What papers asked, answered by the networks of this page. Training waits meanwhile, and then goes on where it was.',
  loading: 'Loading the questions…',
  ask: 'Find out',
  again: 'Ask again',
  choose: 'Choose blocks',
  cancel: 'Cancel',
  about: (seconds: number): string => `about ${duration(seconds)}`,
  /** What the time rests on. */
  timedBy: {
    study: 'by the last time here',
    steps: 'by the steps timed here',
    usual: 'if this machine is usual: no step is timed yet',
  },
  change: 'Change what is asked',
  notReady: 'Wait until the run is prepared.',
  /** Classic networks that a study leaves out. */
  leftOut: {
    text: (names: readonly string[], reason: string): string =>
      names.length === 1 ? `Without the ${names[0]}: ${reason}` : `Without ${names.join(', ')}: ${reason}`,
    all: 'No network here can be studied so: add one of residual blocks.',
  },
  other: (question: string): string => `“${question}” is being answered.`,
  waits: {
    training: 'Training waits, then goes on by itself.',
    paused: 'No steps are taken until this ends.',
  },
  progress: (question: string): string => `Progress of “${question}”`,
  progressText: (percent: number, secondsLeft: number | null, atOnce = 1): string =>
    [
      `${percent} %`,
      ...(secondsLeft === null ? [] : [`about ${duration(secondsLeft)} left`]),
      ...(atOnce > 1 ? [`${atOnce} parts at once`] : []),
    ].join(', '),
  states: {
    running: 'Being measured: this is what there is so far.',
    done: '',
    cancelled: 'Cancelled: this is what was measured until then.',
    failed: 'It could not be completed.',
    abandoned: 'Another run began: this is what was measured until then.',
  },
  failure: (message: string): string => `What the trainer said: ${message}`,
  stale: 'Measured with other settings than those of the page now.',
  nothingYet: 'Nothing measured yet.',
  untrained: (step: number): string => `Train for some hundred steps first: the run is at step ${step}.`,
  listBounds: (min: string, max: string, most: number): string =>
    `Up to ${most} numbers from ${min} to ${max}`,
  badList: (text: string): string => `${text}. The last valid list is used.`,
  cost: (networks: number, steps: number): string =>
    `${integer(networks)} trainings, ${integer(networks * steps)} steps in all`,
  grades: {
    clearly: 'Yes, clearly',
    barely: 'Yes, barely',
    partly: 'Partly',
    no: 'No',
    unknown: 'Cannot tell',
  } satisfies Record<Grade | 'unknown', string>,
  missing: {
    'not-done': 'It is answered when the measurement is complete.',
    pair: 'It needs one network with all its skips on and one with all of them off.',
    depths: 'It needs two depths of which one is at least twice the other.',
    switched: 'Skips were switched during this training, so its weights are of neither kind.',
    blocks: 'It needs more blocks than these.',
    untrained: 'The networks have hardly left their start: train for 50 steps at least.',
    rates: 'It needs two rates.',
    seeds: (least: number): string => `It needs at least ${least} seeds.`,
    unfit: (lane: string, accuracy: string): string =>
      `${lane} classifies ${accuracy} rightly, which is too near chance for a deletion to cost anything.`,
  },
  /** Folds of an answer. */
  how: { title: 'How it was measured', method: 'Method', here: 'Here', rule: 'Grades', not: 'Does not show' },
  more: 'More figures',
  arxiv: (name: string, number: string): string => `${name}, arXiv:${number}`,
  chart: {
    hint: 'Point, or focus and use the arrow keys, for exact values.',
    cursor: (title: string): string => `Cursor: ${title}`,
    nothing: 'no place chosen',
    unmeasured: 'not measured',
    range: (middle: string, low: string, high: string): string => `${middle} (${low} to ${high})`,
    reading: (label: string, value: string): string => `${label} ${value}`,
    bands: { 'non-finite': 'not finite', zero: '0' },
    spread: 'Lines are means over the seeds, bands their range',
    geometric: 'Lines are geometric means over the seeds, bands their range',
    dots: 'Dots are seeds, strokes their means',
  },
  table: 'As a table',
  /** Where a network has no such layer or block. */
  none: '–',
  claims: {
    paperLabel: 'Paper',
    hereLabel: 'Here',
    verdicts: { holds: 'holds', fails: 'does not hold here', unknown: 'not enough data' },
    rule: 'How it is judged',
  },
};
