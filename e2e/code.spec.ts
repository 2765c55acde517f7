/** The networks as PyTorch code: in step with what is built, lit together with the diagrams, to be copied and saved. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { SMALL } from './experiments';
import { expect, test } from './test';

const drawerOf = (page: Page): Locator => page.locator('#code-drawer');
const linesOf = (page: Page): Locator => page.getByTestId('code-lines');
const lineOf = (page: Page, text: string): Locator =>
  linesOf(page).locator('.code-line', { hasText: text }).first();
const placeOf = (page: Page, lane: string, place: string): Locator =>
  page.locator(`[data-testid="lane-${lane}"] [data-place="${place}"]`).first();

/** The code as it stands in the drawer. */
const codeIn = (page: Page): Promise<string> =>
  linesOf(page)
    .locator('.code-line')
    .evaluateAll((lines) => lines.map((line) => `${line.textContent ?? ''}\n`).join(''));

async function open(page: Page): Promise<void> {
  await page.getByTestId('code').click();
  await expect(lineOf(page, 'class ResNet')).toBeVisible();
}

test('it opens in the place of the builder, by its key too, and gives the focus back', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.build.click();
  await expect(explorer.builder).toBeVisible();
  await page.getByTestId('code').click();
  await expect(explorer.builder).toBeHidden();
  await expect(drawerOf(page)).toBeFocused();
  await expect(page).toHaveURL(/[?&]open=-builder\.code|[?&]open=code/);
  await page.keyboard.press('Escape');
  await expect(drawerOf(page)).toBeHidden();
  await expect(page.getByTestId('code')).toBeFocused();
  await page.keyboard.press('c');
  await expect(lineOf(page, 'class ResNet')).toBeVisible();
});

test('it follows what is built, and the switches', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await open(page);
  await expect(lineOf(page, '"plain": lambda')).toContainText('[0.0] *');
  await page.getByTestId('skip-all-plain').click();
  await expect(lineOf(page, '"plain": lambda')).toContainText('[1.0] *');
  await expect(linesOf(page)).toContainText('nn.BatchNorm2d(outputs)');
  await explorer.openBuilder();
  await page.getByRole('radio', { name: 'Layer norm' }).first().check({ force: true });
  await page.getByTestId('code').click();
  await expect(linesOf(page)).toContainText('nn.GroupNorm(1, outputs)');
  await expect(linesOf(page)).not.toContainText('BatchNorm2d');
});

test('a block that is pointed at lights its lines up, and a line its blocks', async ({ explorer, page }) => {
  await explorer.openReady('');
  await open(page);
  await placeOf(page, 'residual', '9').hover();
  const own = lineOf(page, 'BasicBlock(8, 16, stride=2');
  await expect(own).toHaveAttribute('data-lit', 'own');
  await expect(own).toBeInViewport();
  await expect(lineOf(page, 'class BasicBlock')).toHaveAttribute('data-lit', 'shared');
  await expect(lineOf(page, 'BasicBlock(16, 32, stride=2')).not.toHaveAttribute('data-lit');
  await lineOf(page, 'self.fc = nn.Linear').hover();
  await expect(own).not.toHaveAttribute('data-lit');
  await expect(placeOf(page, 'plain', 'head')).toHaveAttribute('data-lit', 'true');
  await expect(placeOf(page, 'plain', '9')).not.toHaveAttribute('data-lit');
  await lineOf(page, 'BasicBlock(16, 32, stride=2').hover();
  await expect(placeOf(page, 'residual', '18')).toHaveAttribute('data-lit', 'true');
});

test('by the keyboard lines are gone through, and light up what they make', async ({ explorer, page }) => {
  await explorer.openReady('');
  await open(page);
  await linesOf(page).focus();
  await page.keyboard.press('End');
  await expect(lineOf(page, '}')).toBeInViewport();
  const fc = lineOf(page, 'return self.fc(x)');
  const id = await fc.getAttribute('id');
  await expect(async () => {
    await page.keyboard.press('ArrowUp');
    expect(await linesOf(page).getAttribute('aria-activedescendant')).toBe(id);
  }).toPass();
  await expect(placeOf(page, 'residual', 'head')).toHaveAttribute('data-lit', 'true');
  await page.keyboard.press('Tab');
  await expect(placeOf(page, 'residual', 'head')).not.toHaveAttribute('data-lit');
  // From the diagram the focus lights the lines up as the pointer does.
  await page.locator('[data-testid="lane-residual"] [data-item="stem"]').focus();
  await expect(lineOf(page, 'self.conv1 = nn.Conv2d(1, 8')).toHaveAttribute('data-lit', 'own');
});

test('it is copied and saved as it stands there', async ({ explorer, page, context, browserName }) => {
  await explorer.openReady(SMALL);
  await open(page);
  const code = await codeIn(page);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId('save-model').click()]);
  expect(file.suggestedFilename()).toBe('model.py');
  expect(await readFile(await file.path(), 'utf8')).toBe(code);
  expect(code).toContain('NETWORKS: dict[str, Callable[[], nn.Module]] = {\n');
  test.skip(browserName !== 'chromium', 'What is on the clipboard can be read in Chromium alone.');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByTestId('copy-model').click();
  await expect(drawerOf(page).getByRole('status')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);
});

test('where networks differ, one is chosen, or pointed at', async ({ explorer, page }) => {
  await explorer.openReady(`${SMALL}&lanes=residual,plain,lenet&net.lenet=lenet`);
  await open(page);
  await expect(linesOf(page)).not.toContainText('LeNet');
  await drawerOf(page).getByLabel('Network').selectOption({ label: 'lenet' });
  await expect(lineOf(page, 'class LeNet')).toBeVisible();
  await placeOf(page, 'residual', '0').hover();
  await expect(lineOf(page, 'class BasicBlock')).toHaveAttribute('data-lit', /own|shared/);
  await page.locator('[data-testid="lane-lenet"] .classic-item').first().hover();
  await expect(lineOf(page, 'self.conv1 = nn.Conv2d(')).toHaveAttribute('data-lit', 'own');
  await lineOf(page, 'self.fc2 = nn.Linear').hover();
  await expect(page.locator('[data-testid="lane-lenet"] .classic-item[data-lit="true"]')).toHaveCount(1);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in it, ${colorScheme}`, async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme });
    await explorer.openReady(SMALL);
    await open(page);
    await placeOf(page, 'residual', '0').hover();
    await expect(lineOf(page, 'class BasicBlock')).toHaveAttribute('data-lit', /own|shared/);
    const { violations } = await new AxeBuilder({ page }).include('#code-drawer').analyze();
    expect(violations).toEqual([]);
  });

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('it is a sheet below the networks, opened from the menu', async ({ explorer, page }) => {
    await explorer.openReady(SMALL);
    await page.locator('.jump-button').click();
    await page.getByTestId('jump-code').click();
    await expect(lineOf(page, 'from __future__')).toBeVisible();
    expect((await drawerOf(page).boundingBox())?.height).toBeLessThanOrEqual(0.6 * 844 + 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await linesOf(page).evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    await placeOf(page, 'residual', '0').tap();
    await expect(drawerOf(page)).toBeVisible();
    await page.getByRole('complementary', { name: 'Code' }).getByRole('button', { name: 'Close' }).click();
    await expect(drawerOf(page)).toBeHidden();
  });
});
