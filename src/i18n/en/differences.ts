/** English texts: what tells one experiment from another, in so few words that they stand on a line of a chart. */
import type { DifferenceTexts } from '../differences';
import { counted } from './numerals';

const named = (name: string, text: string): string => (name === '' ? text : `${name} ${text}`);

export const differences: DifferenceTexts = {
  value: named,
  changed: (name, before, after) => named(name, `${before} → ${after}`),
  listed: (values) => values.join('·'),
  names: {
    skips: 'skips',
    rate: 'lr',
    seed: 'seed',
    depth: 'depth',
    networks: 'networks',
    editedBlocks: 'edited blocks',
    weights: 'weights',
  },
  gain: (gain) => (gain === 0 ? 'off' : gain === 1 ? 'on' : `× ${gain}`),
  someOn: (on, count) => `${on} of ${count}`,
  always: (value) => `always ${value}`,
  changes: (count) => counted(count, 'change'),
  rateFrom: (rate, step) => `${rate} from ${step}`,
  gainAt: (gain, step, blocks) => {
    const at = `${gain} at ${step}`;
    if (blocks === null) return at;
    const [first, last] = blocks;
    return `${at} (${first === last ? first : `${first}–${last}`})`;
  },
  changedOtherwise: (name) => `${name} changed otherwise`,
  other: (name) => `other ${name}`,
  ofLane: (lane, text) => `${lane}: ${text}`,
  sharedNetwork: 'shared network',
  ownNetwork: 'own network',
  fromSeed: 'from the seed',
  blockEdited: (block) => `block ${block} edited`,
  networkCount: (count) => counted(count, 'network'),
  list: (texts, more) => `${texts.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
};
