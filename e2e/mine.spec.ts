/** Saved experiments: saving, finding, opening with and without the run, files of them, tabs, and what the browser refuses. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { mine as chinese } from '../src/i18n/zh-Hans/mine';
import { SMALL, withFields } from './experiments';
import { expect, test } from './test';

const names = (page: Page): Locator => page.getByTestId('mine-card').locator('.text-field');

async function expectNames(page: Page, ...wanted: readonly string[]): Promise<void> {
  await expect(names(page)).toHaveCount(wanted.length);
  for (const [index, name] of wanted.entries()) await expect(names(page).nth(index)).toHaveValue(name);
}

async function openList(page: Page): Promise<Locator> {
  await page.getByTestId('mine').click();
  const dialog = page.getByTestId('mine-dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

async function saveAs(page: Page, name: string): Promise<void> {
  await page.getByTestId('mine-name').fill(name);
  await page.getByTestId('mine-save').click();
  await expect(page.getByTestId('mine-news')).toContainText(`“${name}”`);
}

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include('.mine-dialog').analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** The file that a click saves. */
async function saved(page: Page, button: Locator): Promise<string> {
  const download = page.waitForEvent('download');
  await button.click();
  return (await download).path();
}

test('an experiment is saved with its run, found again after a reload, and goes on where it was', async ({
  explorer,
  page,
  friend,
}) => {
  await explorer.openReady(SMALL);
  await explorer.stepTo(3);
  const hash = await explorer.hash();
  await page.keyboard.press('ControlOrMeta+s');
  const toast = page.getByTestId('mine-toast');
  await expect(toast.getByTestId('mine-news')).toHaveAttribute('data-kind', 'saved');
  await toast.getByTestId('mine-rename').click();
  await page.keyboard.type('Three steps');
  await page.keyboard.press('Enter');
  await expect(toast).toContainText('Saved as “Three steps”.');
  await test.step('the same at the same step is the same', async () => {
    await page.keyboard.press('ControlOrMeta+s');
    await expect(toast).toContainText('Saved already, as “Three steps”.');
  });
  const further = await explorer.stepTo(5);

  await explorer.openReady(withFields(SMALL, { lr: '0.5' }));
  await openList(page);
  await expectNames(page, 'Three steps');
  await saveAs(page, 'Another');
  await expectNames(page, 'Another', 'Three steps');
  await test.step('searched', async () => {
    await page.getByTestId('mine-search').fill('steps THREE');
    await expectNames(page, 'Three steps');
    await page.getByTestId('mine-search').fill('');
  });
  await test.step('duplicated, deleted and brought back', async () => {
    await page.getByTestId('mine-duplicate').last().click();
    await expectNames(page, 'Three steps (2)', 'Another', 'Three steps');
    await page.getByTestId('mine-remove').first().click();
    await page.getByTestId('mine-remove').first().click();
    await expectNames(page, 'Three steps');
    await page.getByTestId('mine-undo').click();
    await expectNames(page, 'Another', 'Three steps');
  });
  const file = await saved(page, page.getByTestId('mine-export-all'));
  await test.step('goes on', async () => {
    await page.getByTestId('mine-go-on').click();
    await expect(explorer.stepCount).toHaveText('3');
    expect(await explorer.hash()).toBe(hash);
    expect(await explorer.stepTo(5)).toEqual(further);
  });

  await test.step('in another browser', async () => {
    const other = await friend();
    await other.openReady(withFields(SMALL, { lr: '0.25' }));
    await openList(other.page);
    await other.page.getByTestId('mine-file').setInputFiles(file);
    await expect(other.page.getByTestId('mine-news')).toHaveText('2 experiments imported.');
    await expectNames(other.page, 'Another', 'Three steps');
    await other.page.getByTestId('mine-file').setInputFiles(file);
    await expect(other.page.getByTestId('mine-news')).toHaveText('0 experiments imported, 2 here already.');
    await other.page.getByTestId('mine-go-on').click();
    await expect(other.stepCount).toHaveText('3');
    expect(await other.stepTo(5)).toEqual(further);
    await test.step('alone, it begins at step 0', async () => {
      await openList(other.page);
      await other.page.getByTestId('mine-open').last().click();
      await expect(other.stepCount).toHaveText('0');
      expect(await other.hash()).toBe(hash);
    });
  });
});

