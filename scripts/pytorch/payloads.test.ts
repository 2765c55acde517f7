/** Hostile names of sets and classes in what is taken along for PyTorch: texts in JSON and Markdown, and in no line of Python. */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, it } from 'vitest';
import { planLanes } from '../../src/architecture/plan-experiment';
import { decode } from '../../src/config/codec/url';
import { PAYLOADS } from '../../src/testing/payloads';
import { experimentJson } from '../../src/pytorch/experiment';
import { plainText } from '../../src/pytorch/markdown';
import { notebook } from '../../src/pytorch/notebook';
import { readme } from '../../src/pytorch/readme';

const { config } = decode('#v=1&set=digits&blocks=1,1,1');

function factsOf(name: string) {
  return {
    config,
    link: 'https://page.test/a(b)/#v=1',
    plans: planLanes(config),
    steps: 20,
    step: 0,
    images: { name, classes: PAYLOADS, hash: null },
  };
}

it.each(PAYLOADS)('%j', (payload) => {
  // CommonMark has no NUL.
  const shown = payload.replaceAll(/\s+/g, ' ').replaceAll('\0', '\uFFFD');
  const { children } = fromMarkdown(`On ${plainText(payload)} it is.`);
  expect(children).toHaveLength(1);
  const [paragraph] = children;
  const texts = paragraph?.type === 'paragraph' ? paragraph.children : [];
  expect(texts.map((one) => (one.type === 'text' ? one.value : one.type)).join('')).toBe(
    `On ${shown} it is.`,
  );
  // GitHub makes links of addresses: none is left whole.
  expect(plainText(payload)).not.toMatch(/(?:https?|mailto|ftp):|www\.|[^\\]@/i);

  const facts = factsOf(payload);
  expect(readme(facts, false)).toContain(plainText(payload));
  const written = JSON.parse(experimentJson(facts)) as Record<string, unknown>;
  expect(JSON.stringify(written)).toContain(JSON.stringify(payload).slice(1, -1));
  const { cells } = JSON.parse(notebook(facts)) as {
    readonly cells: readonly { readonly cell_type: string; readonly source: readonly string[] }[];
  };
  const codeOf = (all: typeof cells) =>
    all.filter((cell) => cell.cell_type === 'code').map(({ source }) => source.join(''));
  const calm = JSON.parse(notebook(factsOf('images'))) as { readonly cells: typeof cells };
  expect(codeOf(cells)).toEqual(codeOf(calm.cells));
});
