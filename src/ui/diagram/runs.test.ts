import { describe, expect, it } from 'vitest';
import { planExperiment } from '../../architecture/plan-experiment';
import { decode } from '../../config/codec/url';
import { FOLD_ABOVE, isFolded, runsOf, withFolded, type Folds, type Run } from './runs';

const runs = (fields: string): readonly Run[] =>
  runsOf(planExperiment(decode(`#v=1&${fields}`).config).blocks);
const spans = (found: readonly Run[]): number[][] => found.map(({ first, blocks }) => [first, blocks.length]);

describe('runsOf', () => {
  it('the first block of a stage is apart where it changes the shape', () => {
    expect(spans(runs('blocks=18,18,18'))).toEqual([
      [0, 18],
      [19, 17],
      [37, 17],
    ]);
  });

  it('stages of the same shape are not one run', () => {
    expect(spans(runs('blocks=5,5,0&widths=8,8,8&strides=1,1,1'))).toEqual([
      [0, 5],
      [5, 5],
    ]);
  });

  it.each([
    ['bottleneck', '6:bottleneck'],
    ['kernel5', '6:kernel5'],
    ['dilation2', '6:dilation2'],
    ['groups2', '6:groups2'],
    ['stride2', '6:stride2'],
  ])('a block with %s divides a run', (_, override) => {
    const [before, after] = runs(`blocks=12,0,0&override=${override}`);
    expect(before).toMatchObject({ first: 0 });
    expect(before?.blocks).toHaveLength(6);
    expect(after?.first).toBeGreaterThanOrEqual(7);
  });

  it('a few equal blocks are no run', () => {
    expect(runs('blocks=3,4,4')).toEqual([]);
  });
});

describe('what is folded', () => {
  const none: Folds = { closed: new Set(), opened: new Set() };
  const [run] = runs('blocks=18,18,18');
  const folded = (folds: Folds, blocks: number): boolean => isFolded(folds, run!, blocks);

  it('deep networks are, others are not, until one says so', () => {
    expect(folded(none, FOLD_ABOVE + 1)).toBe(true);
    expect(folded(none, FOLD_ABOVE)).toBe(false);
    expect(folded(withFolded(none, [run!], false), FOLD_ABOVE + 1)).toBe(false);
    expect(folded(withFolded(none, [run!], true), FOLD_ABOVE)).toBe(true);
  });

  it('what was unfolded can be folded again, and the other way round', () => {
    const opened = withFolded(none, [run!], false);
    expect(folded(withFolded(opened, [run!], true), 54)).toBe(true);
    const closed = withFolded(none, [run!], true);
    expect(folded(withFolded(closed, [run!], false), 18)).toBe(false);
  });

  it('a run that was unfolded stays so when it is divided or grows', () => {
    const opened = withFolded(none, [run!], false);
    const divided = runs('blocks=18,18,18&override=6:kernel5');
    expect(divided.slice(0, 2).map((each) => isFolded(opened, each, 54))).toEqual([false, false]);
    const [grown] = runs('blocks=20,18,18');
    expect(isFolded(opened, grown!, 56)).toBe(false);
  });
});
