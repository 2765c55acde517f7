import { describe, expect, it } from 'vitest';
import { leavesOf, leavesOfLesson, type Leaf } from '../testing/leaves';
import { TERMS, type Term } from './terms';

const SOURCES = import.meta.glob<string>(['./{en,zh-Hans}/**/*.ts', '!**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const LESSONS = import.meta.glob<unknown>('./{en,zh-Hans}/lessons/*.json', {
  eager: true,
  import: 'default',
});

/** Where an English term means something else, or Chinese says it without one: `file path`, the English as in the text, and why. */
const EXCEPTIONS: readonly (readonly [place: string, english: RegExp, why: string])[] = [
  ['ui.ts ui.skipTo', /skip/i, 'to go past what comes before'],
  ['charts.ts charts.ratio.source', /weights/i, 'a title'],
  ['charts.ts markedLoss', /cross-entropy|focal-loss/i, 'names of entries of the glossary'],
  ['glossary.ts glossary', /squeezes/i, 'of numbers, into a range'],
  ['glossary.ts glossary.gated-shortcut', /closes blocks/i, 'to block the gradient'],
  ['setting-words.ts words.schedule.choices.steps', /steps/i, 'drops of the learning rate'],
  ['settings.ts settings.schedule.choices.steps', /steps/i, 'drops of the learning rate'],
  ['lessons/assembling.json .steps.4.question.answer', /weight/i, 'how much a pixel counts'],
  ['ui.ts wasmKernels', /kernels/i, 'of code, not of convolutions'],
];

/** Without what is read by the page, not by the reader: addresses of links, formulas and code. */
const said = (text: string): string =>
  text.replaceAll(/\]\([^)]*\)|\?\w+=/g, ']').replaceAll(/```[\s\S]*?```|`[^`]*`|\$\$?[^$]*\$\$?/g, ' ');

/** The leaves of a folder's files, by file. */
function filesOf(language: string): ReadonlyMap<string, readonly Leaf[]> {
  const prefix = `./${language}/`;
  const inFolder = <Value>(all: Record<string, Value>): [string, Value][] =>
    Object.entries(all)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]);
  return new Map([
    ...inFolder(SOURCES).map(([name, source]) => [name, leavesOf(source)] as const),
    ...inFolder(LESSONS).map(([name, value]) => [name, leavesOfLesson(value)] as const),
  ]);
}

/** What stands at a place; where nothing does, around it. */
function textAt(leaves: readonly Leaf[], path: string): string {
  const here = leaves.filter((leaf) => leaf.path === path || leaf.path.startsWith(`${path}.`));
  if (here.length > 0) return here.map(({ whole }) => whole).join(' | ');
  return path.includes('.')
    ? textAt(leaves, path.slice(0, path.lastIndexOf('.')))
    : leaves.map(({ whole }) => whole).join(' | ');
}

/** The terms of an English text; one that is part of a longer one counts as that alone. */
function termsIn(text: string): readonly Term[] {
  let rest = said(text);
  return TERMS.filter(({ en }) => {
    const found = en.test(rest);
    rest = rest.replaceAll(new RegExp(en.source, `g${en.flags}`), '·');
    return found;
  });
}

const english = filesOf('en');
const chinese = filesOf('zh-Hans');
const excepted = (place: string, text: string): RegExp[] =>
  EXCEPTIONS.filter(([at, pattern]) => place.startsWith(at) && pattern.test(text)).map(
    ([, pattern]) => pattern,
  );

describe('Terms', () => {
  it('are found in a text, the longer before those that it holds', () => {
    const [first, second, ...rest] = termsIn('Batch norm keeps [the branch](norm) alive: `lr`');
    expect(rest).toEqual([]);
    expect(first?.zh[0]).toBe('残差分支');
    expect(second?.zh[0]).toBe('批归一化');
  });

  it('have a translation that is no variant of any', () => {
    const variants = new Set(TERMS.flatMap(({ not = [] }) => not));
    expect(TERMS.flatMap(({ zh }) => zh).filter((word) => variants.has(word))).toEqual([]);
  });

  it('are excepted only where an English text has them', () => {
    const idle = EXCEPTIONS.filter(([place, pattern]) =>
      [...english].every(([file, leaves]) =>
        leaves.every(({ path, text }) => !`${file} ${path}`.startsWith(place) || !pattern.test(text)),
      ),
    );
    expect(idle.map(([place]) => place)).toEqual([]);
  });

  for (const [file, leaves] of chinese) {
    it(`have their translation in ${file}, wherever the English text has them`, () => {
      const originals = english.get(file) ?? [];
      const missing = originals.flatMap(({ path, text }) => {
        const place = `${file} ${path}`;
        const other = excepted(place, text).reduce<string>(
          (rest, pattern) => rest.replaceAll(new RegExp(pattern.source, `g${pattern.flags}`), ''),
          text,
        );
        const translated = textAt(leaves, path);
        return termsIn(other)
          .filter(({ zh }) => !zh.some((word) => translated.includes(word)))
          .map(({ en, zh }) => `${place}: ${en.source} is ${zh.join(' or ')}: ${translated.slice(0, 200)}`);
      });
      expect(missing).toEqual([]);
    });

    it(`have no other words in ${file}`, () => {
      const wrong = leaves.flatMap(({ path, text }) =>
        TERMS.flatMap(({ zh: [word = ''], not = [] }) =>
          not
            .filter((variant) => text.includes(variant))
            .map((variant) => `${path}: ${word}, not ${variant}: ${text}`),
        ),
      );
      expect(wrong).toEqual([]);
    });
  }
});
