/**
 * Smith 2017 (arXiv:1506.01186): the learning rate rises from step to step, on a copy of every network as it is. Where the loss
 * falls fastest, and where training breaks, says which rates can be taken.
 */
import { SETTINGS } from '../../config/settings';
import { studyOf, whole } from '../../contract/studies';
import { trainingWork } from '../../contract/study-work';

export interface RateRangeResult {
  readonly kind: 'rate-range';
  readonly lanes: readonly string[];
  /** Of the run, which the copies begin at. */
  readonly step: number;
  /** Ascending, each the rate of one step. */
  readonly rates: readonly number[];
  /** [lane][rate]: training loss before the step at that rate; Infinity where not finite, NaN behind that and where it broke. */
  readonly losses: readonly (readonly number[])[];
}

const RATE = { ...SETTINGS.lr, integer: false };

export const RATE_RANGE = studyOf<RateRangeResult>()({
  fields: { from: { ...RATE, first: 1e-5 }, to: { ...RATE, first: 1 }, steps: whole(60, 20, 500) },
  work: (experiment, { steps }) => trainingWork(experiment, steps),
  pace: 1,
  needsBlocks: false,
});

/** Of the mean: what it keeps at every step. */
const KEPT = 0.9;
/** Steps after which the mean has settled enough to mean something. */
const SETTLING = 5;
/** The slope at a place is that of the straight line through so many means on either side, by least squares. */
const REACH = 3;
/** A loss of so many times the best is a training that has broken. */
const BROKEN = 4;

/** So many rates with equal ratios, from the lower to the higher of the two. */
export function ratesBetween(one: number, other: number, count: number): number[] {
  const [low, high] = [Math.min(one, other), Math.max(one, other)];
  return Array.from({ length: count }, (_, i) =>
    i === count - 1 ? high : low * (high / low) ** (i / (count - 1)),
  );
}

/** The exponential mean, corrected for its beginning at 0 (Kingma & Ba 2015, arXiv:1412.6980, section 3). */
export function smoothed(losses: readonly number[]): number[] {
  let mean = 0;
  let weight = 0;
  return losses.map((loss) => {
    mean = KEPT * mean + (1 - KEPT) * loss;
    weight = KEPT * weight + (1 - KEPT);
    return mean / weight;
  });
}

export interface RateMarks {
  /**
   * Place of the rate at which the smoothed loss falls steepest by the logarithm of the rate, on its way down to the lowest;
   * null where it falls nowhere.
   */
  readonly steepest: number | null;
  /** Place of the rate at which the smoothed loss is lowest; null where it has not settled before training broke. */
  readonly lowest: number | null;
  /** Place of the rate at which the smoothed loss is not finite or past four times its best; null where there is none. */
  readonly broken: number | null;
}

/** Slope of the straight line through values around a place, by least squares, per place. */
function slopeAt(values: readonly number[], place: number): number {
  const [from, to] = [Math.max(0, place - REACH), Math.min(values.length - 1, place + REACH)];
  const middle = (from + to) / 2;
  let [rise, run] = [0, 0];
  for (let i = from; i <= to; i++) {
    rise += (i - middle) * (values[i] as number);
    run += (i - middle) ** 2;
  }
  return rise / run;
}

/** What the losses at rates with equal ratios say. The means of the first steps lean on few batches and are not judged. */
export function marksOf(losses: readonly number[]): RateMarks {
  const means = smoothed(losses.filter((loss) => !Number.isNaN(loss)));
  let best = Infinity;
  const broken = means.findIndex((mean) => {
    best = Math.min(best, mean);
    return !(mean <= BROKEN * best) || mean === Infinity;
  });
  const sound = broken < 0 ? means : means.slice(0, broken);
  let lowest: number | null = null;
  let steepest: number | null = null;
  for (let i = SETTLING; i < sound.length; i++)
    if (lowest === null || (sound[i] as number) < (sound[lowest] as number)) lowest = i;
  let least = 0;
  for (let i = SETTLING; i < (lowest ?? 0); i++) {
    const slope = slopeAt(sound, i);
    if (slope < least) [least, steepest] = [slope, i];
  }
  return { steepest, lowest, broken: broken < 0 ? null : broken };
}
