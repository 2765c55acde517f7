/** A step of a lesson in the article: its text, its figure, its question with the answer folded, and what to try next. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { useArticleMessages } from '../../i18n/article';
import { useLocale } from '../../i18n/language';
import type { LessonStep, Question } from '../../lessons/format';
import type { LessonId } from '../../lessons/own';
import { printingStore } from '../../state/page';
import { LessonText } from '../lessons/text/LessonText';
import { anchorOf, experimentAddress, stepAddress } from './address';
import { answerOf } from './answer';
import { hasFigure, untilAnswered } from './figure';
import { Figure } from './Figure';

interface StepProps {
  readonly lesson: LessonId;
  /** From 1. */
  readonly number: number;
  readonly step: LessonStep;
  /** The step before it in its lesson. */
  readonly before: LessonStep | null;
}

export function Step({ lesson, number, step, before }: StepProps) {
  const text = useArticleMessages();
  const { title, question, further } = step;
  const [isAnswered, setAnswered] = useState(false);
  const toStep = (other: number): void => {
    location.hash = anchorOf(lesson, other);
  };
  const link = { href: stepAddress(location.search, lesson, number), words: text.step(number) };
  return (
    <section id={anchorOf(lesson, number)} className="article-step">
      <h3>{title}</h3>
      <LessonText text={step.text} onStep={toStep} />
      {hasFigure(step, before) ? (
        <Figure
          id={anchorOf(lesson, number)}
          step={step}
          until={isAnswered ? untilAnswered(step) : step.until}
          link={link}
        />
      ) : (
        <p className="article-note">
          <a href={link.href}>{link.words}</a>
        </p>
      )}
      {question !== null && <Asked question={question} onStep={toStep} onAnswer={setAnswered} />}
      {further !== null && (
        <div className="article-further" role="group" aria-label={text.further}>
          <p className="article-label">{text.further}</p>
          <LessonText text={further.text} onStep={toStep} />
          {further.experiment !== null && (
            <p>
              <a href={experimentAddress(location.search, further.experiment)}>{text.experiment}</a>
            </p>
          )}
        </div>
      )}
    </section>
  );
}

interface AskedProps {
  readonly question: Question;
  readonly onStep: (step: number) => void;
  /** The answer was unfolded, or folded again. */
  readonly onAnswer: (isOpen: boolean) => void;
}

function Asked({ question, onStep, onAnswer }: AskedProps) {
  const text = useArticleMessages();
  return (
    <div className="article-question" role="group" aria-label={text.question}>
      <p className="article-label">{text.question}</p>
      <LessonText text={question.text} onStep={onStep} />
      <ul>
        {question.choices.map((choice, index) => (
          <li key={index}>
            <LessonText text={choice.text} onStep={onStep} />
          </li>
        ))}
      </ul>
      <Answered question={question} onStep={onStep} onAnswer={onAnswer} />
    </div>
  );
}

/** Folded on the screen, open on paper. */
function Answered({ question, onStep, onAnswer }: AskedProps) {
  const text = useArticleMessages();
  const answer = answerOf(question, useLocale());
  const printing = useStore(printingStore, (state) => state.printing);
  const [isOpen, setOpen] = useState(false);
  if (answer === null) return <p className="article-note">{text.unmeasured}</p>;
  return (
    <details
      className="article-answer"
      open={isOpen || printing}
      onToggle={({ currentTarget }) => {
        if (printing) return;
        setOpen(currentTarget.open);
        onAnswer(currentTarget.open);
      }}
    >
      <summary>{text.answer}</summary>
      {answer.right.length > 1 && <p>{text.differ}</p>}
      {answer.right.map((index) => (
        <div key={index} className="article-right">
          <LessonText text={question.choices[index]?.text ?? ''} onStep={onStep} />
        </div>
      ))}
      <p className="article-measured">{text.measured(answer.values)}</p>
      <LessonText text={answer.text} onStep={onStep} />
      {question.doubt !== null && <LessonText text={question.doubt} onStep={onStep} />}
    </details>
  );
}
