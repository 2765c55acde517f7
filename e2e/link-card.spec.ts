/** What other sites show of a link to the page: the tags that they read, and the picture. */
import { readFileSync } from 'node:fs';
import { expect, test } from './test';

test('the page has what a card is made of, and the picture is as large as it says', async ({
  page,
  baseURL,
}) => {
  await page.goto('/');
  const tags = await page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll('meta[property], meta[name]')].map((tag) => [
        tag.getAttribute('property') ?? tag.getAttribute('name'),
        tag.getAttribute('content'),
      ]),
    ),
  );
  expect(tags).toMatchObject({
    'og:title': 'ResNet Explorer',
    'og:type': 'website',
    'og:description': expect.stringContaining('skip connections'),
    'og:image:alt': expect.stringContaining('56 layers'),
    'og:image:type': 'image/png',
    'twitter:card': 'summary_large_image',
    'twitter:image': tags['og:image'],
  });
  const response = await page.request.get(new URL(tags['og:image'] ?? '', baseURL).href);
  expect(response.headers()['content-type']).toBe('image/png');
  const picture = await response.body();
  expect(picture).toEqual(readFileSync('public/card.png'));
  expect(picture.length).toBeLessThanOrEqual(200_000);
  // The header of a PNG: width and height behind its signature and the name of the chunk.
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([
    Number(tags['og:image:width']),
    Number(tags['og:image:height']),
  ]);
});
