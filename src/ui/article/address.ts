/** Addresses in and from the article: of its chapters, of a step on the whole page, of a figure's frame. */
import type { LessonId } from '../../lessons/own';
import { withOpening, type Embed } from '../../state/opening';
import { withoutParameters, withParameter, type Theme } from '../../state/page';

/** What stays of the query from page to page: what is the host's, the language where the address asks for one, and the backend. */
function rest(search: string): string {
  const query = new URLSearchParams(search);
  return (['lang', 'backend'] as const).reduce(
    (kept, name) => withParameter(kept, name, query.get(name)),
    withoutParameters(search),
  );
}

/** The explorer itself. Without a query it is the folder that the page stands in. */
export function explorerAddress(search: string): string {
  return rest(search) || './';
}

/** The article, or a chapter of it. */
export function articleAddress(search: string, chapter: LessonId | null = null): string {
  const kept = rest(search);
  // A flag needs no value, which URLSearchParams would write all the same.
  return `${kept === '' ? '?' : `${kept}&`}article${chapter === null ? '' : `#${chapter}`}`;
}

/** A step of a lesson, counted from 1, on the whole page. */
export function stepAddress(search: string, lesson: LessonId, step: number): string {
  return withParameter(withParameter(rest(search), 'lesson', lesson), 'step', String(step));
}

/** A fragment with its `#`, which lessons write or leave out. */
function fragmentOf(experiment: string): string {
  return `#${experiment.replace(/^#/, '')}`;
}

/** An experiment, as a lesson has it, on the whole page. */
export function experimentAddress(search: string, experiment: string): string {
  return `${explorerAddress(search)}${fragmentOf(experiment)}`;
}

export interface Framed {
  readonly experiment: string;
  readonly embed: Embed;
  readonly until: number;
  readonly theme: Theme;
  readonly language: string;
}

/** A part of the page that shows an experiment in a frame. */
export function frameAddress(search: string, { experiment, ...opening }: Framed): string {
  return `${withOpening(rest(search), { ...opening, plays: false })}${fragmentOf(experiment)}`;
}

/** Id of a chapter's step on the page, which is its anchor too. */
export function anchorOf(lesson: LessonId, step: number): string {
  return `${lesson}-${step}`;
}
