/** Links, random and mutated, through all that an address goes through: read, repaired, fitted, planned, written and read again. */
import * as fc from 'fast-check';
import { fitToBudget } from '../../src/architecture/budget';
import { planLanes } from '../../src/architecture/plan-experiment';
import { repairConfig } from '../../src/config/codec/repair';
import { decode, encode } from '../../src/config/codec/url';
import { equal } from '../../src/config/equal';
import { PRESETS } from '../../src/config/presets';
import { experiments } from '../../src/testing/arbitrary';
import type { FuzzOptions } from './options';
import { Draw } from '../live/draw';

/** Milliseconds that a link may take on its way to the page, of its main thread. */
const MOST = 100;
/** What has to be compiled first, or collects garbage, does not so three times. */
const AGAIN = 3;
/** Valid links that mutations begin with; drawn anew once they are through. */
const STOCK = 500;
const PIECES = [
  '&',
  '=',
  ',',
  ';',
  ':',
  'x',
  '-',
  '.',
  '%',
  '%zz',
  '%F0%9F',
  '#',
  '0',
  '-0',
  '1e999',
  'NaN',
  'all',
  'own',
  'on',
  '\u0000',
  '\ud800',
  '深',
  '__proto__',
  'constructor',
  'v=2',
  'lanes=',
  'net.a.',
  'skip.',
  'override=',
  'switch=',
];

/** Faults of so many links; a link is one as well where it takes more than so many milliseconds of a processor. */
export function fuzzLinks({
  seed,
  count,
  most = MOST,
}: Pick<FuzzOptions, 'seed' | 'count'> & { readonly most?: number }): Promise<readonly string[]> {
  const draw = new Draw(seed);
  const faults: string[] = [];
  let stock: readonly string[] = [];
  let slowest = 0;
  for (let i = 0; i < count; i++) {
    if (i % STOCK === 0) {
      const drawn = fc.sample(experiments, { seed: seed + i, numRuns: STOCK });
      stock = [...drawn, ...PRESETS.map(({ config }) => config)].map(encode);
    }
    const link = linkOf(draw, stock);
    const fault = faultOf(link);
    if (fault !== null) faults.push(`${fault}: ${JSON.stringify(link.slice(0, 2_000))}`);
    let taken = Infinity;
    for (let time = 0; time < AGAIN && taken > most; time++) taken = Math.min(taken, timeOf(link));
    if (taken > most) faults.push(`${taken.toFixed(0)} ms: ${JSON.stringify(link.slice(0, 2_000))}`);
    slowest = Math.max(slowest, taken);
  }
  console.error(`the slowest link took ${slowest.toFixed(1)} ms`);
  return Promise.resolve(faults);
}

/** A valid link, one of those mutated, one as long and as deep as it gets, or none at all. */
function linkOf(draw: Draw, stock: readonly string[]): string {
  const kind = draw.integer(0, 19);
  if (kind === 0) return Array.from({ length: draw.integer(0, 400) }, () => piece(draw)).join('');
  if (kind === 1) return largest(draw);
  const valid = draw.among(stock);
  if (kind <= 4) return valid;
  let link = valid;
  for (let times = draw.integer(1, 8); times > 0; times--) link = mutated(draw, link, stock);
  return link;
}

function piece(draw: Draw): string {
  return draw.chance(0.6)
    ? draw.among(PIECES)
    : String.fromCharCode(draw.integer(1, draw.chance(0.9) ? 126 : 0xffff));
}

function mutated(draw: Draw, link: string, stock: readonly string[]): string {
  const at = draw.integer(0, link.length);
  const end = Math.min(link.length, at + draw.integer(0, 30));
  const fields = link.split('&');
  switch (draw.integer(0, 6)) {
    case 0:
      return link.slice(0, at) + link.slice(end);
    case 1:
      return link.slice(0, at) + piece(draw) + link.slice(at);
    case 2:
      return link.slice(0, at) + link.slice(at, end).repeat(draw.integer(2, 50)) + link.slice(end);
    case 3:
      return link.slice(0, at);
    case 4:
      return [...fields, draw.among(draw.among(stock).split('&'))].join('&');
    case 5:
      return fields.toSorted(() => draw.next() - 0.5).join('&');
    default: {
      const [name = '', text = ''] = draw.among(fields).split('=');
      const number = draw.among([
        '0',
        '-1',
        '1e308',
        '4294967296',
        '0.5',
        '99999',
        String(draw.integer(-5, 600)),
      ]);
      return `${link}&${name}x=${text}&${name}=${number}`.replace(`&${name}=${text}`, `&${name}=${number}`);
    }
  }
}

