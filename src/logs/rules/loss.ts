/** Rules about the loss, and about what is not finite. */
import { lastStep, matrixLayers, median, rowsOf, typical } from '../measures';
import type { Quantity } from '../quantities';
import type { Log } from '../summary';
import { nameOf, type Outcome } from './rule';

/** Where something not finite was first seen: a layer of a quantity, or the loss. */
interface Fault {
  readonly step: number;
  readonly layer: number;
  readonly shows: Quantity | 'loss';
}

/**
 * What can be read of it: activations run forwards, so that the earliest layer was first; gradients run backwards, and count where
 * no activation is at fault in that step.
 */
const QUANTITIES = [
  'activationFaults',
  'activation',
  'deviation',
  'gradientFaults',
  'gradient',
  'weight',
] as const;

function faultsOf(log: Log): readonly Fault[] {
  const found = QUANTITIES.flatMap((quantity) => {
    const isCount = quantity === 'activationFaults' || quantity === 'gradientFaults';
    const shows =
      quantity === 'activationFaults' ? 'activation' : quantity === 'gradientFaults' ? 'gradient' : quantity;
    const own = log.layers.flatMap((_, layer): Fault[] => {
      const column = log.column({ quantity, layer });
      const step = isCount ? firstAbove(log, column) : (log.fact(column, 'firstFault') ?? -1);
      return step < 0 ? [] : [{ step, layer, shows }];
    });
    return shows === 'gradient' ? own.toReversed() : own;
  });
  const loss = log.fact(log.column({ scalar: 'loss' }), 'firstFault') ?? -1;
  return loss < 0 ? found : [...found, { step: loss, layer: -1, shows: 'loss' }];
}

/** First step that is kept at which a count was above 0; −1 without. Those thinned out are known by their largest. */
function firstAbove(log: Log, column: number): number {
  if (!((log.fact(column, 'max') ?? 0) > 0)) return -1;
  const row = Array.from(log.steps).findIndex((_, at) => (log.value(column, at) ?? 0) > 0);
  return log.steps[row] ?? log.fact(column, 'maxStep') ?? -1;
}

export function notFinite(log: Log): Outcome {
  const faults = faultsOf(log);
  if (faults.length === 0) {
    const isShown = log.column({ scalar: 'loss' }) >= 0 || log.has('gradient') || log.has('activation');
    return isShown && log.steps.length > 0 ? 'fine' : 'unknown';
  }
  const step = Math.min(...faults.map((fault) => fault.step));
  const first = faults.find((fault) => fault.step === step);
  return {
    measured: step,
    layers: first === undefined || first.layer < 0 ? [] : [nameOf(log, first.layer)],
    count: new Set(faults.filter(({ layer }) => layer >= 0).map(({ layer }) => layer)).size,
    step,
    shows: first?.shows ?? 'loss',
  };
}

/** Fewest steps after which a loss at chance says something. */
const EARLY = 100;

/** The loss is still that of guessing among as many classes as the last layer has outputs. */
export function chance(log: Log, threshold: number): Outcome {
  const last = log.layers[matrixLayers(log).at(-1) ?? -1];
  const classes = last?.shape?.[0] ?? 0;
  const column = log.column({ scalar: 'loss' });
  const now = typical(log, column, rowsOf(log, 'end'));
  const steps = lastStep(log) - (log.steps[0] ?? 0);
  if (now === undefined || classes < 2 || steps < EARLY || last === undefined) return 'unknown';
  const guessed = Math.log(classes);
  const away = Math.abs(now - guessed) / guessed;
  if (away > threshold) return 'fine';
  return {
    measured: now,
    layers: [last.name],
    count: classes,
    step: lastStep(log),
    shows: 'loss',
    beside: guessed,
  };
}

/** Losses before a step that its own is held against. */
const BEFORE = 10;

/** The loss jumps: above the median of those before it by a share of where it began. */
export function spikes(log: Log, threshold: number): Outcome {
  const column = log.column({ scalar: 'loss' });
  const rows = Array.from(log.steps, (_, row) => row);
  const known = rows.flatMap((row) => {
    const value = log.value(column, row);
    return value !== undefined && Number.isFinite(value) ? [{ row, value }] : [];
  });
  const began = median(known.slice(0, 5).map(({ value }) => value));
  if (began === undefined || !(began > 0) || known.length <= BEFORE) return 'unknown';
  let [largest, at, count] = [0, -1, 0];
  for (let i = BEFORE; i < known.length; i++) {
    const one = known[i];
    const usual = median(known.slice(i - BEFORE, i).map(({ value }) => value));
    if (one === undefined || usual === undefined) continue;
    const jump = (one.value - usual) / began;
    if (jump > threshold) count++;
    if (jump > largest) [largest, at] = [jump, one.row];
  }
  if (count === 0) return 'fine';
  return { measured: largest, layers: [], count, step: log.steps[at] ?? -1, shows: 'loss' };
}
