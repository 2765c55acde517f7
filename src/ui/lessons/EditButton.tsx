/** Beside a lesson that is not ours: leads to the editor, with a copy of it, or back to where it is written. */
import { useLessonEditorMessages } from '../../i18n/lesson-editor';
import type { OpenLesson } from '../../state/lesson';
import { useSession } from '../page/hooks';
import { openEditor } from './door';
import { bringBack, closeLesson } from './open';
import { DRAFT, isFile } from './sources';

export function EditButton({ open: { name, lesson } }: { readonly open: OpenLesson }) {
  const { back, editCopy } = useLessonEditorMessages();
  const session = useSession();
  const isDraft = name === DRAFT;
  if (!isDraft && !isFile(name)) return null;
  const edit = async (): Promise<void> => {
    closeLesson();
    if (isDraft) bringBack(session);
    else (await import('./editor/taking-in')).takeIn(lesson);
    openEditor();
  };
  return (
    <button
      type="button"
      className="button button-small"
      data-testid="edit-lesson"
      onClick={() => void edit()}
    >
      {isDraft ? back : editCopy}
    </button>
  );
}
