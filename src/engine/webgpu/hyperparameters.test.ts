/** Numbers for the kernels, against PyTorch's definitions worked out by hand. */
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../config/defaults';
import { HYPER } from '../../ops/webgpu/optimiser/hyper';
import { hyperparametersOf, paceOf, ruleOf } from './hyperparameters';

const adam = {
  ...DEFAULTS.optimiser,
  kind: 'adam',
  learningRate: 0.25,
  beta1: 0.5,
  beta2: 0.75,
  smoothing: 0.875,
} as const;

describe('hyperparameters of a kernel', () => {
  it('correct the start of both means by the number of the update, counted from 1', () => {
    const pace = { updates: 2, open: true };
    expect(paceOf(adam, pace)).toEqual([1, 0.25 / (1 - 0.125), Math.sqrt(1 - 0.421875), 0]);
    expect(paceOf(adam, { ...pace, open: false })[0]).toBe(0);
    const numbers = hyperparametersOf(adam, true);
    expect([numbers[HYPER.firstShare], numbers[HYPER.secondShare]]).toEqual([0.5, 0.25]);
  });

  it('keep shares that are tiny to their last digit', () => {
    const numbers = hyperparametersOf({ ...adam, beta2: 0.999 }, true);
    expect(numbers[HYPER.secondShare]).toBeCloseTo(0.001, 10);
  });

  it('tell optimisers apart', () => {
    expect(
      ['sgd', 'adam', 'adamw', 'rmsprop'].map((kind) => ruleOf({ ...adam, kind } as typeof adam)),
    ).toEqual(['sgd', 'adam', 'adam', 'rmsprop']);
    expect(hyperparametersOf(adam, true)[HYPER.decoupled]).toBe(0);
    expect(hyperparametersOf({ ...adam, kind: 'adamw' }, true)[HYPER.decoupled]).toBe(1);
    expect(hyperparametersOf({ ...adam, kind: 'rmsprop' }, true)[HYPER.secondShare]).toBe(0.125);
    expect(hyperparametersOf(adam, false)[HYPER.update]).toBe(0);
  });
});
