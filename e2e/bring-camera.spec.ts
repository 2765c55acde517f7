/** Photos of a camera that Chromium makes up, class by class, taken in and trained on. */
import { findChromium, quietFlags } from '../scripts/chromium';
import { SMALL } from './experiments';
import { expect, test } from './test';

const executablePath = findChromium();
test.use({
  launchOptions: {
    args: [...quietFlags, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    ...(executablePath === null ? {} : { executablePath }),
  },
});

test('photos are taken as long as the button is held, by mouse and by key, and trained on', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('bring').click();
  await page.getByTestId('by-class').click();
  const classes = page.getByTestId('photo-class');
  const countOf = async (place: number): Promise<number> => {
    const text = await classes.nth(place).getByTestId('photo-count').textContent();
    return Number.parseInt(text ?? '', 10);
  };
  await classes.nth(0).getByTestId('use-camera').click();
  const hold = page.getByTestId('camera-hold');
  await hold.hover();
  await page.mouse.down();
  await expect.poll(() => countOf(0)).toBeGreaterThan(11);
  await page.mouse.up();
  await classes.nth(1).getByTestId('use-camera').click();
  await expect(page.getByTestId('camera')).toContainText('Photos go to “Class 2”');
  const held = await countOf(0);
  await hold.focus();
  await page.keyboard.down('Space');
  await expect.poll(() => countOf(1)).toBeGreaterThan(11);
  await page.keyboard.up('Space');
  expect(await countOf(0)).toBe(held);

  const second = classes.nth(1);
  const before = await countOf(1);
  await second
    .getByRole('button', { name: /^Remove image/ })
    .first()
    .click({ force: true });
  await expect(second.getByTestId('photo-count')).toHaveText(`${before - 1} images`);

  // A camera is let go with the dialog.
  const live = () => page.locator('.camera video').evaluateAll((all) => all.length);
  await page.getByTestId('bring-close').click();
  await expect.poll(live).toBe(0);
  await page.getByTestId('bring').click();
  await expect(hold).toBeVisible();

  await page.getByTestId('by-class-done').click();
  await expect(page.getByTestId('found')).toContainText(`${held + before - 1} images in 2 classes`);
  await page.getByTestId('take-in').click();
  await expect(page.getByTestId('taken')).toBeVisible();
  await page.getByTestId('train-on-it').click();
  await expect.poll(() => explorer.hash()).toContain('set=own');
  await explorer.reaches(1);
  expect(Number.isFinite(Number((await explorer.losses()).residual))).toBe(true);
});
