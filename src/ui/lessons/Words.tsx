/** A text of a lesson, with what was measured in the places that it has for that. */
import { createContext, useContext } from 'react';
import { filled } from './filled';
import { goToStep } from './open';
import { pointAt } from './spotlight-store';
import { LessonText } from './text/LessonText';

interface WordsProps {
  readonly text: string;
  /** By the names in braces; a brace of another name stays as it is. */
  readonly values?: Readonly<Partial<Record<string, string>>>;
}

/** That of the lesson, where it is not the page’s. */
export const LessonLanguage = createContext<string | undefined>(undefined);

const toStep = (step: number): void => goToStep(step - 1);

export function Words({ text, values }: WordsProps) {
  const language = useContext(LessonLanguage);
  const shown = <LessonText text={filled(text, values)} onSpot={pointAt} onStep={toStep} />;
  return language === undefined ? (
    shown
  ) : (
    <div className="lesson-language" lang={language}>
      {shown}
    </div>
  );
}
