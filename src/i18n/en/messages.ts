/** English texts: what the page says, but for parts that come with the code that shows them. */
import { charts } from './charts';
import { regimeClaims } from './claims';
import { dataSets } from './data-sets';
import { differences } from './differences';
import { essentials } from './essentials';
import { instruments } from './instruments';
import { lanes } from './lanes';
import { notices } from './notices';
import { panels, parts } from './panels';
import { runs } from './runs';
import { share } from './share';
import { studies } from './studies';
import { settings } from './settings';
import { speech } from './speech';
import { story } from './story';
import { ui } from './ui';

export const messages = {
  charts,
  dataSets,
  differences,
  essentials,
  instruments,
  lanes,
  notices,
  panels,
  parts,
  regimeClaims,
  runs,
  share,
  studies,
  settings,
  speech,
  story,
  ui,
};
