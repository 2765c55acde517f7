/** What texts of questions are made of. */
import type { Grade } from '../../../contract/studies';
import type { LossConfig } from '../../../config/schema';
import { lossText } from '../losses';

/** What a paper found, in its figures, and where it stands on arXiv. */
export interface PaperText {
  readonly text: string;
  /** Author and year by number. */
  readonly arxiv: Readonly<Record<string, string>>;
}

export interface QuestionTexts {
  readonly question: string;
  /** What is done, in a line. */
  readonly line: string;
  readonly method: string;
  readonly showsNot: string;
  /** How it is graded. */
  readonly rule: string;
  /** Answers, where they are not yes or no. */
  readonly answers?: Readonly<Record<Grade, string>>;
  /** Why classic networks have no part in it; null where they have. */
  readonly leftOut: string | null;
}

export const trainingLoss = (loss: LossConfig): string => `training loss (${lossText(loss)})`;

export const list = (values: readonly (string | number)[]): string => values.join(', ');

export const seedsText = (seeds: readonly number[]): string =>
  seeds.length === 1 ? `Seed ${list(seeds)}` : `Seeds ${seeds[0] ?? ''} to ${seeds.at(-1) ?? ''}`;

/** What depth changes without skips and with them, each from the shallowest network to the deepest. */
export const byDepth =
  (what: string) =>
  (shallow: number, deep: number, plain: readonly string[], residual: readonly string[]): string =>
    `From ${shallow} to ${deep} layers ${what} goes from ${plain[0]} to ${plain[1]} without skips, and from ${residual[0]} to ${residual[1]} with them.`;

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
