/** The page on paper, and in pictures of all of it. */
import { expect, test } from './test';

/** Of each canvas of a chart, whether anything is drawn on it, or on another of the same plot. Runs in the page. */
function blankPlots(): string[] {
  const hasInk = (canvas: HTMLCanvasElement): boolean => {
    if (canvas.width === 0 || canvas.height === 0) return false;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    for (let at = 3; at < data.length; at += 4) if (data[at] !== 0) return true;
    return false;
  };
  const plots = [...document.querySelectorAll<HTMLElement>('.chart-plot:not(.study-plot), .chart-subplot')];
  return plots
    .filter((plot) => plot.querySelector('.chart-subplot') === null)
    .filter((plot) => ![...plot.querySelectorAll('canvas')].some(hasInk))
    .map((plot) => plot.closest('section')?.querySelector('h2')?.textContent ?? plot.className);
}

test('the default experiment is two pages of A4 or Letter, light, with its step, its backend and its link', async ({
  explorer,
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await explorer.openReady();
  await explorer.stepTo(2);
  for (const format of ['A4', 'Letter']) {
    const pdf = await page.pdf({ format });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g), format).toHaveLength(2);
  }
  await test.step('laid out for paper, nothing sticks out, is blank, or is there to press', async () => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const head = page.getByTestId('print-head');
    await expect(head).toContainText('step 2 · wasm');
    await expect(head.getByRole('link')).toHaveAttribute('href', /#v=1$/);
    expect(await page.evaluate(blankPlots)).toEqual([]);
    for (const name of ['train', 'share', 'preset', 'skip-all-plain'])
      await expect(page.getByTestId(name), name).toBeHidden();
    const { wide, brightness } = await page.evaluate(() => {
      const edge = document.body.getBoundingClientRect().right;
      const [red = 0] = (getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g) ?? []).map(
        Number,
      );
      return {
        wide: [...document.querySelectorAll('main *')]
          .filter((part) => part.checkVisibility() && part.getBoundingClientRect().right > edge + 1)
          .map((part) => part.outerHTML.slice(0, 80)),
        brightness: red,
      };
    });
    expect(wide).toEqual([]);
    expect(brightness).toBeGreaterThan(250);
  });
  await test.step('on the screen all is as it was', async () => {
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await expect(page.getByTestId('print-head')).toHaveCount(0);
    await expect(explorer.train).toBeVisible();
    expect(await page.evaluate(blankPlots)).toEqual([]);
    await explorer.step.click();
    await explorer.reaches(3);
  });
});

test('settings that differ are printed by name', async ({ explorer, page }) => {
  await explorer.openReady('#v=1&blocks=1,1,1&lr=0.05');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByTestId('print-head')).toContainText('learning rate: 0.05');
});

test('a picture of a page that was never scrolled has no blank charts and no empty panels', async ({
  explorer,
  page,
}) => {
  await explorer.openReady('#v=1&blocks=1,1,1');
  await expect.poll(() => page.evaluate(blankPlots)).toEqual([]);
  await expect(page.locator('html')).toHaveAttribute('data-resting', '');
  expect(await page.evaluate(() => scrollY)).toBe(0);
  const skipped = await page
    .locator('.phone-section > .card')
    .evaluateAll((cards) => cards.map((card) => getComputedStyle(card).contentVisibility));
  expect(skipped.length).toBeGreaterThan(6);
  expect(new Set(skipped)).toEqual(new Set(['visible']));
});
