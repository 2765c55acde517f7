/** axe finds nothing, in either theme, narrow or wide, at rest, after training, and with everything open. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DEFAULT, SMALL, TINY, withFields } from './experiments';
import type { Explorer } from './explorer';
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
        await explorer.unfoldLanes();
        await explorer.skip('residual', 0).click();
        await explorer.openBuilder();
        await explorer.openDetails();
        await expect(explorer.switchList).toBeVisible();
        await explorer.skip('plain', 1).focus();
        await expect(page.getByRole('tooltip')).toBeVisible();
        expect(await findings(page)).toEqual([]);
      });
    });
  }
}

interface Surface {
  readonly name: string;
  readonly open: (explorer: Explorer) => Promise<void>;
  /** Where it is. */
  readonly within: string;
  /** Where it is not on every page. */
  readonly only?: 'wide' | 'narrow';
}

const DRAWER = '#build-drawer';

/** All that opens over the page, and closes with Escape. */
const SURFACES: readonly Surface[] = [
  { name: 'builder', within: DRAWER, open: (explorer) => explorer.openBuilder() },
  {
    name: 'selected block',
    within: DRAWER,
    open: async (explorer) => {
      await explorer.unfoldLanes();
      await explorer.skip('residual', 1).focus();
      await explorer.page.keyboard.press('Shift+Space');
      await expect(explorer.page.getByRole('region', { name: 'Selected blocks' })).toBeVisible();
    },
  },
  { name: 'figures of the story', within: '.story-why', open: ({ page }) => page.getByTestId('why').click() },
  {
    name: 'sharing',
    within: '[data-testid="share-dialog"]',
    open: async ({ page }) => {
      await page.getByTestId('share').click();
      await page.getByTestId('share-frame').locator('summary').click();
    },
  },
  { name: 'help', within: 'dialog.help', only: 'wide', open: ({ page }) => page.getByTestId('help').click() },
  {
    name: 'help of a phone',
    within: 'dialog.help',
    only: 'narrow',
    open: async ({ page }) => {
      await page.getByRole('button', { name: 'Go to' }).click();
      await page.getByRole('navigation', { name: 'Go to' }).getByRole('button', { name: 'Help' }).click();
    },
  },
  {
    name: 'list of the page',
    within: '.jump-menu',
    only: 'narrow',
    open: ({ page }) => page.getByRole('button', { name: 'Go to' }).click(),
  },
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const kind of ['wide', 'narrow'] as const) {
    test(`axe finds nothing in what opens over a ${kind} page: ${colorScheme}`, async ({
      explorer,
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width: kind === 'wide' ? 1440 : 390, height: 844 });
      await explorer.openReady(SMALL);
      await explorer.stepTo(2);
      for (const { name, open, within } of SURFACES.filter(({ only = kind }) => only === kind)) {
        await test.step(name, async () => {
          await open(explorer);
          const place = page.locator(within);
          await expect(place).toBeVisible();
          await expect(place.locator('[aria-busy="true"]')).toHaveCount(0);
          expect.soft(await findings(page, within), name).toEqual([]);
          // A selection is given up before what it opened is closed.
          await page.keyboard.press('Escape');
          if (within === DRAWER) await explorer.closeBuilder();
          await expect(place).toBeHidden();
        });
      }
    });
  }
}

test('axe finds nothing while it is presented', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('present').click();
  await expect(page.locator('html')).toHaveAttribute('data-presenter', '');
  await explorer.stepTo(1);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.locator('html')).not.toHaveAttribute('data-presenter');
});

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
