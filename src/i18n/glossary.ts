/** The glossary: apart from the messages, since in English it comes only when a card is opened. */
import { glossary, glossaryPage, type TermId } from './en/glossary';
import { usePart } from './language';

export type { TermId };

/** Whether there is such a term: all languages have the same. */
export function isTermId(name: string): name is TermId {
  return Object.hasOwn(glossary, name);
}

/** The terms, in the language of the page. */
export function useGlossary(): typeof glossary {
  return usePart('glossary', glossary);
}

/** What is said around them. */
export function useGlossaryPage(): typeof glossaryPage {
  return usePart('glossaryPage', glossaryPage);
}
