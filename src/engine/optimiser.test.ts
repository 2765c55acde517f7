/** Optimisers against PyTorch's definitions worked out by hand, and the numbers that kernels are told of them. */
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../config/defaults';
import { HYPER } from '../ops/webgpu/optimiser/hyper';
import { PARAMETERS, PASSING_CASES, SIZES, START, STEPS } from '../testing/passed-over';
import { hyperparametersOf, Optimiser, paceOf, ruleOf, type OptimiserOptions } from './optimiser';

/** Weights after updates along these gradients, from 1; plain SGD but for the options. */
function after(options: Partial<OptimiserOptions>, gradients: readonly number[], rate = 0.1): number {
  const settings = { ...DEFAULTS.optimiser, momentum: 0, ...options, learningRate: rate };
  const optimiser = new Optimiser([{ shape: [] }], settings.kind);
  const weights = Float32Array.of(1);
  for (const gradient of gradients) optimiser.update(weights, Float32Array.of(gradient), settings);
  return weights[0]!;
}

describe('SGD', () => {
  it('adds the decay to the gradient', () => {
    expect(after({ weightDecay: 0.5 }, [2])).toBeCloseTo(1 - 0.1 * (2 + 0.5), 6);
  });

  it('gathers momentum, and looks ahead with Nesterov', () => {
    // Velocities 2, then 0.9 · 2 + 1.
    expect(after({ momentum: 0.9 }, [2, 1])).toBeCloseTo(1 - 0.1 * (2 + 2.8), 6);
    const ahead = 0.1 * (2 + 0.9 * 2 + (1 + 0.9 * 2.8));
    expect(after({ momentum: 0.9, nesterov: true }, [2, 1])).toBeCloseTo(1 - ahead, 6);
  });
});

describe('Adam', () => {
  it('takes steps of the rate along a steady gradient, whatever its size', () => {
    for (const gradient of [1e-3, 7, -40]) {
      const steps = after({ kind: 'adam' }, [gradient, gradient, gradient], 0.01);
      expect(steps).toBeCloseTo(1 - 3 * 0.01 * Math.sign(gradient), 4);
    }
  });

  it('divides the mean by the root of the mean square, both corrected for their start', () => {
    // Gradients 1 and 0: means 0.1 and 0.09, squares 0.001 and 0.000999.
    const second = 0.09 / (1 - 0.9 ** 2) / Math.sqrt(0.000999 / (1 - 0.999 ** 2));
    expect(after({ kind: 'adam' }, [1, 0])).toBeCloseTo(1 - 0.1 * (1 + second), 6);
  });

  it('takes the decay into the gradient, AdamW into the weight', () => {
    // Without a gradient Adam sees the decay alone, whose size cancels.
    expect(after({ kind: 'adam', weightDecay: 0.01 }, [0])).toBeCloseTo(1 - 0.1, 5);
    expect(after({ kind: 'adamw', weightDecay: 0.01 }, [0, 0])).toBeCloseTo((1 - 0.1 * 0.01) ** 2, 6);
    expect(after({ kind: 'adamw', weightDecay: 0.01 }, [1])).toBeCloseTo(1 - 0.1 * 0.01 - 0.1, 6);
  });

  it('adds epsilon to the corrected root', () => {
    expect(after({ kind: 'adam', epsilon: 3 }, [1])).toBeCloseTo(1 - 0.1 / (1 + 3), 6);
  });
});

describe('RMSProp', () => {
  it('divides by the root of the mean square, which starts at 0', () => {
    const sizes = [1, 2].map((t) => 1 / Math.sqrt(1 - 0.99 ** t));
    expect(after({ kind: 'rmsprop' }, [5, 5], 0.01)).toBeCloseTo(1 - 0.01 * (sizes[0]! + sizes[1]!), 6);
  });

  it('gathers momentum of what it has divided', () => {
    const [first, second] = [1, 2].map((t) => 1 / Math.sqrt(1 - 0.99 ** t)) as [number, number];
    const moved = first + (0.5 * first + second);
    expect(after({ kind: 'rmsprop', momentum: 0.5 }, [5, 5], 0.01)).toBeCloseTo(1 - 0.01 * moved, 6);
  });

  it('weighs squares by its smoothing', () => {
    expect(after({ kind: 'rmsprop', smoothing: 0.75 }, [8])).toBeCloseTo(1 - 0.1 / Math.sqrt(0.25), 6);
  });
});

