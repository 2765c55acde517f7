import { describe, expect, test } from 'vitest';
import { classify } from './format';
import { bandedScale, logTicks, DecadeRange, decadesAround, ease, PATIENCE } from './scales';

describe('bandedScale', () => {
  const scale = bandedScale<'zero' | 'high'>({
    decades: { low: -2, high: 2 },
    height: 250,
    above: ['high'],
    below: ['zero'],
    bandOf: (value) => (classify(value) === 'zero' ? 'zero' : value > 1000 ? 'high' : null),
  });

  test('the logarithmic part lies between the bands, and decades are equally high', () => {
    expect([scale.top, scale.bottom]).toEqual([25, 225]);
    expect([0.01, 0.1, 1, 10, 100].map((value) => Math.round(scale.place(value)))).toEqual([
      225, 175, 125, 75, 25,
    ]);
  });

  test('values with a band are in its middle, outside the logarithmic part', () => {
    expect(scale.place(0)).toBe(242);
    expect(scale.place(Infinity)).toBe(8);
  });

  test('values past the range are held at its edge when placed, and free otherwise', () => {
    expect(scale.place(500)).toBe(25);
    expect(scale.place(1e-9)).toBe(225);
    expect(scale.free(1000)).toBeCloseTo(-25, 6);
  });
});

describe('logTicks', () => {
  test('one label per decade where they fit, and none between', () => {
    const ticks = logTicks({ low: -3, high: 2 }, 8);
    expect(ticks.filter((tick) => tick.major).map((tick) => tick.value)).toEqual([
      0.001, 0.01, 0.1, 1, 10, 100,
    ]);
  });

  test('twos and fives over few decades', () => {
    expect(logTicks({ low: Math.log10(0.5), high: Math.log10(5) }, 8).map((tick) => tick.value)).toEqual([
      0.5, 1, 2, 5,
    ]);
  });

  test('where few fit, those at even distances that are in the range', () => {
    const majors = (low: number, high: number, room: number) =>
      logTicks({ low, high }, room).flatMap(({ value, major }) => (major ? [Math.log10(value)] : []));
    expect(majors(-6, 0, 3)).toEqual([-6, -3, 0]);
    expect(majors(-6.5, 0.5, 2)).toEqual([-4, 0]);
    expect(majors(-3.5, 1, 3)).toEqual([-2, 0]);
  });

  test('never more labels than fit, however wide the range', () => {
    for (const [low, high] of [
      [-38, 38],
      [-20, 1],
      [-7, 4],
    ] as const) {
      const labels = logTicks({ low, high }, 6).filter((tick) => tick.major);
      expect(labels.length).toBeLessThanOrEqual(6);
      expect(labels.length).toBeGreaterThanOrEqual(2);
    }
  });
});

describe('DecadeRange', () => {
  test('half decades with a margin, never less than one decade', () => {
    expect(decadesAround(-0.5, 0.5)).toEqual({ low: -1, high: 1 });
    expect(decadesAround(0, 0)).toEqual({ low: -0.5, high: 0.5 });
    expect(decadesAround(-2, 0.4)).toEqual({ low: -2.5, high: 0.5 });
    expect(decadesAround(0.3, 0.4)).toEqual({ low: 0, high: 1 });
  });

  test('grows at once', () => {
    const range = new DecadeRange();
    range.update(-1.5, 0.5);
    expect(range.update(-4.5, 2.5)).toBe(true);
    expect(range.target).toEqual({ low: -5, high: 3 });
  });

  test('shrinks only when the room has been free for a while, so one step back and forth moves nothing', () => {
    const range = new DecadeRange();
    range.update(-4.5, 0.5);
    for (let i = 0; i < 5 * PATIENCE; i++) expect(range.update(i % 2 === 0 ? -1.5 : -4.5, 0.5)).toBe(false);
    for (let i = 0; i < PATIENCE - 1; i++) expect(range.update(-1.5, 0.5)).toBe(false);
    expect(range.update(-1.5, 0.5)).toBe(true);
    expect(range.target).toEqual({ low: -2, high: 1 });
  });

  test('the shown range comes to rest exactly on the target', () => {
    const target = { low: -6, high: 1 };
    let shown = { low: -2, high: 3 };
    for (let i = 0; i < 120; i++) {
      const next = ease(shown, target, 16);
      expect(next.low).toBeLessThanOrEqual(shown.low);
      shown = next;
    }
    expect(shown).toBe(target);
  });
});
