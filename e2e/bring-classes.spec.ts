/** A set of a hundred classes with long names: told apart, and no wider than the page. */
import { SMALL, withFields } from './experiments';
import { photos, upload, zipOf } from './photos';
import { expect, test } from './test';

test.slow();

/** More than the 40 characters that a name has, most of which all of them have. */
const names = Array.from(
  { length: 100 },
  (_, label) => `a photograph of an animal of the species number ${label}`,
);

test('a hundred classes with long names: told apart, and the page is as wide as its window', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('bring').click();
  const zip = zipOf(photos(names, { each: 4, side: 8 }));
  await page.getByTestId('bring-files').setInputFiles([upload('animals.zip', zip)]);
  await page.getByTestId('take-in').click();
  const rows = page.getByTestId('taken').locator('tbody tr');
  await expect(rows).toHaveCount(100);
  expect(new Set(await rows.locator('th').allTextContents()).size).toBe(100);
  await expect(rows.last().getByRole('img')).toBeVisible();
  const before = await explorer.hash();
  await page.getByTestId('train-on-it').click();
  await expect.poll(() => explorer.hash()).not.toBe(before);
  const link = withFields(await explorer.hash(), { test: '1' });
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await explorer.openReady(link, '?panels=predictions');
    await expect(page.getByTestId('confusion-residual').locator('tbody tr')).toHaveCount(100);
    await expect(page.getByTestId('predicted-images').locator('li').first()).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  }
});
