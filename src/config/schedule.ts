/** The learning rate of each step, and where it is cycled the momentum, as PyTorch's schedulers define them. */
import { cosine, power } from './arithmetic';
import type { OptimiserConfig, ScheduleConfig } from './schema';
import { cyclesMomentum } from './settings';

/** Of the one-cycle schedule, PyTorch's defaults: the first rate, the last one of that, and the share that rises. */
const START = 1 / 25;
const END = 1 / 10_000;
const RISING = 0.3;

/** Momentum of the one-cycle schedule at its ends, and where the rate is highest. */
export const MOMENTUM_CYCLE = { most: 0.95, least: 0.85 } as const;

/**
 * The rate of step 0, 1, … Over `warmUp` steps it rises linearly, (step + 1) / (warmUp + 1) of the base (`LinearLR` that
 * starts at 1 / (warmUp + 1)); the schedule proper counts from there:
 * - `steps`: times `factor` after every `period` steps (`StepLR`);
 * - `cosine`: half a cosine down to 0 over `period` steps, and up again over the next (`CosineAnnealingLR`);
 * - `one-cycle`: from a 25th up to the base over three tenths of `period`, then down to a 250,000th, both along a cosine,
 *   and no further (`OneCycleLR`; Smith & Topin 2018).
 */
export function learningRateAt(
  step: number,
  base: number,
  { kind, period, factor, warmUp }: ScheduleConfig,
): number {
  if (step < warmUp) return base * ((step + 1) / (warmUp + 1));
  const since = step - warmUp;
  switch (kind) {
    case 'constant':
      return base;
    case 'steps':
      return base * power(factor, Math.floor(since / period));
    case 'cosine':
      return annealed(base, 0, since / period);
    case 'one-cycle':
      return cycled(since, period, [base * START, base, base * START * END]);
  }
  return kind satisfies never;
}

/**
 * The settings of an optimiser at a step: its rate as scheduled, and with a cycle of momentum (`cycle_momentum` of `OneCycleLR`)
 * that momentum, which is β1 in Adam. It falls while the rate rises and rises while it falls; before the cycle it is highest.
 */
export function optimiserAt(
  step: number,
  optimiser: OptimiserConfig,
  schedule: ScheduleConfig,
): OptimiserConfig {
  const learningRate = learningRateAt(step, optimiser.learningRate, schedule);
  if (!cyclesMomentum(schedule)) return { ...optimiser, learningRate };
  const { most, least } = MOMENTUM_CYCLE;
  const since = Math.max(0, step - schedule.warmUp);
  const momentum = cycled(since, schedule.period, [most, least, most]);
  return { ...optimiser, learningRate, momentum, beta1: momentum };
}

/** One cycle of `period` steps from its first value to the one at its peak, and to its last, where it stays. */
function cycled(
  since: number,
  period: number,
  [first, top, end]: readonly [first: number, top: number, end: number],
): number {
  const peak = RISING * period - 1;
  const last = period - 1;
  if (since >= last) return end;
  if (since <= peak) return annealed(first, top, since / peak);
  return annealed(top, end, (since - peak) / (last - peak));
}

/** Whole waves are left out of what is longer. */
const LONGEST_SHARE = 2 ** 18;

/** From one rate to another along half a cosine; `share` of the way. */
function annealed(from: number, to: number, share: number): number {
  const angle = Math.PI * (share < LONGEST_SHARE ? share : share % 2);
  return to + ((from - to) / 2) * (1 + cosine(angle));
}
