/** The texts of the editor of lessons, which come with its code. */
import { lessonEditor } from './en/lesson-editor';
import { usePart } from './language';

export type LessonEditorMessages = typeof lessonEditor;

/** In the language of the page. */
export function useLessonEditorMessages(): LessonEditorMessages {
  return usePart('lessonEditor', lessonEditor);
}
