/**
 * All texts of the page, typed, in one place per language. The compiler says what a new one lacks. Texts with values in them
 * are functions.
 */
import { useStore } from 'zustand';
import { messagesOf, type Messages } from './compose';
import { texts } from './en/texts';
import { languageStore } from './language';

export type { Messages } from './compose';

/** Built into the page. */
export const english: Messages = messagesOf(texts);

/** The texts in the language of the page. */
export function useMessages(): Messages {
  return useStore(languageStore, ({ catalogue }) => catalogue?.messages ?? english);
}
