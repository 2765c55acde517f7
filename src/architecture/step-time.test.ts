import { describe, expect, it } from 'vitest';
import { decode } from '../config/codec/url';
import { planLanes } from './plan-experiment';
import { estimateStep, stepWorkOf } from './step-time';

describe('stepWorkOf', () => {
  const work = (fields: string) => {
    const { config } = decode(`#v=1&${fields}`);
    return stepWorkOf(planLanes(config), config.batchSize);
  };

  it('counts forward and backward of every image and lane', () => {
    // One block of width 4 at 14×14: 3×3 filters from 1, 4 and 4 channels to 4, then 4 numbers to 10 classes.
    const image = 196 * 9 * (4 + 16 + 16) + 40;
    expect(work('width=4&blocks=1,0,0&batch=8&lanes=plain')).toEqual({
      multiplyAdds: 3 * 8 * image,
      layers: 4,
    });
    expect(work('width=4&blocks=1,0,0&batch=8')).toEqual({ multiplyAdds: 6 * 8 * image, layers: 8 });
  });
});

describe('estimateStep', () => {
  const usual = { perMillisecond: 4e6, layerMilliseconds: 0.5 };
  const small = { multiplyAdds: 4e6, layers: 8, milliseconds: 10 };
  const large = { multiplyAdds: 4e9, layers: 100, milliseconds: 525 };
  const estimate = (multiplyAdds: number, layers: number, timed = [small, large]): number =>
    estimateStep({ multiplyAdds, layers }, timed, usual).milliseconds;

  it('guesses before anything was timed, and says so', () => {
    expect(estimateStep({ multiplyAdds: 4e8, layers: 50 }, [], usual)).toEqual({
      milliseconds: 100 + 25,
      measured: false,
    });
  });

  it('of what was timed is that time', () => {
    for (const each of [small, large]) {
      const { milliseconds, measured } = estimateStep(each, [small, large], usual);
      expect(milliseconds).toBeCloseTo(each.milliseconds, 9);
      expect(measured).toBe(true);
    }
  });

  it('is the usual time, as many times longer or shorter as the nearest took', () => {
    // Twice the usual 1 + 4 ms; half of the usual 1000 + 50 ms.
    expect(estimate(8e6, 8)).toBeCloseTo(2 * (2 + 4), 9);
    expect(estimate(8e9, 100)).toBeCloseTo((2000 + 50) / 2, 9);
  });

  it('grows with layers where multiply-adds are few', () => {
    expect(estimate(4e6, 16, [small])).toBeCloseTo(2 * (1 + 8), 9);
  });

  it('is finite for a network of next to nothing', () => {
    expect(estimate(0, 0, [{ multiplyAdds: 0, layers: 0, milliseconds: 3 }])).toBe(0);
  });
});
