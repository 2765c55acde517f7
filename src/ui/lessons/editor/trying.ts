/** Shows the lesson that is written as its reader sees it. */
import type { Session } from '../../../client/session';
import { lessonStore } from '../../../state/lesson';
import { openLesson } from '../open';
import { DRAFT } from '../sources';
import { editor } from './use-editor';

/** From the step at hand on; nothing of it was predicted or measured yet. The editor gives way to it. */
export function tryIt(session: Pick<Session, 'whereabouts'>): void {
  const { lesson, at } = editor.store.getState().writing;
  const { [DRAFT]: _, ...progress } = lessonStore.getState().progress;
  lessonStore.setState({ progress });
  openLesson(session, DRAFT, lesson, at);
}
