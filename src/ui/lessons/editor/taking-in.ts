/** Lessons that the editor goes on with. */
import type { Lesson } from '../../../lessons/format';
import { change } from './model';
import { editor } from './use-editor';

/** Goes on with a lesson, from its first step; the one that was written comes back by undoing. */
export function takeIn(lesson: Lesson): void {
  editor.write((writing) => change(writing, lesson, null, 0));
}
