/** The page in the language that is asked for, chosen or preferred; and what a change of it leaves alone. */
import { TINY } from './experiments';
import { expect, expectFault, test } from './test';

const CHINESE = /[\u4e00-\u9fff]/;

test.describe('in a browser that prefers Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('the page opens in Chinese, never showing English first', async ({ explorer, page }) => {
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const text = document.querySelector('[data-testid="train"]')?.textContent;
        if (text && text !== seen.at(-1)) seen.push(text);
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
    await explorer.openReady(TINY);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
    await expect(explorer.train).toHaveText(CHINESE);
    const seen = await page.evaluate(() => (window as Window & { readonly seen?: readonly string[] }).seen);
    expect(seen).toEqual([await explorer.train.textContent()]);
  });

  test('the address has the last word, and the page leaves it there', async ({ explorer, page }) => {
    await explorer.openReady(TINY, '?lang=en-GB');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(explorer.train).toHaveText('Train');
    expect(new URL(page.url()).search).toBe('?lang=en-GB');
  });

  test('what keeps the page from beginning is said in Chinese', async ({ explorer, page, faults }) => {
    await page.route('**/assets/render-*.js', (route) => route.abort());
    await explorer.open(TINY);
    await expect(page.locator('#loading')).toContainText('没有送达');
    await expect(page.locator('#loading').getByRole('button')).toHaveText('重新加载');
    expectFault(faults, /ERR_FAILED|dynamically imported|preload/);
  });

  test('where the Chinese texts do not arrive, the page is in English and says so', async ({
    explorer,
    page,
    faults,
  }) => {
    await page.route('**/assets/zh-Hans-*.js', (route) => route.abort());
    await explorer.openReady(TINY);
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(explorer.train).toHaveText('Train');
    await expect(explorer.notice).toContainText('简体中文');
    expectFault(faults, /ERR_FAILED|dynamically imported|preload/);
    // The next who asks gets them.
    await page.unroute('**/assets/zh-Hans-*.js');
    await page.reload();
    await expect(explorer.train).toHaveText(CHINESE);
    await expect(explorer.notice).toHaveCount(0);
  });
});

test('a language that the page does not have is told, and that of the browser is shown', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TINY, '?lang=xx');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(explorer.notice).toContainText('lang=xx');
});

test('switched while it trains, the page changes at once, loses nothing, and is so when loaded again', async ({
  explorer,
  page,
  friend,
}) => {
  const alone = await friend();
  await alone.openReady(TINY);
  const expected = await alone.stepTo(6);

  await explorer.openReady(TINY, '?lang=en');
  const hash = await explorer.hash();
  const before = await explorer.stepTo(3);
  const plot = page.getByTestId('gradient-panel');
  await expect(plot.getByRole('heading')).toHaveText('Gradient per layer');
  await page.getByTestId('language').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(explorer.train).toHaveText(CHINESE);
  await expect(plot.getByRole('heading')).toHaveText(CHINESE);
  // Axes are drawn, not rendered.
  await expect(plot.locator('svg text').filter({ hasText: CHINESE }).first()).toBeVisible();
  await expect(
    page.getByTestId('loss-panel').locator('svg text').filter({ hasText: CHINESE }).first(),
  ).toBeVisible();
  expect([...before, ...(await explorer.stepTo(6))]).toEqual(expected);
  expect(await explorer.hash()).toBe(hash);
  expect(new URL(page.url()).search).toBe('');

  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await explorer.ready();
  await page.getByTestId('language').click();
  await expect(explorer.train).toHaveText('Train');
  await expect(plot.locator('svg text').filter({ hasText: CHINESE })).toHaveCount(0);
});

test('a frame speaks the language of its address, and leads to the whole page in it', async ({
  explorer,
  page,
}) => {
  await explorer.open(TINY, '?embed=loss&lang=zh');
  await expect(page.getByTestId('embed-loss')).toBeVisible();
  await expect(explorer.train).toHaveText(CHINESE);
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
  await expect(page.getByTestId('open-whole')).toHaveAttribute('href', /[?&]lang=zh(?:&|#)/);
});

test('a link can ask for a language', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await page.getByTestId('share').click();
  const dialog = page.getByTestId('share-dialog');
  await dialog.getByLabel('Language of the link').selectOption({ label: '简体中文' });
  const link = await dialog.getByLabel('Link to this experiment').inputValue();
  expect(new URL(link).searchParams.get('lang')).toBe('zh-Hans');
  await page.goto('about:blank');
  await page.goto(link);
  await expect(explorer.train).toHaveText(CHINESE);
});
