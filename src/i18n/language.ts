/**
 * The language of the page. English is built in, so that something can always be said; the texts of another language come as
 * one file (`languages.ts`), before the page is first drawn or when the reader chooses it.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { glossary, glossaryPage } from './en/glossary';
import type { help } from './en/help';
import type { messages } from './en/messages';
import type { shareDialog } from './en/share-dialog';

/** Texts that in English come only with the code that shows them; see `usePart`. */
export interface Parts {
  readonly help: typeof help;
  readonly glossary: typeof glossary;
  readonly glossaryPage: typeof glossaryPage;
  readonly share: typeof shareDialog;
}

/** All texts of a language but English. */
export interface Catalogue {
  readonly messages: typeof messages;
  readonly parts: Parts;
}

export const languageStore = createStore<{
  /** As BCP 47 has it: the name of a folder beside this file. */
  readonly language: string;
  /** Null in English. */
  readonly catalogue: Catalogue | null;
}>()(() => ({ language: 'en', catalogue: null }));

/** Texts that come with the code that shows them: those of the page's language, else the English ones, which the caller brings. */
export function usePart<Name extends keyof Parts>(name: Name, english: Parts[Name]): Parts[Name] {
  return useStore(languageStore, ({ catalogue }) => catalogue?.parts[name] ?? english);
}
