/** What is said of a run: short sentences, with numbers of three digits. */
import { boundsOf } from '../../config/switches';
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import type { SwitchMark } from '../../state/run';
import type { StoryFacts } from '../story/facts';

type Texts = Pick<Messages, 'speech' | 'ui'>;

/** Three significant digits; what is very small or large as a power of ten: `1.2 times ten to the minus 37`. */
export function spokenNumber(value: number, { speech }: Texts): string {
  if (Number.isNaN(value)) return speech.notANumber;
  const signed = (text: string): string => (value < 0 ? `${speech.minus} ${text}` : text);
  const size = Math.abs(value);
  if (size === Infinity) return signed(speech.infinite);
  if (size === 0 || (size >= 1e-3 && size < 1e5)) return signed(String(Number(size.toPrecision(3))));
  const [factor = '', exponent = ''] = size.toExponential(2).split('e');
  const power = exponent.startsWith('-') ? `${speech.minus} ${exponent.slice(1)}` : exponent.slice(1);
  return signed(speech.power(String(Number(factor)), power));
}

/** Loss and gradient ratio of every network at the newest step measured. */
export function spokenSummary({ measured, lanes }: StoryFacts, texts: Texts): string {
  return texts.speech.summary(
    measured,
    lanes.map(({ id, loss, newest, diverged }) => ({
      name: texts.ui.lanes.name(laneName(id)),
      loss: spokenNumber(loss, texts),
      ratio: newest === null ? null : spokenNumber(newest.first / newest.last, texts),
      diverged: diverged !== null,
    })),
  );
}

/** What was switched. */
export function spokenSwitch({ step, lane, block, gain }: SwitchMark, texts: Texts): string {
  const bounds = boundsOf(block);
  return texts.speech.switched(
    step,
    texts.ui.lanes.name(laneName(lane)),
    bounds === null ? null : [bounds[0] + 1, bounds[1] + 1],
    spokenNumber(gain, texts),
  );
}
