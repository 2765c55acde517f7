/**
 * The language of the page. English is built in, so that something can always be said; the texts of another language come as
 * one file (`languages.ts`), before the page is first drawn or when the reader chooses it.
 */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Messages, Texts } from './compose';
import type { article } from './en/article';
import type { bring } from './en/bring';
import type { code } from './en/code';
import type { continues } from './en/continue';
import type { glossary, glossaryPage } from './en/glossary';
import type { help } from './en/help';
import type { lessonEditor } from './en/lesson-editor';
import type { lessonNotices } from './en/lesson-notices';
import type { lessons } from './en/lessons';
import type { logs } from './en/logs';
import type { mine } from './en/mine';
import type { offline } from './en/offline';
import type { shareDialog } from './en/share-dialog';
import type { take } from './en/take';
import type { questions } from './en/study-kinds';
import type { weights } from './en/weights';

/** What there is to know of a language before its texts are there: `language.ts` of its folder. */
export interface Language {
  /** As BCP 47 has it: the name of its folder, and the locale of its numbers. */
  readonly tag: string;
  /** What it calls itself. */
  readonly name: string;
  /** The same in one or two signs, for a small button. */
  readonly sign: string;
  readonly direction: 'ltr' | 'rtl';
}

/** Texts that in English come only with the code that shows them; see `usePart`. */
export interface Parts {
  readonly article: typeof article;
  readonly bring: typeof bring;
  readonly code: typeof code;
  readonly continues: typeof continues;
  readonly help: typeof help;
  readonly glossary: typeof glossary;
  readonly glossaryPage: typeof glossaryPage;
  readonly lessonEditor: typeof lessonEditor;
  readonly lessonNotices: typeof lessonNotices;
  readonly lessons: typeof lessons;
  readonly logs: typeof logs;
  readonly mine: typeof mine;
  readonly offline: typeof offline;
  readonly questions: typeof questions;
  readonly share: typeof shareDialog;
  readonly take: typeof take;
  readonly weights: typeof weights;
}

/** All texts of a language but English: `index.ts` of its folder. */
export interface LanguageFile {
  readonly texts: Texts;
  readonly parts: Parts;
}

/** What the page says in a language but English. */
export interface Catalogue {
  readonly messages: Messages;
  readonly parts: Parts;
}

export interface LanguageFacts {
  /** The tag of the language that is shown. */
  readonly language: string;
  /** Null in English. */
  readonly catalogue: Catalogue | null;
  /** The tag of a language whose texts were asked for and did not arrive. */
  readonly missing: string | null;
  /** Whether these may come yet. */
  readonly isLate: boolean;
}

export const languageStore = createStore<LanguageFacts>()(() => ({
  language: 'en',
  catalogue: null,
  missing: null,
  isLate: false,
}));

/** The tag of the page's language, which is the locale of its numbers and lists too. */
export function useLocale(): string {
  return useStore(languageStore, ({ language }) => language);
}

/** Texts that come with the code that shows them: those of the page's language, else the English ones, which the caller brings. */
export function usePart<Name extends keyof Parts>(name: Name, english: Parts[Name]): Parts[Name] {
  return useStore(languageStore, ({ catalogue }) => catalogue?.parts[name] ?? english);
}
