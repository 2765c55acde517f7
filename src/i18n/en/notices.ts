/** English texts: notices of what was repaired in an experiment, each naming what was given and what is used. */
import type { NoticeTexts } from '../notices';
import { integer } from './numerals';

export const notices: NoticeTexts = {
  heading: {
    link: 'Parts of this link could not be used and were repaired. Everything else in it was kept.',
    page: 'Parts of this setting could not be used and were repaired. Everything else was kept.',
  },
  classicNames: {
    depth: 'depth',
    hidden: 'width of the hidden layers',
    pool: 'pooling',
    bottleneck: 'bottlenecks and compression',
  },
  laneFields: {
    skips: (lane) => `skip gains of ${lane}`,
    label: (lane) => `name of ${lane}`,
    colour: (lane) => `colour of ${lane}`,
    weights: (lane) => `weights of ${lane}`,
    architecture: (lane) => `architecture of ${lane}`,
    setting: (name, lane) => `${name}, ${lane}`,
  },
  quoted: (field, given, name) => `“${field}=${given}”${name === '' ? '' : ` (${name})`}`,
  leftOut: 'left out',
  used: (value) => `used ${value}`,
  among: (choices) => ` (${choices.join(', ')})`,
  between: (min, max) => ` (${min} to ${max})`,
  partBetween: (part, min, max) => ` (${part} ${min} to ${max})`,
  parts: {
    step: 'step',
    block: 'block',
    gain: 'gain',
    rate: 'rate',
    width: 'width',
    stride: 'stride',
    dilation: 'dilation',
    groups: 'groups',
    kernel: 'kernel',
  },
  flags: ['on', 'off'],
  repairs: {
    missing: (name, outcome) => `${name} was missing: ${outcome}.`,
    noExperiment: 'This is not an experiment: used the defaults.',
    noVersion: (quoted, used) => `${quoted} is not a version: read as version ${used}.`,
    noValue: (field, name, outcome) => `“${field}” (${name}) has no value: ${outcome}.`,
    unreadable: ({ quoted, outcome }) => `${quoted} cannot be read: ${outcome}.`,
    notInteger: ({ quoted, outcome }) => `${quoted} must be a whole number: ${outcome}.`,
    outOfRange: ({ quoted, outcome }, allowed) => `${quoted} is out of range${allowed}: ${outcome}.`,
    noSetting: (given) => `“${given}” is not a setting of this page: left out.`,
    otherNetwork: ({ quoted, outcome }) =>
      `${quoted} is about a network, or a setting of one, that this experiment does not have: ${outcome}.`,
    unknownChoice: ({ quoted, outcome }, allowed) => `${quoted} is not known here${allowed}: ${outcome}.`,
    unfit: ({ quoted, outcome }) => `${quoted} is not a size of this data set: ${outcome}.`,
    takenColour: ({ quoted, outcome }) => `${quoted} is the colour of another network already: ${outcome}.`,
    networkTwice: ({ quoted, outcome }) => `${quoted} names a network twice: ${outcome}.`,
    givenTwice: ({ quoted, outcome }) => `${quoted} is given more than once: ${outcome}.`,
    tooFew: ({ quoted, outcome }) => `${quoted} has too few values: ${outcome}.`,
    linkTooLong: (length, read) =>
      `The link is ${integer(length)} characters long: only the first ${integer(read)} were read.`,
    tooLongName: ({ quoted, outcome }, most) =>
      `${quoted} is longer than ${integer(most)} characters: ${outcome}.`,
    tooManyRates: (given, used) =>
      `${integer(given)} recorded learning rates are too many: used the first ${integer(used)}.`,
    tooManySwitches: (given, used) =>
      `${integer(given)} recorded switches are too many: used the first ${integer(used)}.`,
    tooMany: ({ quoted, outcome }) => `${quoted} has too many values: ${outcome}.`,
    unorderedRates: 'The recorded learning rates were not in the order of their steps: sorted.',
    unorderedSwitches: 'The recorded switches were not in the order of their steps: sorted.',
    newerVersion: (given, used) =>
      `This link is of version ${given}, newer than this page: read as version ${used}.`,
    tooLarge: ({ quoted, outcome }) => `${quoted} is more than a browser can compute or hold: ${outcome}.`,
    more: (count) => `And ${integer(count)} more.`,
  },
  loneNorms: {
    title: (count, first, lanes) =>
      `${count === 1 ? `The norm ${first} sees` : `${count} norms, the first ${first}, see`} a single value${lanes.length === 0 ? '' : ` (${lanes.join(', ')})`}.`,
    batch: 'It is one image at one position, which PyTorch refuses.',
    group: 'It is one channel of a group at one position.',
    effect:
      'Minus its own mean it is 0: the norm outputs its shift whatever comes in, and nothing passes it, forward or backward.',
    mend: (fields) => `Use ${fields.map(({ name, text }) => `${name} ${text}`).join(', ')}`,
    study: (first) =>
      `Among the networks of this experiment are norms that see a single value, as ${first} does: nothing passes them.`,
  },
};
