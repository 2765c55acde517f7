/** axe finds nothing, in either theme, narrow or wide, at rest, after training, and with everything open. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DEFAULT, SMALL, TINY, withFields } from './experiments';
import { expect, test } from './test';

// axe looks at every element several times.
test.slow();

/** All that axe finds, on the page or within a part of it, as `rule: element, element`, so that a failure says what to mend. */
async function findings(page: Page, within?: string): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (within === undefined ? axe : axe.include(within)).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1440]) {
    test(`axe finds nothing: ${colorScheme}, ${width} px`, async ({ explorer, page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 844 });
      await explorer.openReady(SMALL);
      await test.step('at start', async () => expect(await findings(page)).toEqual([]));
      await test.step('after training, with a switch, everything open, and a block’s shapes shown', async () => {
        await explorer.stepTo(3);
        await explorer.skip('residual', 0).click();
        await explorer.openDetails();
        await expect(explorer.switchList).toBeVisible();
        await explorer.skip('plain', 1).focus();
        await expect(page.getByRole('tooltip')).toBeVisible();
        expect(await findings(page)).toEqual([]);
      });
    });
  }
}

for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const) {
  test(`axe finds nothing in the open instruments: ${colorScheme}, ${width} px`, async ({
    explorer,
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    await explorer.openReady(TINY, '?panels=flow.streams.predictions.layer&lines=conv1,fc');
    await expect(page.getByTestId('streams-table')).toHaveAttribute('data-step', '0');
    await expect(page.getByTestId('predictions-state')).toHaveAttribute('data-step', '0');
    await explorer.openDetails();
    expect(await findings(page, '[data-testid="instruments"]')).toEqual([]);
    expect(await findings(page, '[data-testid="lines-panel"]')).toEqual([]);
  });
}

test('axe finds nothing in the default experiment while it trains', async ({ explorer, page }) => {
  await explorer.openReady(DEFAULT);
  await explorer.train.click();
  await explorer.reaches(1);
  expect(await findings(page)).toEqual([]);
});

test('axe finds nothing beside notices and failures', async ({ explorer, page, faults }) => {
  await page.route('**/data/**', (route) => route.abort());
  await explorer.open(withFields(DEFAULT, { lr: 'fast', junk: '1' }), '?backend=nonsense');
  await expect(explorer.notice).toBeVisible();
  await expect(page.getByTestId('failure')).toBeVisible();
  expect(await findings(page)).toEqual([]);
  faults.length = 0;
});
