/** Languages that a lesson may be written in: those of many classrooms; a file may have any other. */
const OFFERED = [
  'ar',
  'bn',
  'cs',
  'de',
  'en',
  'es',
  'fa',
  'fr',
  'he',
  'hi',
  'id',
  'it',
  'ja',
  'ko',
  'nl',
  'pl',
  'pt',
  'ru',
  'sv',
  'th',
  'tr',
  'uk',
  'vi',
  'zh-Hans',
  'zh-Hant',
] as const;

/** These languages, and the one that a lesson has. */
export function languagesWith(tag: string): readonly string[] {
  return (OFFERED as readonly string[]).includes(tag) ? OFFERED : [tag, ...OFFERED];
}

/** What a language is called in another. */
export function nameOfLanguage(tag: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'language' }).of(tag) ?? tag;
}
