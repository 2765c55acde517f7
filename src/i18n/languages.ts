/**
 * The languages that the page has: the folders beside this file that hold a `language.ts`. One is chosen by the address, else as
 * the reader chose before, else as the browser prefers. All but English, which is built in, are loaded from their `index.ts`.
 */
import { changeQuery, withParameter } from '../state/page';
import { arriving, LateError } from '../contract/arrival';
import { messagesOf } from './compose';
import { languageStore, type Catalogue, type Language, type LanguageFile } from './language';

const FOUND = import.meta.glob<Language>('./*/language.ts', { eager: true, import: 'language' });
const FILES = new Map(
  Object.entries(import.meta.glob<LanguageFile>('./*/index.ts')).map(
    ([path, load]) => [path, arriving(load, (file) => 'texts' in file)] as const,
  ),
);

const ENGLISH = 'en';

/** English first, the others by their tags. Read before a browser is refused that is too old: it may lack `toSorted`. */
export const LANGUAGES: readonly Language[] = Object.values(FOUND).sort(
  (a, b) => Number(b.tag === ENGLISH) - Number(a.tag === ENGLISH) || (a.tag < b.tag ? -1 : 1),
);

const KEY = 'resnet-explorer.language';

/** A tag as Intl reads it, with the script and the region that are meant where it names none; null where it is no tag. */
function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag.trim().replaceAll('_', '-')).maximize();
  } catch {
    return null;
  }
}

/**
 * The language of ours that serves who asks for `tag`, in any of its forms (`zh`, `zh-CN`, `ZH_cn`): the same language in the
 * same script, else in another script; null where there is none.
 */
export function languageFor(tag: string): Language | null {
  const asked = localeOf(tag);
  if (asked === null) return null;
  const same = LANGUAGES.filter((one) => localeOf(one.tag)?.language === asked.language);
  return same.find((one) => localeOf(one.tag)?.script === asked.script) ?? same[0] ?? null;
}

/**
 * The language that the page opens in.
 *
 * @param asked As `?lang=` has it, which comes first; null for nothing.
 * @param preferred Tags as the browser has them, the best first.
 * @param stored What the reader chose on an earlier visit; null for nothing.
 * @returns Its tag, and what the address asks for where that is no language of the page.
 */
export function languageOf(
  asked: string | null,
  preferred: readonly string[],
  stored: string | null,
): { readonly tag: string; readonly unknown: string | null } {
  const known = asked === null ? null : languageFor(asked);
  const wanted = stored === null ? preferred : [stored, ...preferred];
  const found = known ?? wanted.map((tag) => languageFor(tag)).find((one) => one !== null);
  return { tag: found?.tag ?? ENGLISH, unknown: known === null ? asked : null };
}

/** Files of languages are asked for once each, and again only where they did not come. */
async function catalogueOf(tag: string): Promise<Catalogue | null> {
  const load = FILES.get(`./${tag}/index.ts`);
  if (load === undefined) return null;
  const { texts, parts } = await load();
  return { messages: messagesOf(texts), parts };
}

/** What was asked for last: who changes their mind meanwhile is not overtaken by what arrives late. */
let newest = 0;

/**
 * Shows the page in a language, as soon as its texts are there. Where they do not arrive within ten seconds, what was shown stays, and
 * the store says so. The promise is kept in any case.
 */
export async function showLanguage(tag: string): Promise<void> {
  newest += 1;
  const mine = newest;
  try {
    const catalogue = await catalogueOf(tag);
    if (mine !== newest) return;
    languageStore.setState({ language: tag, catalogue, missing: null, isLate: false });
  } catch (error) {
    if (mine !== newest) return;
    const isLate = error instanceof LateError;
    languageStore.setState({ missing: tag, isLate });
    // It is shown as soon as it is there.
    const show = (): void => {
      if (mine === newest) void showLanguage(tag);
    };
    if (isLate) error.arrival.then(show, () => undefined);
  }
  const { language } = languageStore.getState();
  const root = document.documentElement;
  root.lang = language;
  root.dir = LANGUAGES.find((one) => one.tag === language)?.direction ?? 'ltr';
}

/** Shows a language that the reader chose, and remembers it where the browser keeps anything. */
export async function chooseLanguage(tag: string): Promise<void> {
  // The address would have the last word when the page is loaded again.
  changeQuery((search) => withParameter(search, 'lang', null));
  try {
    localStorage.setItem(KEY, tag);
  } catch {
    // Storage may be forbidden; the language then lasts as long as the page.
  }
  await showLanguage(tag);
}

/** What the reader chose on an earlier visit; null for nothing. */
export function storedLanguage(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
