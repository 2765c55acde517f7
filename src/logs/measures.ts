/** What rules measure of a log: layers that matter to a question, and values of the steps that are looked at. */
import type { Quantity } from './quantities';
import type { Log } from './summary';

/** Rows at either end of a run that a value is the median of. */
const ROWS = 20;

/** What normalises, and what looks up, by their classes in PyTorch, or by the names that they are given. */
const NORM_TYPE = /norm/i;
const NORM_NAME =
  /(?:^|[._/])(?:bn|norm|ln|gn|layer_?norm|batch_?norm|group_?norm|rms_?norm)[\d_]*(?:$|[._/])/i;
const TABLE_TYPE = /embedding/i;
const TABLE_NAME = /(?:^|[._/])(?:\w*emb(?:edding)?s?|wte|wpe)\d*$/i;
const SHORTCUT = /(?:^|[._/])(?:downsample|shortcut|skip|proj_?shortcut)(?:$|[._/])/i;

/** Whether a layer normalises. */
export function isNorm({ layers }: Log, layer: number): boolean {
  const own = layers[layer];
  if (own === undefined) return false;
  return own.type === null ? NORM_NAME.test(own.name) : NORM_TYPE.test(own.type);
}

/**
 * Layers of the main line that multiply with a matrix, from input to output: not those that normalise or look up, nor projections
 * of shortcuts, which stand beside it.
 */
export function matrixLayers(log: Log): readonly number[] {
  return log.layers.flatMap(({ name, type, shape }, layer) => {
    const isTable = type === null ? TABLE_NAME.test(name) : TABLE_TYPE.test(type);
    const isVector = shape !== null && shape.length < 2;
    return isNorm(log, layer) || isTable || isVector || SHORTCUT.test(name) ? [] : [layer];
  });
}

/** Of those, layers that have a gradient that is not 0 in some step: neither frozen nor cut off. */
export function trainedLayers(log: Log): readonly number[] {
  return matrixLayers(log).filter((layer) => {
    const column = log.column({ quantity: 'gradient', layer });
    return (log.fact(column, 'max') ?? 0) > 0;
  });
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const [low, high] = [sorted[sorted.length % 2 === 0 ? half - 1 : half], sorted[half]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** Rows at the start of a run, or at its end. */
export type When = 'start' | 'end';

const sound = new WeakMap<Log, number>();

/** Rows that are kept of before anything was not finite for the first time: what is measured after that says nothing of a cause. */
function soundRows(log: Log): number {
  const known = sound.get(log);
  if (known !== undefined) return known;
  const faults = log.summary.columns.flatMap((_, column) => {
    const step = log.fact(column, 'firstFault') ?? -1;
    return step < 0 ? [] : [step];
  });
  const first = Math.min(...faults);
  const rows = Array.from(log.steps).findIndex((step) => step >= first);
  const count = rows <= 0 ? log.steps.length : rows;
  sound.set(log, count);
  return count;
}

/** Last step that is looked at; −1 without any. */
export const lastStep = (log: Log): number => log.steps[soundRows(log) - 1] ?? -1;

/** Rows that are looked at: at most 20 of those that are kept. */
export function rowsOf(log: Log, when: When): readonly number[] {
  const length = soundRows(log);
  const count = Math.min(ROWS, length);
  return Array.from({ length: count }, (_, i) => (when === 'start' ? i : length - count + i));
}

/** Median of a column's finite numbers in these rows; undefined where there is none. */
export function typical(log: Log, column: number, rows: readonly number[]): number | undefined {
  return median(rows.flatMap((row) => log.value(column, row) ?? []).filter(Number.isFinite));
}

/** The same of a quantity of a layer. */
export function typicalOf(log: Log, quantity: Quantity, layer: number, when: When): number | undefined {
  return typical(log, log.column({ quantity, layer }), rowsOf(log, when));
}

/** The same of the ratio of two quantities of a layer, taken row by row. */
export function typicalRatio(
  log: Log,
  [above, below]: readonly [Quantity, Quantity],
  layer: number,
  rows: readonly number[],
): number | undefined {
  const ratios = rows.flatMap((row) => {
    const [a, b] = [log.ofLayer(above, layer, row), log.ofLayer(below, layer, row)];
    return a === undefined || b === undefined || !(b > 0) || !Number.isFinite(a / b) ? [] : [a / b];
  });
  return median(ratios);
}

/** Median over layers. */
export function overLayers(values: readonly (number | undefined)[]): number | undefined {
  return median(values.filter((value) => value !== undefined));
}
