/** Closing or reloading the page asks while a run would be lost by it, and not otherwise. */
import type { Page } from '@playwright/test';
import { TINY } from './experiments';
import { expect, test } from './test';

/** Closes the page as its user does, and says whether the browser asked first; then the page stays. */
async function asksBeforeClosing(page: Page): Promise<boolean> {
  const asked = page.waitForEvent('dialog').then(async (dialog) => {
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    return true;
  });
  const closed = page.waitForEvent('close').then(() => false);
  await page.close({ runBeforeUnload: true });
  return Promise.race([asked, closed]);
}

test('closing asks while it trains and where much was trained; a page that was only looked at closes', async ({
  explorer,
  friend,
}) => {
  const { page } = explorer;
  await explorer.openReady(TINY);
  await explorer.train.click();
  await explorer.reaches(2);
  expect(await asksBeforeClosing(page)).toBe(true);
  await explorer.reaches(20);
  await explorer.pause();
  expect(await asksBeforeClosing(page)).toBe(true);
  // A run that is kept is not lost.
  await page.getByTestId('pin').click();
  expect(await asksBeforeClosing(page)).toBe(false);

  const other = await friend();
  await other.openReady(TINY);
  await other.stepTo(3);
  expect(await asksBeforeClosing(other.page)).toBe(false);
});
