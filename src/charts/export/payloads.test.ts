// @vitest-environment happy-dom
/** Hostile names on their way out as CSV and SVG: read again, they are the same texts and nothing else. */
import { expect, it } from 'vitest';
import { PAYLOADS } from '../../testing/payloads';
import { csvOf } from './csv';
import { svgBlob } from './save';
import { svgElement } from './svg-pen';

/** Fields of CSV, by RFC 4180. */
function fieldsOf(csv: string): string[] {
  return Array.from(csv.matchAll(/("(?:[^"]|"")*"|[^,"\r\n]*)(?:,|\r\n)/g), ([, field = '']) =>
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  );
}

it('every name is one field, and none is a formula', () => {
  const fields = fieldsOf(csvOf({ columns: PAYLOADS, rows: [] }));
  expect(fields).toHaveLength(PAYLOADS.length);
  for (const [at, field] of fields.entries()) {
    expect(field.replace(/^'/, '')).toBe(PAYLOADS[at]?.replace(/^'/, ''));
    expect(field).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/);
  }
});

it('numbers are none either, and stay as they are', () => {
  expect(csvOf({ columns: ['a'], rows: [[-1], [-Infinity], [1e-7]] })).toBe(
    'a\r\n-1\r\n-Infinity\r\n1e-7\r\n',
  );
});

it.each(PAYLOADS.filter((payload) => payload !== ''))('is the text of an element: %j', async (payload) => {
  const svg = svgElement('svg', { xmlns: 'http://www.w3.org/2000/svg' });
  const text = svgElement('text', { class: payload });
  text.textContent = payload;
  svg.append(text);
  const markup = await svgBlob({ svg }).text();
  // oxlint-disable-next-line no-control-regex -- XML has no such characters.
  expect(markup).not.toMatch(/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/);
  // An opening and a closing tag each, and no other.
  expect(markup.match(/<[^>]*>/g)?.map((tag) => /^<\/?\w+/.exec(tag)?.[0])).toEqual([
    '<svg',
    '<text',
    '</text',
    '</svg',
  ]);
});
