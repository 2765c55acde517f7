/** Lessons that the reader has besides ours: the one that is being written, and files that were opened in this tab. */
import type { Lesson } from '../../lessons/format';
import { openedFiles } from './files/opening';
import { draft } from './sources';

export async function lessonsHad(): Promise<readonly Lesson[]> {
  const written = await draft().catch(() => null);
  return [...(written === null ? [] : [written]), ...openedFiles()];
}
