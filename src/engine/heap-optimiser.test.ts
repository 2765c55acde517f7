/** The optimiser on the heap against that on the processor, to the last bit. */
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../config/defaults';
import { atOnce } from '../ops/simd/work';
import { guarded, normals, plainMachine } from '../testing/guarded';
import { PARAMETERS, PASSING_CASES, START, STEPS } from '../testing/passed-over';
import { HeapOptimiser } from './heap-optimiser';
import { Optimiser, type OptimiserOptions } from './optimiser';

const machine = plainMachine();

/** Of odd sizes, so that a number is left alone at their ends; scalars and vectors may have no decay. */
const SHAPES = [[], [3, 3, 2, 5], [7], [1, 9], [4, 4]].map((shape) => ({ shape }));
const SIZE = 1 + 90 + 7 + 9 + 16;

const OPTIONS: readonly Partial<OptimiserOptions>[] = [
  { kind: 'sgd' },
  { kind: 'sgd', momentum: 0, weightDecay: 0 },
  { kind: 'sgd', nesterov: true, decaysAll: false },
  { kind: 'adam', weightDecay: 0.01 },
  { kind: 'adam', weightDecay: 0, epsilon: 1e-3 },
  { kind: 'adamw', weightDecay: 0.05, decaysAll: false },
  { kind: 'rmsprop', momentum: 0.9 },
  { kind: 'rmsprop', momentum: 0, smoothing: 0.9 },
];

describe.each(OPTIONS)('%o', (options) => {
  it.each([0, 0.5, 1e6])('clipped at %d', (clip) => {
    const settings: OptimiserOptions = { ...DEFAULTS.optimiser, ...options, clip };
    const [mine, wanted] = [
      new HeapOptimiser(machine, SHAPES, settings.kind),
      new Optimiser(SHAPES, settings.kind),
    ];
    const weights = normals('weights', SIZE);
    const at = guarded(machine, weights);
    for (let step = 0; step < 6; step++) {
      // Some far below what a square in float32 can hold.
      const size = step === 3 ? 1e-30 : 1;
      const gradient = normals(`gradient ${step}`, SIZE).map(
        (value, i) => (i % 7 === 0 ? 1e-25 : size) * value,
      );
      const given = guarded(machine, gradient);
      const rate = { ...settings, learningRate: 0.1 / (1 + step) };
      const reached = (parameter: number): boolean => step !== 2 || parameter % 2 === 0;
      expect(atOnce(mine.update(at.at, given.at, rate, reached))).toBe(
        wanted.update(weights, gradient, rate, reached),
      );
      expect(at.values()).toEqual(weights);
      expect(given.values()).toEqual(gradient);
      expect(mine.snapshot()).toEqual(wanted.snapshot());
      if (step === 3) mine.restore(wanted.snapshot());
    }
    mine.dispose();
  });
});

it('what is not finite spreads as on the processor', () => {
  for (const clip of [0, 1]) {
    const settings: OptimiserOptions = { ...DEFAULTS.optimiser, clip };
    const [mine, wanted] = [new HeapOptimiser(machine, SHAPES, 'sgd'), new Optimiser(SHAPES, 'sgd')];
    const weights = normals('weights', SIZE);
    const at = guarded(machine, weights);
    const gradient = normals('gradient', SIZE).map((value, i) => (i === 5 ? Infinity : value));
    gradient[9] = Number.NaN;
    const factor = wanted.update(weights, gradient, settings);
    expect(atOnce(mine.update(at.at, guarded(machine, gradient).at, settings))).toBe(factor);
    expect(at.values()).toEqual(weights);
  }
});

it.each(PASSING_CASES)('is PyTorch’s where a parameter is passed over: $name', ({ options, expected }) => {
  const optimiser = new HeapOptimiser(machine, PARAMETERS, options.kind);
  const weights = guarded(machine, START);
  for (const { gradient, second } of STEPS)
    atOnce(optimiser.update(weights.at, guarded(machine, gradient).at, options, (i) => i === 0 || second));
  weights.values().forEach((weight, i) => expect(weight).toBeCloseTo(expected[i] as number, 5));
});
