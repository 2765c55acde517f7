/** What charts of a log show of its layers: quantities of the file, and the ratio of two of them; in which order, and in which groups. */
import { classify, isNormal } from '../../charts/geometry/format';
import { matrixLayers } from '../../logs/measures';
import type { Log } from '../../logs/summary';

export const SHOWN = [
  'gradient',
  'weight',
  'update',
  'ratio',
  'activation',
  'deviation',
  'zeros',
  'dead',
] as const;
export type Shown = (typeof SHOWN)[number];

/** Shares lie between 0 and 1, all others on a logarithmic axis. */
export const isShare = (shown: Shown): boolean => shown === 'zeros' || shown === 'dead';

/** Those that a file has, in their order. */
export function shownOf(log: Log): readonly Shown[] {
  return SHOWN.filter((shown) =>
    shown === 'ratio' ? log.has('update') && log.has('weight') : log.has(shown),
  );
}

/** Value of a layer in a row that is kept; undefined where the file says none. */
export function valueOf(log: Log, shown: Shown, layer: number, row: number): number | undefined {
  if (shown !== 'ratio') return log.ofLayer(shown, layer, row);
  const [update, weight] = [log.ofLayer('update', layer, row), log.ofLayer('weight', layer, row)];
  return update === undefined || weight === undefined ? undefined : update / weight;
}

const newest = new WeakMap<Log, Map<Shown, number>>();

/**
 * The newest row in which a quantity has a finite number: where a training has broken down, or writes its layers less often than its
 * loss, the very last row shows nothing. The last where no row has one; −1 without rows.
 */
export function newestRow(log: Log, shown: Shown): number {
  const known = newest.get(log) ?? new Map<Shown, number>();
  newest.set(log, known);
  const found = known.get(shown) ?? findNewestRow(log, shown);
  known.set(shown, found);
  return found;
}

function findNewestRow(log: Log, shown: Shown): number {
  const last = log.steps.length - 1;
  for (let row = last; row >= 0; row--) {
    // Of a file without layers the loss is all that is shown.
    if (log.layers.length === 0 && Number.isFinite(log.scalar('loss', row))) return row;
    for (let layer = 0; layer < log.layers.length; layer++)
      if (Number.isFinite(valueOf(log, shown, layer, row))) return row;
  }
  return last;
}

export interface ShownLayer {
  /** Place among all layers of the log. */
  readonly layer: number;
  readonly name: string;
  /** Whether a line goes through it: those that multiply with a matrix, from input to output. */
  readonly isMain: boolean;
}

/** Layers that have a quantity in any step, in the order of the file. */
export function layersOf(log: Log, shown: Shown): readonly ShownLayer[] {
  const main = new Set(matrixLayers(log));
  const needed = shown === 'ratio' ? (['update', 'weight'] as const) : ([shown] as const);
  return log.layers.flatMap(({ name }, layer) => {
    const isKnown = needed.every(
      (quantity) => log.fact(log.column({ quantity, layer }), 'count') !== undefined,
    );
    return isKnown ? [{ layer, name, isMain: main.has(layer) }] : [];
  });
}

/** Layers that follow each other and belong to one module. */
export interface LayerGroup {
  readonly name: string;
  /** Rows: the first, and the one after the last. */
  readonly from: number;
  readonly end: number;
}

/** Most groups that an axis tells apart. */
const MOST_GROUPS = 14;

/** Groups of layers by the modules that they stand in: as deep into their names as there are few enough to be read. */
export function groupsOf(names: readonly string[]): readonly LayerGroup[] {
  let best: readonly LayerGroup[] = [];
  for (let depth = 1; depth <= 6; depth++) {
    const groups = grouped(names, depth);
    if (groups.length > MOST_GROUPS) break;
    if (groups.length > best.length) best = groups;
  }
  // A group for each layer says what the layers say.
  return best.length === names.length ? [] : best.flatMap((group) => bundled(names, group));
}

/** Parts of a group that has most of the layers. */
const MOST_PARTS = 9;

/** A group that holds most of the layers, as the numbered blocks of a transformer, in parts of as many blocks each. */
function bundled(names: readonly string[], group: LayerGroup): readonly LayerGroup[] {
  const { name, from, end } = group;
  const depth = name.split(/[./]/).length + 1;
  const blocks = grouped(names.slice(from, end), depth);
  if (2 * (end - from) < names.length || blocks.length <= MOST_PARTS) return [group];
  const each = Math.ceil(blocks.length / MOST_PARTS);
  return Array.from({ length: Math.ceil(blocks.length / each) }, (_, part) => {
    const own = blocks.slice(part * each, (part + 1) * each);
    const [first, last] = [own[0], own.at(-1)];
    const until = last?.name.split(/[./]/).at(-1) ?? '';
    return {
      name: own.length === 1 ? (first?.name ?? name) : `${first?.name ?? name}–${until}`,
      from: from + (first?.from ?? 0),
      end: from + (last?.end ?? 0),
    };
  });
}

function grouped(names: readonly string[], depth: number): readonly LayerGroup[] {
  const groups: { name: string; from: number; end: number }[] = [];
  names.forEach((name, row) => {
    const path = name.split(/[./]/);
    // The layer itself is no module that others stand in.
    const own = path.slice(0, Math.max(1, Math.min(depth, path.length - 1))).join('.');
    const last = groups.at(-1);
    if (last?.name === own) last.end = row + 1;
    else groups.push({ name: own, from: row, end: row + 1 });
  });
  return groups;
}

/** The usual layers that have lines: of the first, the middle and the last of the main line. */
export function usualLines(layers: readonly ShownLayer[]): readonly number[] {
  const main = layers.filter(({ isMain }) => isMain);
  const own = main.length > 0 ? main : layers;
  const rows = [...new Set([0, Math.floor((own.length - 1) / 2), own.length - 1])];
  return rows.flatMap((row) => own[row]?.layer ?? []);
}

/**
 * Names of layers in little room: where one is too long, without the parts in which all of them end, as those of a transformer's
 * blocks do; what is still too long has its end.
 */
export function toldApart(names: readonly string[], letters: number): readonly string[] {
  let short = names;
  while (short.some(({ length }) => length > letters)) {
    const cut = short.map((name) => /^(.+)[./]([^./]+)$/.exec(name));
    const ends = new Set(cut.map((found) => found?.[2]));
    if (names.length < 2 || ends.size > 1 || ends.has(undefined)) break;
    short = cut.map((found) => found?.[1] ?? '');
  }
  return short.map((name) => (name.length > letters ? `…${name.slice(1 - letters)}` : name));
}

/** What an axis needs to know of many values: the least and the largest that it has a place for, and one of each other kind. */
export function extremesOf(values: Iterable<number | undefined>): readonly number[] {
  let [low, high] = [Infinity, 0];
  const others = new Map<string, number>();
  for (const value of values) {
    if (value === undefined) continue;
    if (isNormal(value)) {
      if (value < low) low = value;
      if (value > high) high = value;
    } else others.set(classify(value), value);
  }
  return [...(low <= high ? [low, high] : []), ...others.values()];
}
