/** The part of `repair.ts` that checks settings of single blocks: one that cannot be used is left out, alone. */
import { FIELDS } from './fields';
import { formatOverride, OVERRIDDEN } from './format';
import { readNumber, type Reading } from './read';
import { describe, type RepairLog, type RepairReason } from './repairs';
import { CHOICES, LIMITS } from '../limits';
import type { BlockKind, BlockOverride } from '../schema';

const RULES = {
  width: FIELDS.widths,
  stride: FIELDS.strides,
  dilation: FIELDS.dilations,
  groups: FIELDS.groups,
  kernel: FIELDS.kernels,
} as const;

/**
 * Reads overrides of so many blocks, in the order of the blocks; of two for the same block the first counts. Items may be
 * overrides or, from a link, texts that could not be read as one. `field` is the name of theirs in notices.
 */
export function readOverrides(
  raw: unknown,
  blocks: number,
  log: RepairLog,
  field = 'override',
): readonly BlockOverride[] {
  if (!Array.isArray(raw)) {
    log.add(field, describe(raw), '', raw === undefined ? 'missing' : 'malformed');
    return [];
  }
  if (raw.length > LIMITS.overrides) log.add(field, String(raw.length), String(LIMITS.overrides), 'too-long');
  const read = new Map<number, BlockOverride>();
  for (const item of raw.slice(0, LIMITS.overrides) as unknown[]) {
    const { value, reason } = readOverride(item, blocks);
    const known = value === null ? undefined : read.get(value.block);
    if (known !== undefined) log.add(field, textOf(item), formatOverride(known), 'duplicate');
    else if (reason !== null)
      log.add(field, textOf(item), value === null ? '' : formatOverride(value), reason);
    if (value !== null && known === undefined) read.set(value.block, value);
  }
  return [...read.values()].toSorted((a, b) => a.block - b.block);
}

function textOf(item: unknown): string {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return describe(item);
  const given = item as Record<string, unknown>;
  const settings = OVERRIDDEN.flatMap((name) =>
    given[name] === undefined ? [] : [`${name}${describe(given[name])}`],
  );
  return [
    describe(given['block']),
    ...(given['kind'] === undefined ? [] : [describe(given['kind'])]),
    ...settings,
  ].join(':');
}

const refuse = (reason: RepairReason): Reading<null> => ({ value: null, reason });

/** A block that does not exist has no neighbour; a setting out of range is moved to its bound, any other is refused. */
function readOverride(item: unknown, blocks: number): Reading<BlockOverride | null> {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return refuse('malformed');
  const { block, kind } = item as Record<string, unknown>;
  if (typeof block !== 'number' || !Number.isInteger(block)) return refuse('malformed');
  if (block < 0 || block >= blocks) return refuse('out-of-range');
  let reason: RepairReason | null = null;
  const value: { -readonly [K in keyof BlockOverride]: BlockOverride[K] } = { block: block + 0 };
  if (kind !== undefined) {
    if (!CHOICES.block.some((name) => name === kind)) return refuse('unknown');
    value.kind = kind as BlockKind;
  }
  for (const name of OVERRIDDEN) {
    const given = (item as Record<string, unknown>)[name];
    if (given === undefined) continue;
    const reading = name === 'kernel' ? readKernel(given) : readNumber(given, RULES[name], Number.NaN);
    if (Number.isNaN(reading.value)) return refuse('malformed');
    reason ??= reading.reason;
    value[name] = reading.value;
  }
  return Object.keys(value).length === 1 ? refuse('too-short') : { value, reason };
}

/** 3 or 5: a kernel has a middle. */
export function readKernel(raw: unknown, fallback = Number.NaN): Reading<number> {
  const reading = readNumber(raw, FIELDS.kernels, fallback);
  return reading.value === 4 ? { value: 3, reason: 'out-of-range' } : reading;
}
