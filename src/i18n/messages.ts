/**
 * All texts of the page, typed, in one place per language. A language is an object of the type `Messages`; the
 * compiler says what a new one lacks. Texts with values in them are functions.
 */
import { useStore } from 'zustand';
import { messages } from './en/messages';
import { languageStore } from './language';

export type Messages = typeof messages;

/** The texts in the language of the page. */
export function useMessages(): Messages {
  return useStore(languageStore, ({ catalogue }) => catalogue?.messages ?? messages);
}
