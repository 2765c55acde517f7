/** English: built into the page, and what stands in for a language whose texts do not arrive. */
import type { Language } from '../language';

export const language: Language = { tag: 'en', name: 'English', sign: 'EN', direction: 'ltr' };
