/** All texts in Simplified Chinese; English ones stand in for what is not translated yet. */
import { charts } from '../en/charts';
import { regimeClaims } from '../en/claims';
import { dataSets } from '../en/data-sets';
import { differences } from '../en/differences';
import { essentials } from '../en/essentials';
import { glossary, glossaryPage } from '../en/glossary';
import { help } from '../en/help';
import { instruments } from '../en/instruments';
import { lanes } from '../en/lanes';
import { lessonEditor } from '../en/lesson-editor';
import { lessonNotices } from '../en/lesson-notices';
import { lessons } from '../en/lessons';
import { notices } from '../en/notices';
import { panels, parts as partsOfPage } from '../en/panels';
import { runs } from '../en/runs';
import { classicWords, words } from '../en/setting-words';
import { settings } from '../en/settings';
import { share } from '../en/share';
import { shareDialog } from '../en/share-dialog';
import { speech } from '../en/speech';
import { story } from '../en/story';
import { studies } from '../en/studies';
import { questions } from '../en/study-kinds';
import { ui } from '../en/ui';
import { article } from './article';
import { className } from './classes';
import { joins } from './joins';
import type { LanguageFile } from '../language';

export const texts: LanguageFile['texts'] = {
  charts,
  className,
  classicWords,
  dataSets,
  differences,
  essentials,
  instruments,
  joins,
  lanes,
  notices,
  panels,
  parts: partsOfPage,
  regimeClaims,
  runs,
  share,
  settings,
  speech,
  story,
  studies,
  ui,
  words,
};

export const parts: LanguageFile['parts'] = {
  article,
  help,
  glossary,
  glossaryPage,
  lessonEditor,
  lessonNotices,
  lessons,
  questions,
  share: shareDialog,
};
