/** All languages say the same things: where one has a text, a list or a function, so has every other, and nothing besides. */
import { describe, expect, it } from 'vitest';
import { article } from './en/article';
import { glossary, glossaryPage } from './en/glossary';
import { help } from './en/help';
import { bring } from './en/bring';
import { logs } from './en/logs';
import { mine } from './en/mine';
import { offline } from './en/offline';
import { code } from './en/code';
import { continues } from './en/continue';
import { lessonEditor } from './en/lesson-editor';
import { lessonNotices } from './en/lesson-notices';
import { lessons } from './en/lessons';
import { shareDialog } from './en/share-dialog';
import { take } from './en/take';
import installEn from './en/install.json' with { type: 'json' };
import startEn from './en/start.json' with { type: 'json' };
import { questions } from './en/study-kinds';
import { texts } from './en/texts';
import { weights } from './en/weights';
import type { LanguageFile } from './language';
import { LANGUAGES } from './languages';

const english: LanguageFile = {
  texts,
  parts: {
    article,
    glossary,
    glossaryPage,
    help,
    bring,
    logs,
    mine,
    offline,
    code,
    continues,
    lessonEditor,
    lessonNotices,
    lessons,
    questions,
    share: shareDialog,
    take,
    weights,
  },
};

const FILES = import.meta.glob<LanguageFile>('./*/index.ts', { eager: true });
const STARTS = import.meta.glob<Record<string, string>>('./*/start.json', { eager: true, import: 'default' });

const INSTALLS = import.meta.glob<Record<string, string>>('./*/install.json', {
  eager: true,
  import: 'default',
});

/** What of a language is otherwise than in English; what its functions take the compiler knows. */
function oddities(own: unknown, model: unknown, path: string): readonly string[] {
  if (typeof own !== typeof model) return [`${path}: ${typeof own}, not ${typeof model}`];
  if (typeof own === 'string') return (own === '') === (model === '') ? [] : [`${path}: “${own}”`];
  if (typeof own !== 'object' || own === null || typeof model !== 'object' || model === null) return [];
  const names = new Set([...Object.keys(own), ...Object.keys(model)]);
  return [...names].flatMap((name) =>
    oddities(Reflect.get(own, name), Reflect.get(model, name), `${path}.${name}`),
  );
}

const others = LANGUAGES.filter(({ tag }) => tag !== 'en').map(({ tag }) => tag);

describe.each(others)('%s', (tag) => {
  it('has all texts that English has', () => {
    const file = FILES[`./${tag}/index.ts`];
    expect(oddities(file?.texts, english.texts, 'texts')).toEqual([]);
    expect(oddities(file?.parts, english.parts, 'parts')).toEqual([]);
  });

  it('has what the installed page is called', () => {
    expect(oddities(INSTALLS[`./${tag}/install.json`], installEn, 'install')).toEqual([]);
  });

  it('has what is said before the page begins, with the same gaps', () => {
    const start = STARTS[`./${tag}/start.json`];
    const gaps = (text: string): readonly string[] => text.match(/\{\w+\}/g) ?? [];
    expect(Object.keys(start ?? {})).toEqual(Object.keys(startEn));
    for (const [name, text] of Object.entries(startEn)) expect(gaps(start?.[name] ?? '')).toEqual(gaps(text));
  });
});

it('names what is missing, too much, empty, or of another kind', () => {
  const model = { a: 'text', b: (one: number): string => String(one), c: ['x', 'y'], d: '' };
  const own = { a: '', b: 'no function', c: ['x'], e: 'more', d: '' };
  expect(oddities(own, model, 'of').toSorted()).toEqual([
    'of.a: “”',
    'of.b: string, not function',
    'of.c.1: undefined, not string',
    'of.e: string, not undefined',
  ]);
});
