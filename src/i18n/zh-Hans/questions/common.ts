/** What Chinese texts of questions are made of. */
import type { LossConfig } from '../../../config/schema';
import { lossText } from '../losses';

export const trainingLoss = (loss: LossConfig): string => `训练损失（${lossText(loss)}）`;

export const list = (values: readonly (string | number)[]): string => values.join('、');

export const seedsText = (seeds: readonly number[]): string =>
  seeds.length === 1 ? `随机种子 ${list(seeds)}` : `随机种子 ${seeds[0] ?? ''}～${seeds.at(-1) ?? ''}`;

/** What depth changes without skips and with them, each from the shallowest network to the deepest. */
export const byDepth =
  (what: string) =>
  (shallow: number, deep: number, plain: readonly string[], residual: readonly string[]): string =>
    `从 ${shallow} 层到 ${deep} 层，${what}在无残差连接时从 ${plain[0]} 变为 ${plain[1]}，有残差连接时从 ${residual[0]} 变为 ${residual[1]}。`;
