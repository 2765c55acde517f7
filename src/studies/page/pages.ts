/** The page's parts of all kinds, each from the folder of its name. */
import type { StudyKind } from '../kinds';
import type { StudyPage } from './part';

const PAGES = import.meta.glob('../*/View.tsx', { eager: true, import: 'page' });

export function pageOf<K extends StudyKind>(kind: K): StudyPage<K> {
  return PAGES[`../${kind}/View.tsx`] as StudyPage<K>;
}