test('an open list follows another tab; a file that is none is told; room is freed', async ({
  explorer,
  page,
  context,
}) => {
  await explorer.openReady(SMALL);
  await explorer.stepTo(1);
  await openList(page);
  await expect(page.getByTestId('mine-none')).toBeVisible();
  const other = await context.newPage();
  await other.goto(page.url());
  await openList(other);
  await saveAs(other, 'From the other tab');
  await expectNames(page, 'From the other tab');
  await other.close();

  const input = page.getByTestId('mine-file');
  await input.setInputFiles({
    name: 'notes.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from('no zip'),
  });
  await expect(page.getByTestId('mine-news')).toContainText('“notes.zip” is no file of experiments');
  await expectNames(page, 'From the other tab');

  await saveAs(page, 'With its run');
  await page.getByTestId('mine-room').locator('summary').click();
  const run = page.getByTestId('mine-thing').filter({ hasText: 'With its run' });
  await expect(run).toContainText('kB');
  await run.getByTestId('mine-free').click();
  await expect(run).toHaveCount(0);
  await page.getByTestId('mine-undo').click();
  await expect(run).toHaveCount(1);
  await run.getByTestId('mine-free').click();
  await page.getByTestId('mine-close').click();
  await openList(page);
  await expect(page.getByTestId('mine-go-on')).toHaveCount(0);
  await expectNames(page, 'With its run', 'From the other tab');
});

test('down in a long list, what was done is told in sight; Escape leaves a name that is typed, and not the list', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const dialog = await openList(page);
  await saveAs(page, 'one');
  for (let count = 2; count <= 16; count++) {
    await page.getByTestId('mine-duplicate').first().click();
    await expect(names(page)).toHaveCount(count);
  }
  await page.getByTestId('mine-remove').last().click();
  await expect(page.getByTestId('mine-removed')).toContainText('“one” deleted');
  await expect(page.getByTestId('mine-undo')).toBeInViewport();
  const name = names(page).last();
  await name.fill('abandoned');
  await name.press('Escape');
  await expect(name).toHaveValue('one (2)');
  await expect(dialog).toBeVisible();
  await name.press('Escape');
  await expect(dialog).toBeHidden();
});

test('where the browser keeps nothing, that is told, and a file can be saved instead', async ({
  explorer,
  page,
}) => {
  await page.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('', 'SecurityError');
    };
    Object.defineProperty(globalThis, 'indexedDB', { get: refuse });
  });
  await explorer.openReady(SMALL);
  await page.keyboard.press('ControlOrMeta+s');
  await expect(page.getByTestId('mine-toast')).toContainText('until this page is closed');
  await page.getByTestId('mine-show').click();
  await expect(page.locator('.mine-warning')).toBeVisible();
  await expect(names(page)).toHaveCount(1);
  expect(await saved(page, page.getByTestId('mine-export-all'))).not.toBe('');
});

for (const [name, width, colorScheme, language] of [
  ['wide and light', 1440, 'light', 'en'],
  ['on a phone, dark, in Chinese', 390, 'dark', 'zh-Hans'],
] as const)
  test(`axe finds nothing, and nothing sticks out: ${name}`, async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await explorer.openReady(SMALL, `?lang=${language}`);
    const dialog = await openList(page);
    await expect(page.getByTestId('mine-none')).toBeVisible();
    if (language === 'zh-Hans') await expect(page.getByTestId('mine-none')).toContainText(chinese.list.none);
    expect(await findings(page)).toEqual([]);
    for (const title of ['one', 'a longer name that does not fit']) {
      await page.getByTestId('mine-name').fill(title);
      await page.getByTestId('mine-save').click();
      await page.getByTestId('mine-duplicate').first().click();
    }
    await expect(names(page)).not.toHaveCount(0);
    await page.getByTestId('mine-remove').first().click();
    await page.getByTestId('mine-room').locator('summary').click();
    await expect(page.getByTestId('mine-undo')).toBeVisible();
    expect(await findings(page)).toEqual([]);
    expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });
