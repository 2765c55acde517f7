/** Which part of the page is a step's figure, and which steps need one. */
import { LIMITS } from '../../config/limits';
import type { LessonStep } from '../../lessons/format';
import type { Embed } from '../../state/opening';

/** By the kind of the place that is lit up; all else is to be seen on the stage. */
const PARTS: Readonly<Record<string, Embed>> = {
  loss: 'loss',
  profile: 'profile',
  ratio: 'profile',
  branch: 'diagram',
  skip: 'diagram',
};

/** The first of the places that a part of the page shows by itself decides. */
export function partOf({ look }: Pick<LessonStep, 'look'>): Embed {
  return look.map((spot) => PARTS[spot.split(':', 1)[0] ?? '']).find((part) => part !== undefined) ?? 'stage';
}

/** Whether a step shows something that the step before it did not. */
export function hasFigure(step: LessonStep, before: LessonStep | null): boolean {
  return (
    before === null ||
    step.experiment !== before.experiment ||
    step.until !== before.until ||
    partOf(step) !== partOf(before)
  );
}

/** Steps at which a step's question is answered, where training alone answers it: with the answer, the figure shows that. */
export function untilAnswered({ question, until }: LessonStep): number {
  const trained = question?.act.kind === 'train' ? question.act.steps : 0;
  return Math.min(until + trained, LIMITS.openingStep.max);
}
