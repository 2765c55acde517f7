/** The story as plain text, with the names of networks in it: for who hears it. */
import type { Messages } from '../../i18n/messages';
import { laneName } from '../../i18n/lane-names';
import { capital } from '../../i18n/phrase';
import { plainText, sentenceOf } from './sentence';
import type { Story } from './story';

/** @param measured Newest step measured. */
export function spokenStory(
  story: Story,
  measured: number,
  { story: text, ui }: Pick<Messages, 'story' | 'ui'>,
): string {
  return plainText(sentenceOf(story, measured, text.sentences), laneName, (name) =>
    capital(ui.lanes.name(name)),
  );
}
