/** Which learning rate can be taken (Smith 2017, arXiv:1506.01186). */
import { unknown, type VerdictOf } from '../page/verdict';
import { marksOf } from './kind';

export interface RateFinding {
  /** Per network: the rate at which its loss falls steepest, and from which on it diverges; null where it does nowhere. */
  readonly lanes: readonly {
    readonly id: string;
    readonly steepest: number | null;
    readonly broken: number | null;
  }[];
}

/**
 * `clearly`: every network's loss falls somewhere and breaks at a higher rate; `barely`: all fall, but not all break within the
 * range; `partly`: only some fall; `no`: none does.
 */
export const verdictOf: VerdictOf<'rate-range', RateFinding> = ({ lanes, rates, losses }) => {
  if (rates[0] === rates.at(-1)) return unknown({ why: 'rates' });
  const rateAt = (place: number | null): number | null => (place === null ? null : (rates[place] ?? null));
  const found = lanes.map((id, lane) => {
    const { steepest, broken } = marksOf(losses[lane] ?? []);
    return { id, steepest: rateAt(steepest), broken: rateAt(broken) };
  });
  const falling = found.filter(({ steepest }) => steepest !== null);
  const all = falling.length === found.length;
  const broken = found.every((lane) => lane.broken !== null);
  return {
    grade: all ? (broken ? 'clearly' : 'barely') : falling.length > 0 ? 'partly' : 'no',
    finding: { lanes: found },
  };
};
