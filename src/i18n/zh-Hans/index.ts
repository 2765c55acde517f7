/** All texts in Simplified Chinese, and how they are set. */
import './type.css';
import type { LanguageFile } from '../language';
import { article } from './article';
import { bring } from './bring';
import { charts } from './charts';
import { regimeClaims } from './claims';
import { className } from './classes';
import { code } from './code';
import { continues } from './continue';
import { dataSets } from './data-sets';
import { differences } from './differences';
import { essentials } from './essentials';
import { glossary, glossaryPage } from './glossary';
import { help } from './help';
import { instruments } from './instruments';
import { joins } from './joins';
import { lanes } from './lanes';
import { lessonEditor } from './lesson-editor';
import { lessonNotices } from './lesson-notices';
import { lessons } from './lessons';
import { logs } from './logs';
import { mine } from './mine';
import { notices } from './notices';
import { offline } from './offline';
import { panels, parts as partsOfPage } from './panels';
import { runs } from './runs';
import { classicWords, words } from './setting-words';
import { settings } from './settings';
import { share } from './share';
import { shareDialog } from './share-dialog';
import { speech } from './speech';
import { story } from './story';
import { studies } from './studies';
import { questions } from './study-kinds';
import { take } from './take';
import { ui } from './ui';
import { weights } from './weights';

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
  bring,
  code,
  continues,
  help,
  glossary,
  glossaryPage,
  lessonEditor,
  lessonNotices,
  lessons,
  logs,
  mine,
  offline,
  questions,
  share: shareDialog,
  take,
  weights,
};
