/** What the page makes of results: means and ranges, scales, labels, paths and contours. */
import { describe, expect, it } from 'vitest';
import { percent } from './answer';
import { rings, sharedLevels, subgrid } from '../landscape/ViewContour';
import { logBinomials, pathShares, sharesOf } from '../paths/kind';
import { apart, fitting } from './labels';
import { placeScale, summarise, valueScale } from './scales';

describe('paths', () => {
  it('are as many as the binomial coefficients', () => {
    expect(logBinomials(5).map((log) => Math.round(Math.exp(log)))).toEqual([1, 5, 10, 10, 5, 1]);
    expect(logBinomials(54)[27]).toBeCloseTo(Math.log(1.946939425648112e15), 9);
  });

  it('of equal size share as they are many; sizes that halve with every branch give a binomial of a third', () => {
    const equal = pathShares([1, 1, 1, 1]);
    expect(equal?.gradient.map((share) => Math.round(share * 8))).toEqual([1, 3, 3, 1]);
    const halving = pathShares([1, 0.5, 0.25]);
    const expected = [4 / 9, 4 / 9, 1 / 9];
    halving?.gradient.forEach((share, k) => expect(share).toBeCloseTo(expected[k] ?? 0, 12));
    expect([equal?.low, equal?.high]).toEqual([0, 3]);
  });

  it('say nothing until all lengths are measured', () => {
    expect(pathShares([1, Number.NaN])).toBeNull();
    expect(sharesOf([-Infinity, -Infinity])).toEqual([0, 0]);
  });
});

describe('labels', () => {
  it('stay where they have room', () => expect(apart([10, 60, 30], 17, 0, 100)).toEqual([10, 60, 30]));

  it('are moved apart in their order, and back within the edges', () => {
    expect(apart([50, 52, 51], 17, 0, 200)).toEqual([50, 84, 67]);
    expect(apart([95, 96], 17, 0, 100)).toEqual([83, 100]);
    expect(apart([-5, 3], 17, 0, 100)).toEqual([0, 17]);
  });

  it('are cut where they do not fit', () => {
    expect(fitting('Residual', 200)).toBe('Residual');
    expect(fitting('activation before addition', 88)).toBe('activation…');
    expect(fitting('残差网络', 56)).toBe('残差网络');
    expect(fitting('残差网络', 55)).toBe('残差网…');
  });
});

describe('summarise', () => {
  it('is the geometric mean on a logarithmic axis, and leaves out what is not measured', () => {
    const { value, ...rest } = summarise([1, 100, Number.NaN], 'log');
    expect(value).toBeCloseTo(10, 12);
    expect(rest).toEqual({ low: 1, high: 100, count: 2 });
    expect(summarise([1, 3], 'linear')).toEqual({ value: 2, low: 1, high: 3, count: 2 });
  });

  it('is the median where a mean has no sense', () => {
    expect(summarise([0, 0.1, 10], 'log').value).toBe(0.1);
    expect(summarise([1, 2, Infinity], 'linear')).toEqual({ value: 2, low: 1, high: Infinity, count: 3 });
  });

  it('has nothing to say of nothing', () => {
    expect(summarise([Number.NaN], 'linear').count).toBe(0);
    expect(summarise([], 'log').value).toBeNaN();
  });
});

describe('scales', () => {
  it('put what has no place on a logarithmic axis into bands of its own', () => {
    const { place, bands } = valueScale([0, 1e-3, 1, Infinity], 200, { scale: 'log' });
    expect(bands.map(({ key }) => key)).toEqual(['non-finite', 'zero']);
    expect(place(Infinity)).toBeLessThan(place(1));
    expect(place(1)).toBeLessThan(place(1e-3));
    expect(place(1e-3)).toBeLessThan(place(0));
  });

  it('keep room above a linear axis for what diverged', () => {
    const { place, top } = valueScale([1, 2, Infinity], 200, { scale: 'linear' });
    expect(place(Infinity)).toBeLessThan(top);
    expect(place(2)).toBeGreaterThanOrEqual(top);
  });

  it('may run from right to left', () => {
    const axis = { scale: 'log', tick: String, labelled: [1, 10, 100] } as const;
    const { place, ticks } = placeScale([1, 10, 100], 300, { ...axis, reversed: true });
    expect(ticks.map(({ label }) => label)).toEqual(['100', '10', '1']);
    expect(place(1) + placeScale([1, 10, 100], 300, axis).place(1)).toBeCloseTo(300, 9);
  });

  it('leave out labels that would touch', () => {
    const places = Array.from({ length: 50 }, (_, i) => i);
    const { ticks } = placeScale(places, 300, {
      scale: 'linear',
      tick: (i) => `layer ${i}`,
      labelled: places,
    });
    expect(ticks.length).toBeGreaterThan(2);
    ticks.slice(1).forEach((tick, i) => expect(tick.at - (ticks[i]?.at ?? 0)).toBeGreaterThan(6 * 7));
  });
});

describe('contours', () => {
  const side = 17;
  /** A bowl around the centre. */
  const losses = Array.from(
    { length: side * side },
    (_, i) => 1 + ((i % side) - 8) ** 2 + (Math.floor(i / side) - 8) ** 2,
  );

  it('take the coarse grid out of the fine one', () => {
    expect(subgrid(losses, side, 5)[0]).toBe(129);
    expect(subgrid(losses, side, 5)[12]).toBe(1);
    expect(subgrid(losses, side, 17)).toEqual(losses);
  });

  it('share levels from the lowest to the highest finite loss', () => {
    const levels = sharedLevels([losses, [Infinity, 129 ** 2]]);
    expect(levels?.low).toBe(0);
    expect(levels?.high).toBeCloseTo(2 * Math.log(129), 12);
    expect(sharedLevels([[Infinity]])).toBeNull();
  });

  it('stay within the square, one area a level', () => {
    const paths = rings(losses, side, [2, 20, 100]);
    expect(paths.map(({ level }) => level)).toEqual([2, 20, 100]);
    const numbers = paths.flatMap(({ path }) => (path.match(/[\d.]+/g) ?? []).map(Number));
    expect(Math.min(...numbers)).toBe(0);
    expect(Math.max(...numbers)).toBe(1);
  });
});

it('a share that is no number has no per cent', () => {
  expect([0.5, 1, Number.NaN].map(percent)).toEqual(['50.0 %', '100.0 %', 'NaN']);
});
