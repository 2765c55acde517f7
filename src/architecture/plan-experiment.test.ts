import { expect, it } from 'vitest';
import { DEFAULTS } from '../config/defaults';
import { MOST_PLANNED, planExperiment } from './plan-experiment';

const another = () => ({ data: DEFAULTS.data, network: { ...DEFAULTS.network } });

it('a network that is asked for keeps its plan while others come and go, and one that is not gives it up', () => {
  const [kept, left] = [another(), another()];
  const [plan, old] = [planExperiment(kept), planExperiment(left)];
  for (let i = 0; i < 3 * MOST_PLANNED; i++) {
    planExperiment(another());
    expect(planExperiment(kept)).toBe(plan);
  }
  const anew = planExperiment(left);
  expect(anew).not.toBe(old);
  expect(anew).toStrictEqual(old);
});
