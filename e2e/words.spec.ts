/** Words and help: cards of terms, the help with its keys, presenting, and what is said to who does not see the page. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { SMALL } from './experiments';
import { expect, test } from './test';

const THEMES = ['light', 'dark'] as const;

/** Rules that axe finds broken within a part of the page. */
async function findings(page: Page, within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

test('skip links lead to networks, chart and builder, and leave the address alone', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const links = page.getByRole('navigation', { name: 'Skip links' }).getByRole('link');
  await expect(links).toHaveText([
    'Skip to the networks',
    'Skip to the gradient chart',
    'Skip to the builder',
  ]);
  for (const [place, target] of [
    [0, page.locator('#networks')],
    [1, explorer.gradientPanel.getByRole('slider')],
    [2, page.locator('#build-drawer')],
  ] as const) {
    await links.nth(place).focus();
    await page.keyboard.press('Enter');
    await expect(target).toBeFocused();
  }
  expect(await explorer.hash()).toBe(SMALL);
});

for (const colorScheme of THEMES) {
  test(`a card of a term by keyboard: ${colorScheme}`, async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme });
    await explorer.openReady(SMALL);
    const term = page.getByTestId('regime-claims').locator('[data-term="batch-norm"]').first();
    await term.focus();
    await page.keyboard.press('Enter');
    const card = page.getByRole('dialog', { name: 'Batch norm' });
    await expect(card).toBeFocused();
    await expect(card.locator('math')).toBeVisible();
    await expect(card.getByRole('link')).toHaveAttribute('href', 'https://arxiv.org/abs/1502.03167');
    expect(await findings(page, '.term-card')).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(card).toHaveCount(0);
    await expect(term).toBeFocused();
    // From the end of the card the focus goes on from the term.
    await page.keyboard.press('Enter');
    await expect(card).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(card.getByRole('link')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(card).toHaveCount(0);
    await expect(page.locator(':focus[data-term="exploding-gradient"]')).toHaveCount(1);
  });

  test(`help and presenting: ${colorScheme}`, async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme });
    await explorer.openReady(SMALL);
    await test.step('the help opens by its key, finds terms, and gives the focus back', async () => {
      await explorer.step.focus();
      await page.keyboard.press('?');
      const help = page.getByRole('dialog', { name: 'Help' });
      await expect(help).toBeVisible();
      await help.getByRole('searchbox').fill('dilat');
      await expect(help.getByRole('status')).toHaveText('1 term');
      await expect(help.getByRole('heading', { name: 'Dilation' })).toBeVisible();
      await help.getByRole('searchbox').fill('');
      expect(await findings(page, 'dialog')).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(help).toHaveCount(0);
      await expect(explorer.step).toBeFocused();
    });
    await test.step('the stage alone, until Escape', async () => {
      await page.keyboard.press('f');
      await expect(page.locator('html')).toHaveAttribute('data-presenter', '');
      await expect(page.getByTestId('share')).toBeHidden();
      await expect(page.locator('footer p').first()).toBeHidden();
      for (const shown of ['stage-networks', 'gradient-panel', 'loss-panel'])
        await expect(page.getByTestId(shown)).toBeInViewport({ ratio: 0.99 });
      expect(await findings(page, 'body')).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.locator('html')).not.toHaveAttribute('data-presenter');
      await expect(page.getByTestId('share')).toBeVisible();
    });
  });
}

test('keys press buttons, but for letters that are typed', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await page.keyboard.press('s');
  await explorer.reaches(1);
  await page.keyboard.press('k');
  await explorer.reaches(3);
  await page.keyboard.press('k');
  await expect(explorer.step).toBeEnabled();
  await page.keyboard.press('r');
  await expect(explorer.stepCount).not.toHaveText('0');
  await page.keyboard.press('Shift+R');
  await expect(explorer.stepCount).toHaveText('0');
  await page.keyboard.press('b');
  await expect(page.locator('#build-drawer')).toBeFocused();
  await page.keyboard.press('?');
  const search = page.getByRole('dialog', { name: 'Help' }).getByRole('searchbox');
  await search.press('s');
  await expect(search).toHaveValue('s');
  await expect(explorer.stepCount).toHaveText('0');
});

test('a switch is said at once, and the run every 50 steps', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  const spoken = page.getByTestId('spoken');
  await explorer.stepTo(1);
  await explorer.skip('plain', 'all').click();
  await expect(spoken).toHaveText('Step 1. Plain: all skips on.');
  await explorer.train.click();
  await expect(spoken).toHaveText(
    /^Step \d+\. Residual: loss [\d.]+, gradient ratio [\d.]+\. Plain: loss [\d.]+, gradient ratio [\d.]+\.$/,
  );
  await explorer.pause();
  expect(Number(/\d+/.exec((await spoken.textContent()) ?? '')?.[0])).toBeGreaterThanOrEqual(50);
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test('a tap opens the card of a term, and a tap elsewhere closes it', async ({ explorer, page }) => {
    await explorer.openReady(SMALL, '?open=claims');
    const term = page.getByTestId('regime-claims').locator('[data-term="batch-norm"]').first();
    await term.tap();
    const card = page.getByRole('dialog', { name: 'Batch norm' });
    await expect(card).toBeInViewport({ ratio: 1 });
    await page.locator('.logo').tap();
    await expect(card).toHaveCount(0);
  });
});
