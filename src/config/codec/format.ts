/**
 * How values are written in links and notices. Only characters that stay as they are in the fragment of an address, and
 * that neither mail nor chat takes for markup (so no asterisk and no underscore).
 */
import { equal } from '../equal';
import type { OwnData } from '../data-sets';
import type { Value } from '../setting-kinds';
import type { BlockOverride, Blocks, RateEvent, SwitchEvent, WeightsConfig } from '../schema';
import { joined } from '../switches';

/** The shortest decimal that reads back as the same number. */
export function formatNumber(value: number): string {
  return String(value);
}

export function formatNumbers(values: readonly number[]): string {
  return values.map(formatNumber).join(',');
}

/** Gains with runs counted, `1x3,0,0.5x2`; equal ones throughout as a single number, whatever their count. */
export function formatGains(gains: readonly number[]): string {
  const runs: { gain: number; count: number }[] = [];
  for (const gain of gains) {
    const last = runs.at(-1);
    if (last !== undefined && last.gain === gain) last.count++;
    else runs.push({ gain, count: 1 });
  }
  const [first] = runs;
  if (first !== undefined && runs.length === 1) return formatNumber(first.gain);
  return runs
    .map(({ gain, count }) => (count === 1 ? formatNumber(gain) : `${formatNumber(gain)}x${count}`))
    .join(',');
}

/** `3`, or for all of a run `3-20`. */
export function formatBlocks(blocks: Blocks): string {
  return typeof blocks === 'object' ? blocks.join('-') : String(blocks);
}

/** `12:plain:all:1` is step 12, lane plain, all blocks, gain 1; a run of blocks is `12:plain:0-17:1`. */
export function formatSwitch({ step, lane, block, gain }: SwitchEvent): string {
  return `${step}:${lane}:${formatBlocks(block)}:${formatNumber(gain)}`;
}

/** Switches between semicolons, neighbours that are switched alike as one run. */
export function formatSwitches(events: readonly SwitchEvent[]): string {
  return joined(events).map(formatSwitch).join(';');
}

/** `120:0.005` is step 120 and the rate from then on. */
export function formatRate({ step, rate }: RateEvent): string {
  return `${step}:${formatNumber(rate)}`;
}

export function formatRates(events: readonly RateEvent[]): string {
  return events.map(formatRate).join(';');
}

/** Any single value. */
export function formatScalar(value: Value): string {
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

/** Settings of a block that an override may have, in the order in which links have them. */
export const OVERRIDDEN = ['width', 'stride', 'dilation', 'groups', 'kernel'] as const;

/** `3:bottleneck:width16:kernel5` is block 3, its kind, its width and its kernel. */
export function formatOverride(override: Omit<BlockOverride, 'block'> & { readonly block: Blocks }): string {
  const settings = OVERRIDDEN.flatMap((name) => {
    const value = override[name];
    return value === undefined ? [] : [`${name}${formatNumber(value)}`];
  });
  return [
    formatBlocks(override.block),
    ...(override.kind === undefined ? [] : [override.kind]),
    ...settings,
  ].join(':');
}

/** A run of blocks of the same settings as one: `0-17:kernel5`. */
export function formatOverrides(overrides: readonly BlockOverride[]): string {
  const runs: { readonly item: BlockOverride; last: number }[] = [];
  for (const item of overrides) {
    const run = runs.at(-1);
    const { block } = item;
    if (run !== undefined && block === run.last + 1 && equal({ ...run.item, block }, item)) run.last = block;
    else runs.push({ item, last: block });
  }
  return runs
    .map(({ item, last }) =>
      formatOverride(item.block === last ? item : { ...item, block: [item.block, last] }),
    )
    .join(';');
}

/** A label as a link has it: a blank is a plus, what is no letter, digit, point or hyphen is its code, `:2b;`. */
export function formatLabel(label: string): string {
  const character = (each: string): string =>
    each === ' ' ? '+' : /[A-Za-z0-9.-]/.test(each) ? each : `:${(each.codePointAt(0) ?? 0).toString(16)};`;
  return Array.from(label, character).join('');
}

/** `3f0c…:3:10:5000:my+pets`: the name stands last, since its codes have colons. */
export function formatOwnData(own: OwnData | undefined): string {
  if (own === undefined) return '';
  const { hash, channels, classes, train, name } = own;
  return [hash, ...[channels, classes, train].map(formatNumber), formatLabel(name)].join(':');
}

/** `0123456789abcdef:resnet20`: hash and name of weights. */
export function formatWeights({ hash, name }: WeightsConfig): string {
  return `${hash}:${formatLabel(name)}`;
}

/** The label that a link has; codes of no character stay as they are. */
export function labelOf(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/:([0-9a-f]{1,6});/g, (code: string, digits: string) =>
      Number.parseInt(digits, 16) <= 0x10ffff ? String.fromCodePoint(Number.parseInt(digits, 16)) : code,
    );
}
