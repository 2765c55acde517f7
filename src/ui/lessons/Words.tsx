/** A text of a lesson, with what was measured in the places that it has for that. */
import { goToStep } from './open';
import { pointAt } from './spotlight-store';
import { LessonText } from './text/LessonText';

interface WordsProps {
  readonly text: string;
  /** By the names in braces; a brace of another name stays as it is. */
  readonly values?: Readonly<Partial<Record<string, string>>>;
}

const toStep = (step: number): void => goToStep(step - 1);

export function Words({ text, values }: WordsProps) {
  const filled = text.replace(/\{(\w+)\}/g, (whole, name: string) => values?.[name] ?? whole);
  return <LessonText text={filled} onSpot={pointAt} onStep={toStep} />;
}
