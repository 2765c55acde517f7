/** English texts that several questions share. */
import type { LossConfig } from '../../../config/schema';
import { lossText } from '../losses';

export const trainingLoss = (loss: LossConfig): string => `training loss (${lossText(loss)})`;

export const list = (values: readonly (string | number)[]): string => values.join(', ');

export const seedsText = (seeds: readonly number[]): string =>
  seeds.length === 1 ? `Seed ${list(seeds)}` : `Seeds ${seeds[0] ?? ''} to ${seeds.at(-1) ?? ''}`;

/** What depth changes without skips and with them, each from the shallowest network to the deepest. */
export const byDepth =
  (what: string) =>
  (shallow: number, deep: number, plain: readonly string[], residual: readonly string[]): string =>
    `From ${shallow} to ${deep} layers ${what} goes from ${plain[0]} to ${plain[1]} without skips, and from ${residual[0]} to ${residual[1]} with them.`;
