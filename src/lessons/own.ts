/** The lessons that come with the page, in their order. Their files stand with the texts of each language, `i18n/<language>/lessons`. */
export const LESSONS = [
  'limits',
  'block',
  'shortcuts',
  'assembling',
  'norm-and-pooling',
  'training',
  'designs',
  'classics',
  'why',
] as const;
export type LessonId = (typeof LESSONS)[number];
