/**
 * All texts of the page, typed, in one place per language. A language is an object of the type `Messages`; the
 * compiler says what a new one lacks. Texts with values in them are functions.
 */
import { charts } from './en/charts';
import { regimeClaims } from './en/claims';
import { dataSets } from './en/data-sets';
import { differences } from './en/differences';
import { essentials } from './en/essentials';
import { instruments } from './en/instruments';
import { lanes } from './en/lanes';
import { notices } from './en/notices';
import { panels, parts } from './en/panels';
import { runs } from './en/runs';
import { share } from './en/share';
import { studies } from './en/studies';
import { settings } from './en/settings';
import { speech } from './en/speech';
import { story } from './en/story';
import { ui } from './en/ui';

const en = {
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

export type Messages = typeof en;

/** The texts in the language of the page. */
export function useMessages(): Messages {
  return en;
}
