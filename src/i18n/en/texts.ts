/** English texts: what the page says, but for parts that come with the code that shows them. */
import { charts } from './charts';
import { regimeClaims } from './claims';
import { className } from './classes';
import { dataSets } from './data-sets';
import { differences } from './differences';
import { essentials } from './essentials';
import { instruments } from './instruments';
import { joins } from './joins';
import { lanes } from './lanes';
import { notices } from './notices';
import { panels, parts } from './panels';
import { runs } from './runs';
import { classicWords, words } from './setting-words';
import { settings } from './settings';
import { share } from './share';
import { speech } from './speech';
import { story } from './story';
import { studies } from './studies';
import { ui } from './ui';

export const texts = {
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
  parts,
  regimeClaims,
  runs,
  settings,
  share,
  speech,
  story,
  studies,
  ui,
  words,
};
