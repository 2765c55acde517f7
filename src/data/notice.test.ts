import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { noticeOf } from './notice';

/** The files of the page, as its server answers. */
const served: typeof fetch = (address) => {
  const { pathname } = new URL(address instanceof Request ? address.url : address);
  return Promise.resolve(new Response(readFileSync(`public${pathname}`)));
};

const options = { baseUrl: 'https://example.test/', fetch: served };

it('has the title of bundled images, whose they are, and every licence in full', async () => {
  const notice = await noticeOf({ set: 'emoji', inputSize: 16 }, options);
  expect(notice).toContain('Emoji in two drawings');
  for (const file of ['noto-emoji', 'twemoji', 'emoji-data'])
    expect(notice).toContain(readFileSync(`public/data/emoji/LICENSE-${file}.txt`, 'utf8').trim());
  expect(notice).toContain('Twemoji © Twitter, Inc and other contributors');
});

it('has the address of a licence that has no text here', async () => {
  const notice = await noticeOf({ set: 'digits', inputSize: 8 }, options);
  expect(notice).toContain('https://creativecommons.org/licenses/by/4.0/');
});

it('is none of images that are drawn, or a reader’s own', async () => {
  expect(await noticeOf({ set: 'shapes', inputSize: 14 }, options)).toBeNull();
  const own = { hash: '0123456789abcdef', name: 'mine', channels: 1, classes: 2, train: 4 };
  expect(await noticeOf({ set: 'own', inputSize: 14, own }, options)).toBeNull();
});
