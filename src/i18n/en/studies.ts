/** English texts: the panel “Experiments”. What a run shows is told with its own numbers. */
import { counted } from './numerals';
import { studyClaims } from './study-claims';
import { studyFields, studyKinds } from './study-kinds';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 100) return `${number.format(seconds)} s`;
  return seconds < 5400 ? `${number.format(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const naming = (names: readonly string[]): string =>
  names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${number.format(names.length - 3)} more`;

/** Blocks deleted by hand at test time. */
const ablation = {
  tab: 'Deletion',
  title: 'Delete blocks by hand',
  hint: 'Click blocks: those that are pressed are deleted together, at test time only, and the accuracy is measured at once. The run keeps them.',
  group: 'Blocks to delete',
  block: (name: string): string => `Delete ${name}`,
  all: 'Keep all',
  test: 'Accuracy without',
  testHint:
    'Measures the accuracy on test images with the selected blocks deleted, at test time only. The run keeps them.',
  busy: 'An experiment is under way.',
  notReady: 'The networks are being prepared.',
  measuring: 'Measuring…',
  failed: (message: string): string => `It could not be measured: ${message}`,
  ablated: (names: readonly string[]): string => `Without ${naming(names)}`,
  nothing: 'With all blocks',
  settings: (images: number, step: number): string =>
    `${counted(images, 'test image')}, weights after ${counted(step, 'step')}`,
  change: (intact: string, ablated: string): string => `${intact} → ${ablated}`,
  impossible: 'cannot be deleted here',
};

export const studies = {
  title: 'Experiments',
  explanation:
    'Measurements on the networks of this page that papers are built on. They run here, between two steps: training waits meanwhile and then goes on exactly where it was.',
  loading: 'Loading the experiments…',
  tabs: 'Kinds of experiments',
  kinds: { ...studyKinds, ablation },
  fields: studyFields,
  run: 'Run',
  again: 'Run again',
  cancel: 'Cancel',
  notReady: 'Wait until the run is prepared.',
  /** Classic networks that a study leaves out. */
  leftOut: {
    text: (names: readonly string[], reason: string): string =>
      names.length === 1 ? `Without the ${names[0]}: ${reason}` : `Without ${names.join(', ')}: ${reason}`,
    all: 'No network here can be studied so: add one of residual blocks.',
  },
  other: (tab: string): string => `“${tab}” is being carried out.`,
  waits: {
    training: 'Training waits until this ends, then goes on by itself.',
    paused: 'No steps are taken until this ends.',
  },
  progress: (tab: string): string => `Progress of “${tab}”`,
  progressText: (percent: number, secondsLeft: number | null): string =>
    secondsLeft === null ? `${percent} %` : `${percent} %, about ${duration(secondsLeft)} left`,
  states: {
    running: 'Not complete yet.',
    done: '',
    cancelled: 'Cancelled: this is what was measured until then.',
    failed: 'It could not be completed.',
    abandoned: 'Another run began: this is what was measured until then.',
  },
  failure: (message: string): string => `What the trainer said: ${message}`,
  stale: 'Measured with other settings than those of the page now.',
  nothingYet: 'Nothing measured yet.',
  stepNow: (step: number): string => `The run is at step ${step}.`,
  untrained: 'The networks are not trained yet: train for some hundred steps first to see what a paper sees.',
  listBounds: (min: string, max: string, most: number): string =>
    `Up to ${most} numbers from ${min} to ${max}`,
  badList: (text: string): string => `${text}. The last valid list is used.`,
  cost: (networks: number, steps: number): string =>
    `${number.format(networks)} trainings, ${number.format(networks * steps)} steps in all`,
  chart: {
    legend: 'Legend',
    hint: 'Point, or focus and use the arrow keys, for exact values.',
    cursor: (title: string): string => `Cursor: ${title}`,
    nothing: 'no place chosen',
    unmeasured: 'not measured',
    range: (middle: string, low: string, high: string): string => `${middle} (${low} to ${high})`,
    reading: (label: string, value: string): string => `${label} ${value}`,
    bands: { 'non-finite': 'not finite', zero: '0' },
  },
  table: 'As a table',
  /** Where a network has no such layer or block. */
  none: '–',
  spread: 'Lines are means over the seeds, bands go from the smallest to the largest.',
  geometric: 'Lines are geometric means over the seeds, bands go from the smallest to the largest.',
  claims: studyClaims,
};