describe('a parameter that gets no gradient in some steps', () => {
  it.each(PASSING_CASES)('is passed over as in PyTorch: $name', ({ options, expected }) => {
    const optimiser = new Optimiser(PARAMETERS, options.kind);
    const weights = START.slice();
    const moved = STEPS.map(({ gradient, second }) => {
      const before = weights.slice(SIZES[0]);
      optimiser.update(weights, gradient, options, (parameter) => parameter === 0 || second);
      return weights.slice(SIZES[0]).some((weight, i) => weight !== before[i]);
    });
    expect(moved).toEqual(STEPS.map(({ second }) => second));
    expected.forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 5));
    expect(optimiser.snapshot().updates).toEqual([12, 7]);
  });

  it('goes on from its own count of updates', () => {
    const { options, expected } = PASSING_CASES.find(({ name }) => name === 'adam')!;
    const weights = START.slice();
    let optimiser = new Optimiser(PARAMETERS, options.kind);
    for (const { gradient, second } of STEPS) {
      const next = new Optimiser(PARAMETERS, options.kind);
      next.restore(optimiser.snapshot());
      optimiser = next;
      optimiser.update(weights, gradient, options, (parameter) => parameter === 0 || second);
    }
    expected.forEach((weight, i) => expect(weights[i]).toBeCloseTo(weight, 5));
  });
});

describe('clipping', () => {
  const clipped = (clip: number): number[] => {
    const optimiser = new Optimiser([{ shape: [2] }], 'sgd');
    const weights = new Float32Array(2);
    const gradient = Float32Array.of(3, -4);
    optimiser.update(weights, gradient, { ...DEFAULTS.optimiser, learningRate: 1, momentum: 0, clip });
    expect([...gradient]).toEqual([3, -4]);
    return [...weights];
  };

  it('scales a gradient down to the largest norm, and leaves smaller ones', () => {
    const [a, b] = clipped(1);
    expect(a).toBeCloseTo(-0.6, 6);
    expect(b).toBeCloseTo(0.8, 6);
    expect(clipped(6)).toEqual([-3, 4]);
    expect(clipped(0)).toEqual([-3, 4]);
  });

  it.each([
    [1, 1 / (5 + 1e-6)],
    [5, 5 / (5 + 1e-6)],
    [6, 1],
    [0, 1],
  ])('to %d tells what it has multiplied with: %d', (clip, factor) => {
    const settings = { ...DEFAULTS.optimiser, clip };
    const told = new Optimiser([{ shape: [2] }], 'sgd').update(
      new Float32Array(2),
      Float32Array.of(3, -4),
      settings,
    );
    expect(told).toBeCloseTo(factor, 12);
  });
});

describe('what kernels are told', () => {
  const adam = {
    ...DEFAULTS.optimiser,
    kind: 'adam',
    learningRate: 0.25,
    beta1: 0.5,
    beta2: 0.75,
    smoothing: 0.875,
  } as const;

  it('corrects the start of both means by the number of the update, counted from 1', () => {
    const state = { updates: 2, open: true, weightDecay: 0.5 };
    expect(paceOf(adam, state)).toEqual([1, 0.25 / (1 - 0.125), Math.sqrt(1 - 0.421875), 0.5]);
    expect(paceOf(adam, { ...state, open: false })[0]).toBe(0);
    expect(paceOf({ ...adam, kind: 'sgd' }, state)).toEqual([1, 0, 0, 0.5]);
    const numbers = hyperparametersOf(adam, true);
    expect([numbers[HYPER.firstShare], numbers[HYPER.secondShare]]).toEqual([0.5, 0.25]);
  });

  it('keeps shares that are tiny to their last digit', () => {
    const numbers = hyperparametersOf({ ...adam, beta2: 0.999 }, true);
    expect(numbers[HYPER.secondShare]).toBeCloseTo(0.001, 10);
  });

  it('tells optimisers apart', () => {
    const kinds = ['sgd', 'adam', 'adamw', 'rmsprop'] as const;
    expect(kinds.map((kind) => ruleOf({ kind }).name)).toEqual(['sgd', 'adam', 'adam', 'rmsprop']);
    expect(hyperparametersOf(adam, true)[HYPER.decoupled]).toBe(0);
    expect(hyperparametersOf({ ...adam, kind: 'adamw' }, true)[HYPER.decoupled]).toBe(1);
    expect(hyperparametersOf({ ...adam, kind: 'rmsprop' }, true)[HYPER.secondShare]).toBe(0.125);
    expect(hyperparametersOf(adam, false)[HYPER.update]).toBe(0);
  });
});
