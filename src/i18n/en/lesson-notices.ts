/** English texts: what was repaired in the file of a lesson, and why one could not be opened. */

/** Parts of a file, by the last of their names in it. */
const parts: Readonly<Record<string, string>> = {
  version: 'the version',
  language: 'the language',
  title: 'the title',
  summary: 'the summary',
  steps: 'the steps',
  text: 'the text',
  experiment: 'the experiment',
  until: 'the step it is trained to',
  look: 'the places to light up',
  question: 'the question',
  further: '“one step further”',
  choices: 'the choices',
  from: 'where its range begins',
  below: 'where its range ends',
  act: 'what is done',
  kind: 'what is done',
  lane: 'the network',
  block: 'the block',
  gain: 'the gain',
  request: 'the question that is answered',
  measure: 'what is measured',
  one: 'what is measured',
  other: 'the second reading',
  of: 'the quantity',
  at: 'when it is read',
  figure: 'the figure',
  by: 'how readings are compared',
  unit: 'how the value is written',
  measured: 'the values of seeds',
  answer: 'the answer',
  doubt: 'why it is in doubt',
};

const used = (value: string): string => (value === '' ? 'left out' : `used ${value}`);
const quoted = (given: string): string => (given === '' ? '' : ` “${given}”`);

export const lessonNotices = {
  parts,
  /** Where in the file something stands, and what is said of it. */
  at: (places: readonly string[], sentence: string): string => {
    const text = `${places.join(', ')}: ${sentence}`;
    return text.charAt(0).toUpperCase() + text.slice(1);
  },
  step: (number: string): string => `Step ${number}`,
  choice: (number: string): string => `choice ${number}`,
  item: (name: string, number: string): string => `${name}, no. ${number}`,
  file: 'The lesson',

  /** Above the list of repairs. */
  heading: (name: string): string =>
    `Parts of “${name}” could not be used and were repaired. Everything else was kept.`,
  dismiss: 'Dismiss',
  label: 'Notices of a lesson',

  /** Of one part of the file. `used` is empty where it is left out. */
  repairs: {
    missing: (instead: string): string => `missing: ${used(instead)}.`,
    'wrong-type': (given: string, instead: string): string =>
      `“${given}” is not what stands here: ${used(instead)}.`,
    unknown: (given: string, instead: string): string => `“${given}” is not known here: ${used(instead)}.`,
    'out-of-range': (given: string, instead: string): string =>
      `“${given}” is out of range: ${used(instead)}.`,
    'too-long': (given: string, most: string): string =>
      `${given} characters are too many: used the first ${most}.`,
    'too-many': (given: string, most: string): string => `${given} are too many: used the first ${most}.`,
    'no-question': 'it needs two choices and something to measure: left out.',
    'newer-version': (given: string, instead: string): string =>
      `version ${given} is newer than this page: read as version ${instead}.`,
  },
  /** So many are told; a file of nothing but faults has more. */
  more: (count: string): string => `Only the first ${count} repairs are listed.`,

  /** Nothing of the file can be used. */
  refused: {
    lead: (name: string): string => `“${name}” could not be opened.`,
    'no-json': (cause: string): string => `It is not JSON (${cause}).`,
    'no-lesson': (given: string): string =>
      `It is no lesson of this page: its “format” should be “resnet-explorer-lesson”${given === '' ? '' : `, and not${quoted(given)}`}.`,
    'no-steps': 'It is a lesson without steps.',
    'too-long': (given: string, most: string): string =>
      `It has ${given} characters, and a lesson at most ${most}.`,
    'too-large': (most: string): string => `It is larger than ${most}.`,
    unreadable: (cause: string): string => `The browser could not read it (${cause}).`,
    'no-name': 'Its name should end in “.json”.',
    'other-host': 'A lesson is only opened from the host of this page.',
    'not-found': (status: string): string => `The host has no such file (${status}).`,
    unreachable: 'The host did not answer. Check the connection, and load the page again.',
  },
};
