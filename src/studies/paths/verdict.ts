/** Whether short paths carry the gradient (Veit 2016, arXiv:1605.06431). */
import { summarise } from '../page/scales';
import { unknown, type VerdictOf } from '../page/verdict';
import { pathShares } from './kind';

/** Blocks below which there are too few lengths to tell. */
const FEWEST_BLOCKS = 4;
/** Mean length of what carries the gradient, as a share of the mean length of all paths: much shorter, any shorter. */
const MUCH_SHORTER = 0.75;
const SHORTER = 0.95;

export interface PathsFinding {
  readonly lane: string;
  /** Lengths between which 90 % of size times number lie. */
  readonly low: number;
  readonly high: number;
  readonly blocks: number;
}

/**
 * Of the network with the most blocks whose skips are on: `clearly`, 95 % of size times number lie with paths of at most half
 * the blocks, which is what most paths have; `barely`, their mean length is at most three quarters of that; `partly`, 95 %.
 */
export const verdictOf: VerdictOf<'paths', PathsFinding> = ({ lanes, magnitudes }) => {
  const most = Math.max(0, ...magnitudes.map(({ length }) => length));
  const place = magnitudes.findIndex(({ length }) => length === most);
  const blocks = most - 1;
  if (blocks < FEWEST_BLOCKS) return unknown({ why: 'blocks' });
  const shares = pathShares((magnitudes[place] ?? []).map((samples) => summarise(samples, 'linear').value));
  if (shares === null) return unknown({ why: 'blocks' });
  const { low, high, gradient } = shares;
  const middle = blocks / 2;
  const mean = gradient.reduce((sum, share, length) => sum + share * length, 0);
  return {
    grade:
      high <= middle
        ? 'clearly'
        : mean <= MUCH_SHORTER * middle
          ? 'barely'
          : mean <= SHORTER * middle
            ? 'partly'
            : 'no',
    finding: { lane: lanes[place] ?? '', low, high, blocks },
  };
};