/** Four lanes of networks of their own, as long as may be, of which every block has settings of its own. */
function largest(draw: Draw): string {
  const stages = draw.integer(3, 5);
  const list = (item: () => number | string): string => Array.from({ length: stages }, item).join(',');
  const network = (prefix: string): string => {
    const counts = Array.from({ length: stages }, () => (draw.chance(0.7) ? 30 : draw.integer(0, 30)));
    const total = counts.reduce((sum, blocks) => sum + blocks, 0);
    const overrides = Array.from({ length: total }, (_, block) =>
      [
        block,
        draw.among(['basic', 'bottleneck']),
        `width${draw.integer(4, draw.chance(0.5) ? 16 : 512)}`,
        `stride${draw.chance(0.8) ? 1 : 2}`,
        `dilation${draw.integer(1, 4)}`,
        `groups${draw.integer(1, 64)}`,
        `kernel${draw.among([3, 5])}`,
      ].join(':'),
    );
    const fields = {
      blocks: counts.join(','),
      widths: list(() => draw.integer(4, draw.chance(0.5) ? 16 : 512)),
      strides: list(() => draw.integer(1, 2)),
      se: list(() => draw.integer(0, 32)),
      shortcut: draw.among(['A', 'B', 'C']),
      norm: draw.among(['batch', 'group', 'layer', 'none']),
      gate: draw.among(['none', 'exclusive', 'shortcut']),
      start: draw.among(['plain', 'zero-last', 'skip-init', 'fixup']),
      order: draw.among(['original', 'pre-activation', 'activation-first']),
      override: overrides.join(';'),
    };
    return Object.entries(fields)
      .map(([name, text]) => `${prefix}${name}=${text}`)
      .join('&');
  };
  const lanes = ['a', 'b', 'c', 'd'].map((id) => {
    const gains = Array.from({ length: 150 }, () => draw.next().toFixed(draw.integer(0, 16))).join(',');
    return `net.${id}=own&${network(`net.${id}.`)}&skip.${id}=${gains}`;
  });
  return `#v=1&input=28&batch=${draw.integer(1, 256)}&lanes=a,b,c,d&${network('')}&${lanes.join('&')}`;
}

/** Milliseconds of a processor, however busy it is, until the experiment of a link is there and written into the address. */
function timeOf(link: string): number {
  const begin = process.cpuUsage();
  encode(fitToBudget(decode(link).config).config);
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** What is wrong with how a link is read; null where nothing is. */
export function faultOf(link: string): string | null {
  try {
    const { config } = decode(link);
    const fitted = fitToBudget(config);
    const text = encode(fitted.config);
    const again = decode(text);
    if (again.repairs.length > 0) return `what was repaired needs repair (${again.repairs[0]?.field ?? ''})`;
    if (!equal(again.config, fitted.config)) return 'what was written is read as something else';
    if (encode(again.config) !== text) return 'what was read is written as something else';
    if (repairConfig(fitted.config).repairs.length > 0) return 'what was fitted needs repair';
    if (fitToBudget(fitted.config).repairs.length > 0) return 'what was fitted has to be fitted again';
    const plans = planLanes(fitted.config);
    if (plans.length !== fitted.config.lanes.length) return 'a lane has no plan';
    if (
      plans.some(({ multiplyAdds, parameterCount }) => !Number.isSafeInteger(multiplyAdds + parameterCount))
    )
      return 'a plan costs what is no number';
    return null;
  } catch (error) {
    return `thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
