/** Figures of studies that a lesson's question may measure, by kind and name: of a lane, or of the study as a whole. */
import { pathShares } from '../paths/kind';
import { marksOf } from '../rate-range/kind';
import type { ResultOf, StudyKind, StudyResult } from '../kinds';
import { summarise } from './scales';
import { keptOf } from '../lesion/verdict';
import { bestRate } from '../degradation/verdict';

/** Null where the result does not say it: not measured, or of no such lane. `lane` is its place in the result, -1 for none. */
type Figure<K extends StudyKind> = (result: ResultOf<K>, lane: number) => number | null;
type FiguresOf<K extends StudyKind> = Readonly<Record<string, Figure<K>>>;

const mean = (values: readonly number[] | undefined): number => summarise(values ?? [], 'linear').value;

/** Of the deepest and the shallowest network of a result by depths. */
const ends = (depths: readonly number[]): Readonly<Record<'shallow' | 'deep', number>> => ({
  shallow: 0,
  deep: depths.length - 1,
});

export const FIGURES: { readonly [K in StudyKind]?: FiguresOf<K> } = {
  lesion: {
    /** Share of the accuracy above chance that is kept without one block. */
    kept: keptOf,
    intact: ({ intact }, lane) => intact[lane] ?? null,
  },
  paths: {
    /** Longest path below which 95 % of the gradient passes, and number of blocks of which paths are made. */
    longest: ({ magnitudes }, lane) =>
      pathShares((magnitudes[lane] ?? []).map((samples) => mean(samples)))?.high ?? null,
    open: ({ open }, lane) => open[lane] ?? null,
  },
  shattering: {
    /** Mean cosine of the gradients of the two nearest inputs, over the seeds, in the deepest and the shallowest network. */
    deep: ({ depths, cosines }, lane) =>
      mean(cosines[ends(depths).deep]?.[lane]?.map(([near = Number.NaN]) => near)),
    shallow: ({ depths, cosines }, lane) =>
      mean(cosines[ends(depths).shallow]?.[lane]?.map(([near = Number.NaN]) => near)),
  },
  degradation: {
    /** Mean final loss over the seeds, at the best of the rates, of the deepest and the shallowest network. */
    deep: ({ depths, finals }, lane) => atBestRate(finals[ends(depths).deep]?.[lane]),
    shallow: ({ depths, finals }, lane) => atBestRate(finals[ends(depths).shallow]?.[lane]),
  },
  'rate-range': {
    /** Rates: where the loss falls steepest, where it is lowest, and where training breaks. */
    steepest: (result, lane) => rateAt(result, lane, 'steepest'),
    lowest: (result, lane) => rateAt(result, lane, 'lowest'),
    broken: (result, lane) => rateAt(result, lane, 'broken'),
  },
  landscape: {
    /** Highest loss on the plane over that in its middle. */
    rise: ({ losses, side }, lane) => {
      const all = losses[lane] ?? [];
      const middle = all[(side * side - 1) / 2];
      return middle === undefined || all.some(Number.isNaN) ? null : Math.max(...all) / middle;
    },
  },
};

function atBestRate(byRate: readonly (readonly number[])[] | undefined): number | null {
  return byRate === undefined ? null : mean(byRate[bestRate(byRate)]);
}

function rateAt(
  { rates, losses }: ResultOf<'rate-range'>,
  lane: number,
  mark: 'steepest' | 'lowest' | 'broken',
): number | null {
  const of = losses[lane];
  const place = of === undefined ? null : marksOf(of)[mark];
  return place === null ? null : (rates[place] ?? null);
}

/** The figure of a complete result; null where there is none of that name, or it was not measured. */
export function figureOf(result: StudyResult, figure: string, lane: string | null): number | null {
  const figures = FIGURES[result.kind] as FiguresOf<StudyKind> | undefined;
  const found = figures !== undefined && Object.hasOwn(figures, figure) ? figures[figure] : undefined;
  const value = found?.(result as never, lane === null ? -1 : result.lanes.indexOf(lane)) ?? null;
  return value !== null && Number.isNaN(value) ? null : value;
}
