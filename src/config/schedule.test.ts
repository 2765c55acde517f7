import { expect, it } from 'vitest';
import { DEFAULTS } from './defaults';
import { learningRateAt, optimiserAt } from './schedule';

const rates = (steps: readonly number[], schedule: Partial<Parameters<typeof learningRateAt>[2]>): number[] =>
  steps.map((step) =>
    learningRateAt(step, 0.4, { ...DEFAULTS.schedule, period: 10, factor: 0.5, ...schedule }),
  );

/** Each over what it should be, which is 1 to twelve digits. */
const ratios = (actual: readonly number[], expected: readonly number[]): number[] =>
  actual.map((value, i) => Number((value / expected[i]!).toFixed(12)));

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

it('constant is the very number', () => {
  expect(rates([0, 1, 1e6], {})).toEqual([0.4, 0.4, 0.4]);
});

it('steps drop after every period', () => {
  expect(ratios(rates([0, 9, 10, 19, 20, 30], { kind: 'steps' }), [0.4, 0.4, 0.2, 0.2, 0.1, 0.05])).toEqual(
    ones(6),
  );
});

it('cosine is half after half the period, nothing at its end, and comes back', () => {
  const [start = 0, half = 0, end = 1, back = 0] = rates([0, 5, 10, 20], { kind: 'cosine' });
  expect(ratios([start, half, back], [0.4, 0.2, 0.4])).toEqual(ones(3));
  expect(end).toBeCloseTo(0, 12);
  expect(ratios(rates([10 / 3], { kind: 'cosine' }), [0.4 * 0.75])).toEqual(ones(1));
});

it('cosine comes back after however many periods', () => {
  // One step into a wave of eight, beyond 2^18 periods.
  const [late = 0, later = 0] = rates([4 * 2 ** 20 + 1, 10_000_001], { kind: 'cosine', period: 4 });
  expect(ratios([late, later], [0.2 * (1 + Math.SQRT1_2), 0.2 * (1 + Math.SQRT1_2)])).toEqual(ones(2));
});

it('one cycle rises from a 25th to the base, falls to a 250,000th and stays', () => {
  // PyTorch's OneCycleLR(0.4, total_steps=10): the peak at step 2, the end at step 9.
  const [first, middle, peak, beyond, end, later] = rates([0, 1, 2, 5.5, 9, 50], { kind: 'one-cycle' });
  expect(
    ratios(
      [first!, middle!, peak!, beyond!, end!, later!],
      [0.016, (0.016 + 0.4) / 2, 0.4, (0.4 + 1.6e-6) / 2, 1.6e-6, 1.6e-6],
    ),
  ).toEqual(ones(6));
});

it('one cycle of a single step has an end only', () => {
  expect(ratios(rates([0, 1], { kind: 'one-cycle', period: 1 }), [1.6e-6, 1.6e-6])).toEqual(ones(2));
});

it('warm-up rises linearly, then the schedule begins', () => {
  expect(
    ratios(rates([0, 1, 3, 4, 13, 14], { kind: 'steps', warmUp: 4 }), [0.08, 0.16, 0.32, 0.4, 0.4, 0.2]),
  ).toEqual(ones(6));
});

/** Momenta of PyTorch 1.13's `OneCycleLR(…, total_steps=14)` at the steps 0 to 15, of SGD and of Adam (β1) alike. */
const MOMENTA = [
  0.95, 0.927778512, 0.880865828, 0.850960736, 0.851635257, 0.858095595, 0.86882551, 0.882731747, 0.898397421,
  0.914226379, 0.928605833, 0.940070681, 0.947452787, 0.95, 0.95, 0.95,
];
const cycle = { ...DEFAULTS.schedule, kind: 'one-cycle', period: 14, momentumCycle: true } as const;

it('a cycle of momentum is at its least where the rate is highest, in place of momentum and of β1', () => {
  MOMENTA.forEach((momentum, step) => {
    const settings = optimiserAt(step, DEFAULTS.optimiser, cycle);
    expect(settings.momentum).toBeCloseTo(momentum, 9);
    expect(settings.beta1).toBe(settings.momentum);
    expect(settings.learningRate).toBe(learningRateAt(step, DEFAULTS.optimiser.learningRate, cycle));
  });
});

it('momentum is highest while the rate warms up, then its cycle begins', () => {
  const warm = { ...cycle, warmUp: 3 };
  const momenta = [0, 2, 3, 4].map((step) => optimiserAt(step, DEFAULTS.optimiser, warm).momentum);
  [0.95, 0.95, 0.95, 0.927778512].forEach((momentum, i) => expect(momenta[i]).toBeCloseTo(momentum, 9));
});

it('momentum is that of the optimiser without a cycle, and with every other schedule', () => {
  for (const schedule of [{ ...cycle, momentumCycle: false }, { ...cycle, kind: 'cosine' } as const]) {
    const { momentum, beta1 } = optimiserAt(3, DEFAULTS.optimiser, schedule);
    expect([momentum, beta1]).toEqual([DEFAULTS.optimiser.momentum, DEFAULTS.optimiser.beta1]);
  }
});
