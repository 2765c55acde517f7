/** Rules about activations and weights. */
import { isNorm, lastStep, matrixLayers, overLayers, typicalOf } from '../measures';
import type { Log } from '../summary';
import { nameOf, type Outcome } from './rule';

/** Fewest layers of which one says anything about depth. */
const FEWEST_LAYERS = 8;

/**
 * Typical deviation of the outputs of the last quarter of the layers over that of the first, at the end of the run: without the
 * last layer, whose outputs are scores.
 */
function growth(log: Log): { readonly factor: number; readonly first: number; readonly last: number } | null {
  const own = matrixLayers(log)
    .slice(0, -1)
    .filter((layer) => (typicalOf(log, 'deviation', layer, 'end') ?? 0) > 0);
  if (own.length < FEWEST_LAYERS) return null;
  const quarter = Math.ceil(own.length / 4);
  const of = (layers: readonly number[]): number | undefined =>
    overLayers(layers.map((layer) => typicalOf(log, 'deviation', layer, 'end')));
  const [first, last] = [of(own.slice(0, quarter)), of(own.slice(-quarter))];
  const [start, end] = [own[0], own.at(-1)];
  return first === undefined || last === undefined || start === undefined || end === undefined
    ? null
    : { factor: last / first, first: start, last: end };
}

function growing(log: Log, holds: (factor: number) => boolean): Outcome {
  const own = growth(log);
  if (own === null) return 'unknown';
  if (!holds(own.factor)) return 'fine';
  return {
    measured: own.factor,
    layers: [nameOf(log, own.first), nameOf(log, own.last)],
    count: matrixLayers(log).length,
    step: lastStep(log),
    shows: 'deviation',
  };
}

export const growingActivations = (log: Log, threshold: number): Outcome =>
  growing(log, (factor) => factor > threshold);

export const fadingActivations = (log: Log, threshold: number): Outcome =>
  growing(log, (factor) => factor < threshold);

/** A deep network without a norm whose activations change with depth by that factor, up or down. */
export function noNorm(log: Log, threshold: number): Outcome {
  const own = growth(log);
  if (own === null) return 'unknown';
  const isChanged = own.factor > threshold || own.factor < 1 / threshold;
  if (!isChanged || log.layers.some((_, layer) => isNorm(log, layer))) return 'fine';
  return {
    measured: own.factor,
    layers: [],
    count: matrixLayers(log).length,
    step: lastStep(log),
    shows: 'deviation',
  };
}

/** Layers of whose input that share of the features is 0 for whole batches. What the first receives is data. */
export function deadUnits(log: Log, threshold: number): Outcome {
  const own = log.layers
    .flatMap((_, layer) => {
      const share = layer === 0 ? undefined : typicalOf(log, 'dead', layer, 'end');
      return share === undefined ? [] : [{ layer, share }];
    })
    .toSorted((a, b) => b.share - a.share);
  const [most] = own;
  if (most === undefined) return 'unknown';
  if (most.share < threshold) return 'fine';
  return {
    measured: most.share,
    layers: [nameOf(log, most.layer)],
    count: own.filter(({ share }) => share >= threshold).length,
    step: lastStep(log),
    shows: 'dead',
  };
}

/** Fewest steps between the ends of a run that are compared. */
const FEWEST_STEPS = 50;

/** Weights are that much shorter than they were as the run began: the median over layers. */
export function shrinkingWeights(log: Log, threshold: number): Outcome {
  if (lastStep(log) - (log.steps[0] ?? 0) < FEWEST_STEPS) return 'unknown';
  const own = matrixLayers(log).flatMap((layer) => {
    const column = log.column({ quantity: 'weight', layer });
    const [first, last] = [log.fact(column, 'first') ?? 0, typicalOf(log, 'weight', layer, 'end')];
    return last === undefined || !(first > 0) ? [] : [{ layer, share: last / first }];
  });
  const share = overLayers(own.map((one) => one.share));
  if (share === undefined) return 'unknown';
  if (share > threshold) return 'fine';
  const decay = log.summary.optimiser?.weightDecay;
  return {
    measured: share,
    layers: [],
    count: own.filter((one) => one.share <= threshold).length,
    step: lastStep(log),
    shows: 'weight',
    ...(decay !== null && decay !== undefined && { beside: decay }),
  };
}
