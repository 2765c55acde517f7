/** The page fits its window, narrow or wide, and has what it promises to automation. */
import { SMALL, withFields } from './experiments';
import { expect, test } from './test';

const PROMISED = [
  'train',
  'step',
  'reset',
  'step-count',
  'backend',
  'lane-residual',
  'lane-plain',
  'skip-residual-0',
  'skip-plain-0',
  'skip-residual-26',
  'skip-plain-26',
  'skip-all-residual',
  'skip-all-plain',
  'gradient-panel',
  'gradient-table',
  'preset',
  'share',
];

for (const width of [390, 1440]) {
  test(`nothing is missing and nothing sticks out at ${width} px`, async ({ explorer, page }) => {
    await page.setViewportSize({ width, height: 844 });
    await explorer.openReady();
    for (const id of PROMISED) await expect(page.getByTestId(id), id).toHaveCount(1);
    for (const lane of ['lane-residual', 'lane-plain']) {
      await expect(page.getByTestId(lane).getByTestId('loss')).toHaveAttribute('data-value', /^\d/);
      await expect(page.getByTestId(lane).getByTestId('accuracy')).toHaveAttribute('data-value', /^[01]/);
    }
    const excess = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await excess()).toBe(0);
    await explorer.openDetails();
    expect(await excess()).toBe(0);
    // Long words of a link wrap, the longest networks scroll within themselves.
    await explorer.open(withFields(SMALL, { blocks: '30,30,30', junk: 'x'.repeat(300) }));
    await expect(explorer.notice).toBeVisible();
    await page.getByRole('button', { name: 'Unfold all' }).click();
    await expect(explorer.skip('plain', 89)).toBeAttached();
    expect(await excess()).toBe(0);
  });
}

test('the networks and the gradients are in view without scrolling on a laptop', async ({
  explorer,
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await explorer.openReady();
  for (const part of [
    page.getByTestId('train'),
    page.getByTestId('lane-residual'),
    page.getByTestId('lane-plain'),
    explorer.gradientPanel.getByRole('slider'),
  ]) {
    await expect(part).toBeInViewport({ ratio: 0.5 });
  }
});

test('light and dark follow the system, can be chosen, and are remembered', async ({ explorer, page }) => {
  const brightness = () =>
    page.evaluate(() => {
      const [r = 0, g = 0, b = 0] = (
        getComputedStyle(document.documentElement).backgroundColor.match(/[\d.]+/g) ?? []
      ).map(Number);
      return (r + g + b) / 3;
    });
  await page.emulateMedia({ colorScheme: 'dark' });
  await explorer.open(SMALL);
  await expect(explorer.train).toBeVisible();
  expect(await brightness()).toBeLessThan(60);
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await brightness()).toBeGreaterThan(200);
  await page.getByRole('radio', { name: 'Dark' }).check();
  expect(await brightness()).toBeLessThan(60);
  await explorer.open(SMALL);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  expect(await brightness()).toBeLessThan(60);
});
