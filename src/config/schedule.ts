/** The learning rate of each step, as PyTorch's schedulers define it. */
import type { ScheduleConfig } from './schema';

/** Of the one-cycle schedule, PyTorch's defaults: the first rate, the last one of that, and the share that rises. */
const START = 1 / 25;
const END = 1 / 10_000;
const RISING = 0.3;

/**
 * The rate of step 0, 1, … Over `warmUp` steps it rises linearly, (step + 1) / (warmUp + 1) of the base (`LinearLR` that
 * starts at 1 / (warmUp + 1)); the schedule proper counts from there:
 * - `steps`: times `factor` after every `period` steps (`StepLR`);
 * - `cosine`: half a cosine down to 0 over `period` steps, and up again over the next (`CosineAnnealingLR`);
 * - `one-cycle`: from a 25th up to the base over three tenths of `period`, then down to a 250,000th, both along a cosine,
 *   and no further (`OneCycleLR`; momentum stays as it is).
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
      return base * factor ** Math.floor(since / period);
    case 'cosine':
      return annealed(base, 0, since / period);
    case 'one-cycle': {
      const peak = RISING * period - 1;
      const last = period - 1;
      if (since >= last) return base * START * END;
      if (since <= peak) return annealed(base * START, base, since / peak);
      return annealed(base, base * START * END, (since - peak) / (last - peak));
    }
  }
  return kind satisfies never;
}

/** From one rate to another along half a cosine; `share` of the way. */
function annealed(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
}
