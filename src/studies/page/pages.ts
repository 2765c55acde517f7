/** The page's parts of all kinds with a tab, each from the folder of its name. */
import type { StudyTab } from '../kinds';
import type { StudyPage } from './part';

const PAGES = import.meta.glob('../*/View.tsx', { eager: true, import: 'page' });

export function pageOf<K extends StudyTab>(kind: K): StudyPage<K> {
  return PAGES[`../${kind}/View.tsx`] as StudyPage<K>;
}
