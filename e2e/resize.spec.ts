/** A window made narrow and wide again: what was chosen, typed, opened and scrolled to is as it was, and the run goes on. */
import type { Page } from '@playwright/test';
import { SMALL } from './experiments';
import { expect, test } from './test';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };

/** Everything on the page that somebody may have set. */
const settings = (page: Page) =>
  page.evaluate(() => ({
    fields: [...document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select')].map(
      (field) =>
        `${field.labels?.[0]?.textContent ?? field.getAttribute('aria-label') ?? ''}: ${
          field instanceof HTMLInputElement && /radio|checkbox/.test(field.type) ? field.checked : field.value
        }`,
    ),
    problems: [...document.querySelectorAll('[aria-invalid="true"]')].length,
    open: [...document.querySelectorAll('details')].map(
      (details) => `${details.querySelector('summary')?.textContent ?? ''}: ${details.open}`,
    ),
    tabs: [...document.querySelectorAll('[aria-selected="true"], [aria-expanded="true"]')].map(
      (element) => element.textContent ?? '',
    ),
    scrolled: [...document.querySelectorAll('.chart-table-scroll')].map(({ scrollTop }) => scrollTop),
    top: scrollY,
  }));

test('narrow and wide again: all is as it was', async ({ explorer, page }) => {
  await page.setViewportSize(WIDE);
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  await explorer.stepTo(3);
  await test.step('set something of every kind', async () => {
    await page.getByTestId('instrument-layer-toggle').click();
    await page.getByTestId('layer-choice').selectOption('layer2.0.conv1');
    await expect(page.getByTestId('layer-state')).toHaveAttribute('data-step', '3');
    await page.getByLabel('Add a classic network').selectOption('vgg');
    await page.getByTestId('lines-layer').selectOption('layer2.0.conv2');
    await page.getByTestId('question-lesion').click();
    await page.locator('summary').filter({ hasText: 'Change what is asked' }).click();
    await page.getByRole('spinbutton', { name: 'Test images' }).fill('77');
    // The sections of the builder are unfolded: one of them is folded.
    for (const name of ['Sample images', 'Curves as a table', 'Networks compared'])
      await page.locator('summary').filter({ hasText: name }).click();
    await page.locator('.stage-more > summary').first().click();
    await page.getByTestId('span').getByRole('textbox').first().fill('2');
    await page.getByLabel('Weight decay').fill('much');
    await explorer.gradientTable.locator('..').evaluate((element) => {
      element.scrollTop = 40;
    });
    await page.getByTestId('runs-panel').scrollIntoViewIfNeeded();
    // Typed, and not yet taken.
    await page.getByLabel('Batch size').fill('12');
  });
  // What comes into sight is laid out, which may move what is below.
  await expect
    .poll(async () => {
      const { top } = await settings(page);
      await page.evaluate(() => new Promise(requestAnimationFrame));
      return (await settings(page)).top - top;
    })
    .toBe(0);
  const before = await settings(page);
  expect(before.problems).toBe(1);
  expect(before.top).toBeGreaterThan(500);

  await page.setViewportSize(NARROW);
  await expect(page.getByRole('button', { name: 'Go to' })).toBeVisible();
  await test.step('on the narrow page too', async () => {
    // By script: the builder lies over the foot of the page, and what is typed in it is taken where the focus goes on.
    await page.locator('#section-experiments > summary').evaluate((summary: HTMLElement) => summary.click());
    await expect(page.getByTestId('question-lesion')).toHaveAttribute('aria-expanded', 'true');
    await expect(page.getByRole('spinbutton', { name: 'Test images' })).toHaveValue('77');
    await expect(page.getByLabel('Weight decay')).toHaveValue('much');
    await expect(page.getByLabel('Batch size')).toHaveValue('12');
  });
  expect((await explorer.losses()).step).toBe(3);

  await page.setViewportSize(WIDE);
  await expect(page.getByRole('button', { name: 'Go to' })).toHaveCount(0);
  await expect.poll(() => settings(page)).toEqual(before);
  // Where the focus goes on, what is typed would be taken.
  await page.getByLabel('Batch size').press('Escape');
  await explorer.stepTo(4);
  expect(await explorer.hash()).toBe(SMALL);
});

test('a panel that is taken off the page and put back is as it was', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('question-paths').click();
  await page.locator('summary').filter({ hasText: 'Change what is asked' }).click();
  await page.getByLabel('Seed', { exact: true }).fill('7');
  await page.keyboard.press('Enter');
  const menu = page.getByTestId('layout');
  await menu.locator('summary').click();
  const shown = menu.getByRole('checkbox', { name: 'Questions' });
  await shown.uncheck();
  await expect(page.getByTestId('question-paths')).toBeHidden();
  await shown.check();
  await expect(page.getByTestId('question-paths')).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByLabel('Seed', { exact: true })).toHaveValue('7');
});

test('no drawing holds what is not a number, while lanes come and go and the window is resized', async ({
  explorer,
  page,
}) => {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seenByTest: seen });
    const look = (element: Element): void => {
      for (const { name, value } of element.attributes)
        if (element instanceof SVGElement && /NaN|Infinity|undefined/.test(value))
          seen.push(`<${element.localName}> ${name}="${value}"`);
    };
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records)
        for (const node of [target, ...addedNodes])
          if (node instanceof Element) for (const one of [node, ...node.querySelectorAll('svg *')]) look(one);
    }).observe(document, { attributes: true, childList: true, subtree: true });
  });
  await explorer.open('#v=1&set=shapes&blocks=1,1,1&width=4&batch=8&test=0&lanes=a,b,c,d&skip.c=0');
  await expect(explorer.step).toBeEnabled();
  const scroll = () => page.locator('.chart-panel').nth(2).scrollIntoViewIfNeeded();
  await scroll();
  await explorer.openBuilder();
  await page.getByTestId('remove-lane-d').click();
  await explorer.closeBuilder();
  for (const size of [NARROW, WIDE]) {
    await page.setViewportSize(size);
    await page
      .getByRole('button', { name: 'Go to' })
      .waitFor({ state: size === NARROW ? 'visible' : 'detached' });
  }
  await scroll();
  await explorer.typeHash('#v=1&set=shapes&blocks=0,0,0&width=4&batch=8&test=0&lanes=a,b,c,d');
  await expect(page.getByTestId('lane-d')).toBeVisible();
  await explorer.step.click();
  await explorer.reaches(1);
  expect(await page.evaluate(() => (window as unknown as { seenByTest: string[] }).seenByTest)).toEqual([]);
});
