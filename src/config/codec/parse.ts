/**
 * Texts of a link's fields into values, still unchecked: what cannot be read stays a text, which `repair.ts` then
 * refuses. The time taken is linear in the length of the text.
 */
import { specOf } from './fields';
import type { UniformGains } from './lanes';
import { labelOf, OVERRIDDEN } from './format';
import { LIMITS } from '../limits';
import { SETTINGS } from '../settings';

/** Plain decimal digits with an optional exponent: no hexadecimal, no blanks, no words, no digits of other scripts. */
const NUMBER = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[+-]?[0-9]+)?$/i;

/** A number, or the text itself where it is none. */
function parseNumber(text: string): unknown {
  return NUMBER.test(text) ? Number(text) : text;
}

/** No list in a config is longer than the number of blocks; a few items more show that one is too long. */
const LONGEST = LIMITS.stages.max * SETTINGS.blocks.max + 1;

/** Numbers between commas; the text itself where not one of them is a number. */
function parseNumbers(text: string): unknown {
  const items = text.split(',', LONGEST).map(parseNumber);
  return items.some((item) => typeof item === 'number') ? items : text;
}

/** `1x3,0` is 1, 1, 1, 0; a single number without a count holds for all blocks. */
function parseGains(text: string): unknown[] | UniformGains {
  const runs = text.split(',', LONGEST);
  const [only = ''] = runs;
  if (runs.length === 1 && !only.includes('x')) return { uniform: parseNumber(only) };
  const gains: unknown[] = [];
  for (const run of runs) {
    const [gain = '', times = '1', ...rest] = run.split('x', 3);
    const count = parseNumber(times);
    if (rest.length > 0 || typeof count !== 'number' || !Number.isInteger(count) || count < 1)
      gains.push(run);
    else for (let i = 0; i < count && gains.length < LONGEST; i++) gains.push(parseNumber(gain));
    if (gains.length >= LONGEST) break;
  }
  return gains;
}

/** First and last block of a run, `3-20`; null where a text names none. */
function parseRun(text: string): readonly [first: number, last: number] | null {
  const [, from, to] = /^([0-9]{1,4})-([0-9]{1,4})$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  return first < last && last - first < LONGEST ? [first, last] : null;
}

/** Numbers of the blocks that a text names, `3` or all of a run; the text itself where it is neither. */
function parseBlocks(text: string): readonly unknown[] {
  const run = parseRun(text);
  if (run === null) return [parseNumber(text)];
  const [first, last] = run;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** All that the texts between semicolons stand for; of what is far too much, a part that shows it. */
function parseItems(text: string, most: number, parse: (item: string) => readonly unknown[]): unknown[] {
  const items: unknown[] = [];
  for (const item of text.split(';')) {
    const parsed = parse(item);
    items.push(...(items.length > most ? parsed.slice(0, 1) : parsed));
  }
  return items;
}

function parseSwitch(text: string): unknown {
  const [step = '', lane = '', blocks = '', gain = '', ...rest] = text.split(':', 5);
  if (gain === '' || rest.length > 0) return text;
  const run = parseRun(blocks);
  const block = blocks === 'all' ? blocks : (run ?? parseNumber(blocks));
  return { step: parseNumber(step), lane, block, gain: parseNumber(gain) };
}

function parseRate(text: string): unknown {
  const [step = '', rate = '', ...rest] = text.split(':', 3);
  return rate === '' || rest.length > 0 ? text : { step: parseNumber(step), rate: parseNumber(rate) };
}

function parseOwnData(text: string): unknown {
  const [hash = '', channels = '', classes = '', train = '', ...name] = text.split(':');
  if (name.length === 0) return text;
  return {
    hash,
    channels: parseNumber(channels),
    classes: parseNumber(classes),
    train: parseNumber(train),
    name: labelOf(name.join(':')),
  };
}

/** `0123456789abcdef:resnet20` is the hash of weights and what they are called. */
function parseWeights(text: string): unknown {
  const at = text.indexOf(':');
  return at < 0 ? text : { hash: text.slice(0, at), name: labelOf(text.slice(at + 1)) };
}

/** A number behind the name of a setting, a kind of block, or nothing that an override can have. */
function parseSetting(text: string): [string, unknown] {
  const kind = SETTINGS.block.choices.find((name) => name === text);
  if (kind !== undefined) return ['kind', kind];
  const name = OVERRIDDEN.find((each) => text.startsWith(each));
  return name === undefined ? ['unknown', text] : [name, parseNumber(text.slice(name.length))];
}

function parseOverride(text: string): readonly unknown[] {
  const [block = '', ...settings] = text.split(':', OVERRIDDEN.length + 3);
  const read = new Map<string, unknown>();
  for (const [name, value] of settings.map(parseSetting)) {
    if (name === 'unknown' || read.has(name)) return [text];
    read.set(name, value);
  }
  if (read.size === 0) return [text];
  return parseBlocks(block).map((each) => ({ block: each, ...Object.fromEntries(read) }));
}

/** The unchecked value of a field from its text. */
export function parseField(field: string, text: string): unknown {
  const spec = specOf(field);
  switch (spec?.kind) {
    case 'number':
      return parseNumber(text);
    case 'numbers':
      return parseNumbers(text);
    case 'gains':
      return parseGains(text);
    case 'text':
      return labelOf(text);
    case 'weights':
      return parseWeights(text);
    case 'choice':
      return typeof spec.choices[0] === 'number' ? parseNumber(text) : text;
    case 'flag':
      return text === 'on' ? true : text === 'off' ? false : text;
    case 'overrides':
      return parseItems(text, LIMITS.overrides, parseOverride);
    case 'names':
      return text.split(',', LIMITS.lanes.max + 1);
    case 'switches':
      return text.split(';').map(parseSwitch);
    case 'rates':
      return text.split(';').map(parseRate);
    case 'own-data':
      return parseOwnData(text);
    case undefined:
      return text;
    default:
      return spec satisfies never;
  }
}
