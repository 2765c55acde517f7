/** What is lost without blocks that were chosen by hand (Veit 2016, arXiv:1605.06431). */
import { LEARNT } from '../lesion/verdict';
import { unknown, type VerdictOf } from '../page/verdict';

/** Shares of the accuracy above chance that are kept: nearly all, most, some. */
const NEARLY_ALL = 0.9;
const MOST = 0.7;
const SOME = 0.2;

export interface AblationFinding {
  /** The network that it is about. */
  readonly lane: string;
  /** Share of its accuracy above chance that is kept. */
  readonly kept: number;
}

/**
 * Of the first network that has skips, or else of the first: `clearly` kept is at least 90 % of the accuracy above chance,
 * `barely` 70 %, `partly` 20 %. It needs 20 points above chance to begin with.
 */
export const verdictOf: VerdictOf<'ablation', AblationFinding> = (result, { gains, experiment }) => {
  if (result.blocks.length === 0) return unknown({ why: 'blocks' });
  const open = experiment.lanes.find((_, place) => gains[place]?.some((gain) => gain !== 0));
  const lane = Math.max(0, open === undefined ? 0 : result.lanes.indexOf(open.id));
  const id = result.lanes[lane] ?? '';
  const [intact, ablated] = [result.intact[lane] ?? Number.NaN, result.ablated[lane] ?? null];
  if (ablated === null) return unknown({ why: 'blocks' });
  if (!(intact >= result.chance + LEARNT)) return unknown({ why: 'unfit', lane: id, accuracy: intact });
  const kept = (ablated - result.chance) / (intact - result.chance);
  return {
    grade: kept >= NEARLY_ALL ? 'clearly' : kept >= MOST ? 'barely' : kept >= SOME ? 'partly' : 'no',
    finding: { lane: id, kept },
  };
};
