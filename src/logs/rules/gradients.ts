/** Rules about gradients: whether they come to the first layers, and how large they are there. */
import {
  lastStep,
  matrixLayers,
  rowsOf,
  trainedLayers,
  typicalOf,
  typicalRatio,
  type When,
} from '../measures';
import type { Log } from '../summary';
import { nameOf, type Outcome } from './rule';

/** Fewest layers of which one says anything about depth, and fewest rows that anything is told of. */
const FEWEST_LAYERS = 3;
const FEWEST_ROWS = 3;

interface Ratio {
  readonly ratio: number;
  readonly first: number;
  readonly last: number;
}

/** Gradient norm of the first over that of the last trained layer with a matrix; null where the file does not have both. */
function firstOverLast(log: Log, when: When): Ratio | null {
  // What is frozen or cut off is another rule's.
  const own = trainedLayers(log).filter((layer) => typicalOf(log, 'gradient', layer, when) !== undefined);
  const [first, last] = [own[0], own.at(-1)];
  if (own.length < FEWEST_LAYERS || first === undefined || last === undefined) return null;
  const [above, below] = [first, last].map((layer) => typicalOf(log, 'gradient', layer, when) ?? 0);
  return above === undefined || below === undefined || !(below > 0)
    ? null
    : { ratio: above / below, first, last };
}

function finding(log: Log, { ratio, first, last }: Ratio, when: When): Outcome {
  const rows = rowsOf(log, when);
  return {
    measured: ratio,
    layers: [nameOf(log, first), nameOf(log, last)],
    count: matrixLayers(log).length,
    step: log.steps[(when === 'start' ? rows[0] : rows.at(-1)) ?? -1] ?? -1,
    shows: 'gradient',
  };
}

/** The gradient of the first layer is that much smaller than that of the last, and still is at the end. */
export function vanishing(log: Log, threshold: number): Outcome {
  const now = firstOverLast(log, 'end');
  if (now === null) return 'unknown';
  return now.ratio < threshold ? finding(log, now, 'end') : 'fine';
}

/** That of the first is that much larger, now or as the run began. */
export function exploding(log: Log, threshold: number): Outcome {
  const both = (['end', 'start'] as const).map((when) => ({ when, found: firstOverLast(log, when) }));
  const known = both.flatMap(({ when, found }) => (found === null ? [] : [{ when, found }]));
  if (known.length === 0) return 'unknown';
  const held = known.find(({ found }) => found.ratio > threshold);
  return held === undefined ? 'fine' : finding(log, held.found, held.when);
}

/** Layers whose gradient was 0 in every row, though others have one. */
export function cutOff(log: Log): Outcome {
  if (log.steps.length < FEWEST_ROWS || !log.has('gradient')) return 'unknown';
  if (trainedLayers(log).length === 0) return 'unknown';
  const dead = log.layers.flatMap((_, layer) => {
    const column = log.column({ quantity: 'gradient', layer });
    const isZero = log.fact(column, 'max') === 0 && log.fact(column, 'faults') === 0;
    return isZero ? [layer] : [];
  });
  if (dead.length === 0) return 'fine';
  return {
    measured: 0,
    layers: [nameOf(log, dead[0]), nameOf(log, dead.at(-1))],
    count: dead.length,
    step: -1,
    shows: 'gradient',
  };
}

/** Layers that have weights and never a gradient, as hook.py writes it where nothing of a layer asks for one. */
export function frozen(log: Log): Outcome {
  if (!log.has('gradient') || !log.has('weight') || log.steps.length < FEWEST_ROWS) return 'unknown';
  const still = log.layers.flatMap((_, layer) => {
    const weights = log.fact(log.column({ quantity: 'weight', layer }), 'count') ?? 0;
    const gradients = log.fact(log.column({ quantity: 'gradient', layer }), 'count') ?? 0;
    return weights >= FEWEST_ROWS && gradients === 0 ? [layer] : [];
  });
  if (still.length === 0) return 'fine';
  return {
    measured: still.length,
    layers: [nameOf(log, still[0]), nameOf(log, still.at(-1))],
    count: still.length,
    step: -1,
    shows: 'gradient',
  };
}

/** Typical share of a layer's weights that a step changes: the median over layers, at the end of the run. */
function updateRatio(log: Log): { readonly ratio: number; readonly layers: number } | null {
  const rows = rowsOf(log, 'end');
  const ratios = trainedLayers(log)
    .flatMap((layer) => typicalRatio(log, ['update', 'weight'], layer, rows) ?? [])
    .toSorted((a, b) => a - b);
  const middle = ratios[ratios.length >> 1];
  return middle === undefined ? null : { ratio: middle, layers: ratios.length };
}

function updates(log: Log, holds: (ratio: number) => boolean): Outcome {
  const own = updateRatio(log);
  if (own === null) return 'unknown';
  if (!holds(own.ratio)) return 'fine';
  return { measured: own.ratio, layers: [], count: own.layers, step: lastStep(log), shows: 'ratio' };
}

export const smallUpdates = (log: Log, threshold: number): Outcome =>
  updates(log, (ratio) => ratio < threshold);

export const largeUpdates = (log: Log, threshold: number): Outcome =>
  updates(log, (ratio) => ratio > threshold);
