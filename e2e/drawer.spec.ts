/** The builder in its drawer: nothing moves for it, what is edited stays in sight, the focus goes in and comes back. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { SMALL, fieldsOf } from './experiments';
import { expect, test } from './test';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const;

/** Where the parts of the stage are on the page. */
const boxes = (page: Page): Promise<string> =>
  page.evaluate(() =>
    ['[data-testid="stage-networks"]', '[data-testid="gradient-panel"]', '.stage-loss']
      .map((part) => document.querySelector(part)?.getBoundingClientRect())
      .map((box) => box && [box.left, box.top + scrollY, box.width, box.height].map(Math.round).join())
      .join(' | '),
  );

/** Whether all of an element is within the window, and no other element lies over its middle. */
const isInSight = (page: Page, selector: string): Promise<boolean> =>
  page.evaluate((wanted) => {
    const element = document.querySelector(wanted);
    if (element === null) return false;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && element.contains(above);
  }, selector);

for (const viewport of SIZES) {
  const isPhone = viewport.width < 700;
  test.describe(`at ${viewport.width}×${viewport.height}`, () => {
    test.use({ viewport, hasTouch: isPhone });

    test('it opens and closes, and nothing moves; the focus goes in and comes back', async ({
      explorer,
      page,
    }) => {
      await explorer.openReady('');
      if (isPhone) await explorer.unfoldLanes();
      const before = await boxes(page);
      await explorer.build.click();
      await expect(explorer.builder).toBeVisible();
      const drawer = page.getByRole('complementary', { name: 'Build' });
      await expect(drawer).toBeFocused();
      expect(await boxes(page)).toBe(before);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
      if (isPhone)
        expect((await drawer.boundingBox())?.height).toBeLessThanOrEqual(0.6 * viewport.height + 1);
      await page.keyboard.press('Escape');
      await expect(drawer).toBeHidden();
      await expect(explorer.build).toBeFocused();
      expect(await boxes(page)).toBe(before);
    });

    test('a block that is selected stays in sight, and its editor is there', async ({ explorer, page }) => {
      await explorer.openReady(SMALL);
      if (isPhone) await explorer.unfoldLanes();
      const before = await boxes(page);
      const body = page.getByTestId('lane-plain').locator('[data-body="3"]');
      await (isPhone ? body.tap() : body.click());
      await expect(page.getByRole('region', { name: 'Selected blocks' })).toContainText('layer3.0');
      const selected = '[data-testid="lane-plain"] .block-place[data-selected="true"] .block-body';
      const editor = '.selection-actions';
      await expect.poll(() => isInSight(page, editor)).toBe(true);
      if (isPhone)
        await expect.poll(() => isInSight(page, '.block-place[data-selected="true"] .block-body')).toBe(true);
      else await expect.poll(() => isInSight(page, selected)).toBe(true);
      expect(await boxes(page)).toBe(before);

      // What was opened for a selection goes with it. A phone has one of the networks above the sheet.
      if (isPhone) await page.locator('.block-place[data-selected="true"] .block-body').first().tap();
      else await body.click();
      await expect(explorer.builder).toBeHidden();
    });
  });
}

test('all stages at once: one step of undo, and a link that comes back exactly', async ({
  explorer,
  page,
}) => {
  await explorer.openReady('#v=1&set=shapes&blocks=1,1,1&width=4&batch=8&test=0');
  await explorer.openBuilder();
  const same = page.getByRole('checkbox', { name: 'Same for all stages' });
  const blocks = async (): Promise<string | undefined> => fieldsOf(await explorer.hash()).get('blocks');
  await expect(same).toBeChecked();
  await page.getByRole('button', { name: 'One block more in every stage' }).click();
  await expect.poll(blocks).toBe('2,2,2');
  await expect(page.getByTestId('step-time')).toBeVisible();
  await page.getByTestId('undo').click();
  await expect.poll(blocks).toBe('1,1,1');

  await test.step('apart, one of them differs; together, it is like the first again', async () => {
    await explorer.tellStagesApart();
    await page.getByRole('button', { name: 'Add a block to stage 2' }).click();
    await expect.poll(blocks).toBe('1,2,1');
    await same.check();
    await expect.poll(blocks).toBe('1,1,1');
    await page.getByTestId('undo').click();
    await expect.poll(blocks).toBe('1,2,1');
    await expect(same).not.toBeChecked();
  });

  await test.step('so many layers, by one press', async () => {
    await page.getByRole('radio', { name: '20', exact: true }).check();
    await expect.poll(blocks).toBe('3,3,3');
    await expect(page.getByRole('spinbutton', { name: 'Depth' })).toHaveValue('20');
  });
});

test('quick choices on the stage start anew, as in the builder', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  const quick = page.getByTestId('quick');
  await expect(quick).toHaveText('10 layersBatch normReLUBasic');
  await quick.click();
  await page.getByRole('radio', { name: 'None', exact: true }).check();
  await page.getByLabel('Activation', { exact: true }).selectOption('tanh');
  await expect(quick).toHaveText('10 layersNo normtanhBasic');
  const fields = fieldsOf(await explorer.hash());
  expect([fields.get('norm'), fields.get('act')]).toEqual(['none', 'tanh']);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('radio', { name: 'None', exact: true })).toHaveCount(0);
  await expect(quick).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the open drawer, ${colorScheme}`, async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme });
    await explorer.openReady(SMALL);
    await page.getByTestId('lane-plain').locator('[data-body="3"]').click();
    await explorer.openBuilder();
    await page.getByRole('button', { name: 'More about the cost' }).click();
    const { violations } = await new AxeBuilder({ page }).include('.drawer').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.getByTestId('quick').click();
    await expect(page.locator('.quick-card .depth-field')).toBeVisible();
    const card = await new AxeBuilder({ page }).include('.quick-card').analyze();
    expect(card.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}
