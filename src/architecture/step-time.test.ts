import { describe, expect, it } from 'vitest';
import { decode } from '../config/url';
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
  const small = { multiplyAdds: 1e6, layers: 8, milliseconds: 5 };
  const large = { multiplyAdds: 1e9, layers: 100, milliseconds: 400 };

  it('guesses before anything was timed, and says so', () => {
    const estimate = estimateStep({ multiplyAdds: 4e8, layers: 50 }, [], 4e6);
    expect(estimate).toEqual({ milliseconds: 100, measured: false });
  });

  it('of what was timed is that time', () => {
    for (const each of [small, large])
      expect(estimateStep(each, [small, large], 4e6)).toEqual({
        milliseconds: each.milliseconds,
        measured: true,
      });
  });

  it('is scaled from the nearest', () => {
    expect(estimateStep({ multiplyAdds: 2e9, layers: 200 }, [small, large], 4e6).milliseconds).toBe(800);
    expect(estimateStep({ multiplyAdds: 2e6, layers: 8 }, [large, small], 4e6).milliseconds).toBe(10);
  });

  it('is finite for a network of next to nothing', () => {
    const estimate = estimateStep({ multiplyAdds: 0, layers: 0 }, [{ ...small, multiplyAdds: 0 }], 8e4);
    expect(estimate.milliseconds).toBe(0);
  });
});
