/** The glossary in the language of the page: apart from its messages, since it comes only when a card is opened. */
export { glossary, glossaryPage, type TermId } from './en/glossary';
