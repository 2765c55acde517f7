/** Parts of the page in frames of other pages: each alone, of any size, with what it keeps refused by the browser or not. */
import { AxeBuilder } from '@axe-core/playwright';
import type { FrameLocator, Page } from '@playwright/test';
import { SMALL, withFields } from './experiments';
import { expect, test } from './test';

const LIVELY = withFields(SMALL, { switch: '2:plain:all:1' });

/** A page of another origin with a frame of this one's part; resolves when the frame can be trained. */
async function embed(
  page: Page,
  address: string,
  width: number,
  height: number,
  sandbox = '',
): Promise<FrameLocator> {
  await page.setContent(
    `<!doctype html><title>Another page</title><iframe title="Part" ${sandbox} src="${address.replaceAll('&', '&amp;')}" width="${width}" height="${height}" style="border: 0"></iframe>`,
  );
  const frame = page.frameLocator('iframe');
  await expect(frame.getByTestId('train')).toBeEnabled();
  return frame;
}

/** What each part has to show, wholly in sight from the smallest frame on. */
const MAIN = {
  stage: '[data-testid="story"]',
  profile: '[data-testid="gradient-panel"] .chart-plot',
  loss: '.stage-loss .chart-plot',
  diagram: '[data-testid="lane-residual"] .diagram-svg',
} as const;

for (const [width, height] of [
  [320, 240],
  [600, 400],
] as const) {
  test(`every part fits a frame of ${width}×${height}, trains, and leads to the whole page`, async ({
    page,
    baseURL,
  }) => {
    for (const [part, main] of Object.entries(MAIN)) {
      await test.step(part, async () => {
        const frame = await embed(page, `${baseURL}?embed=${part}${LIVELY}`, width, height);
        await expect(frame.getByTestId(`embed-${part}`)).toBeVisible();
        await frame.getByTestId('train').click();
        await expect(frame.getByTestId('step-count')).toHaveText(/^([3-9]|\d\d+)$/);
        await frame.getByTestId('train').click();
        await expect(frame.getByTestId('train')).toHaveAttribute('data-going', 'false');
        const root = frame.locator('html');
        expect(await root.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
        const box = await frame.locator(main).evaluate((element) => {
          const { left, top, right, bottom, height } = element.getBoundingClientRect();
          return { left, top, right, bottom, height };
        });
        expect([box.left >= 0, box.top >= 0, box.right <= width, box.bottom <= height]).toEqual([
          true,
          true,
          true,
          true,
        ]);
        expect(box.height).toBeGreaterThan(30);
        const link = frame.getByRole('link', { name: 'Open in ResNet Explorer' });
        // A step that was under way when it was paused may still arrive.
        await expect(async () => {
          const step = await frame.getByTestId('step-count').textContent();
          await expect(link).toHaveAttribute('href', `${baseURL}?until=${step}${LIVELY}`, { timeout: 500 });
        }).toPass();
        await expect(link).toHaveAttribute('target', '_blank');
        await expect(link).toHaveAttribute('rel', 'noopener');
      });
    }
  });
}

test('a frame opens at its step, in its theme, and plays', async ({ page, baseURL }) => {
  const frame = await embed(page, `${baseURL}?embed=loss&until=4&theme=dark${LIVELY}`, 600, 400);
  await expect(frame.getByTestId('step-count')).toHaveText('4');
  await expect(frame.locator('html')).toHaveCSS('color-scheme', 'dark');
  const other = await embed(page, `${baseURL}?embed=profile&play&theme=light${LIVELY}`, 600, 400);
  await expect(other.getByTestId('step-count')).toHaveText(/^([3-9]|\d\d+)$/);
  await expect(other.locator('html')).toHaveCSS('color-scheme', 'light');
});

test('a frame in which the browser keeps nothing trains all the same', async ({ page, baseURL }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    });
  });
  const sandbox = 'sandbox="allow-scripts allow-same-origin"';
  const frame = await embed(page, `${baseURL}?embed=stage${SMALL}`, 600, 400, sandbox);
  await frame.getByTestId('train').click();
  await expect(frame.getByTestId('step-count')).toHaveText(/^([3-9]|\d\d+)$/);
});

test('a failure is told in the frame too, and so is what of its address is not used', async ({
  page,
  baseURL,
  faults,
}) => {
  await page.route('**/data/**', (route) => route.abort());
  await page.setContent(
    `<iframe title="Part" src="${baseURL}?embed=loss&until=x" width="320" height="240"></iframe>`,
  );
  const frame = page.frameLocator('iframe');
  await expect(frame.getByTestId('failure')).toBeVisible();
  await expect(frame.getByTestId('notice')).toContainText('“until=x”');
  await expect(frame.getByTestId('train')).toBeDisabled();
  faults.length = 0;
});

test('a part that there is none of is told, and the whole page is shown', async ({ explorer }) => {
  await explorer.openReady(SMALL, '?embed=everything');
  await expect(explorer.notice).toContainText('“embed=everything” is none of stage, profile, loss, diagram');
  await expect(explorer.page.getByTestId('stage-networks')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in any part: ${theme}`, async ({ explorer, page }) => {
    await page.setViewportSize({ width: 600, height: 400 });
    for (const part of Object.keys(MAIN)) {
      await explorer.open(SMALL, `?embed=${part}&theme=${theme}`);
      await expect(explorer.train).toBeEnabled();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
        part,
      ).toEqual([]);
    }
  });
}
