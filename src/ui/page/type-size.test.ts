/** Style sheets let the reader decide how large type is. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sheets = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.css'))
  .map((path) => ({ path, text: readFileSync(`src/${path}`, 'utf8') }));

test('type is sized in rem, but for text in drawings, which are scaled as wholes', () => {
  expect(sheets.length).toBeGreaterThan(10);
  const rules = sheets.flatMap(({ path, text }) =>
    [...text.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
      name: `${path}: ${selector.trim()}`,
      selector,
      body,
    })),
  );
  const fixed = rules.filter(({ body }) => /font(-size)?:[^;]*\dpx/.test(body));
  expect(fixed.filter(({ selector }) => !/ text\b|chart-text|fold-count|block-off/.test(selector))).toEqual(
    [],
  );
});

test('layouts change at widths in em, so that larger type changes them earlier', () => {
  const queries = sheets.flatMap(({ path, text }) =>
    [...text.matchAll(/@(media|container)[^{]*/g)].map(([query]) => `${path}: ${query.trim()}`),
  );
  expect(queries.length).toBeGreaterThan(5);
  expect(queries.filter((query) => /\dpx/.test(query))).toEqual([]);
});

test('heights and widths of what holds text are in rem', () => {
  const lengths = sheets.flatMap(({ path, text }) =>
    [
      ...text.matchAll(
        /^\s*((?:min-|max-)?(?:width|height)|padding|margin|gap|grid-template-columns):[^;]*/gm,
      ),
    ].map(([declaration]) => `${path}: ${declaration.trim()}`),
  );
  // Hairlines, and what is hidden from sight, are not text.
  expect(lengths.filter((line) => /(?<![\d.])([3-9]|\d{2,})(\.\d+)?px/.test(line))).toEqual([]);
});
