/** What losses are called. */
import { settingOf, type LossConfig, type LossKind } from '../config/losses';

export type LossTexts = Readonly<
  Record<
    LossKind,
    {
      readonly name: string;
      readonly formula: string;
      /** With what sets it apart, as a title or in a sentence. */
      readonly text: (setting: number) => string;
    }
  >
>;

/** Names a loss with what sets it apart, as a title or in a sentence. */
export function lossTextOf(losses: LossTexts): (loss: LossConfig) => string {
  return (loss) => losses[loss.kind].text(settingOf(loss));
}
