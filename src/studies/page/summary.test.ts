import { describe, expect, it } from 'vitest';
import { placeScale, valueScale } from './scales';
import { summarise } from './summary';
import { rings, sharedLevels, subgrid } from '../landscape/surface';

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
