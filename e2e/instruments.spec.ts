/** Live instruments: what is measured appears, what nobody looks at is not measured, and no number of the run changes. */
import type { Page } from '@playwright/test';
import { SMALL, TINY, withFields } from './experiments';
import { expect, test } from './test';

declare global {
  interface Window {
    /** Types of all messages from the worker, in their order. */
    kindsOfTest: string[];
  }
}

/** Keeps the type of every message that the worker sends. To be called before the page is opened. */
async function listen(page: Page): Promise<(kind: string) => Promise<number>> {
  await page.addInitScript(() => {
    window.kindsOfTest = [];
    const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }: MessageEvent<{ type: string }>) =>
          window.kindsOfTest.push(data.type),
        );
      }
    };
  });
  return (kind) => page.evaluate((wanted) => window.kindsOfTest.filter((one) => one === wanted).length, kind);
}

test('streams are measured while their panel is open, and only then', async ({ explorer, page }) => {
  const count = await listen(page);
  await explorer.openReady(TINY, '?panels=-flow');
  await explorer.stepTo(2);
  expect(await count('instruments')).toBe(0);
  expect(await count('watching')).toBe(0);

  await page.getByTestId('instrument-streams-toggle').click();
  const table = page.getByTestId('streams-table');
  await expect(table).toHaveAttribute('data-step', '2');
  expect(new URL(page.url()).searchParams.get('panels')).toBe('-flow.streams');
  await explorer.stepTo(3);
  await expect(table).toHaveAttribute('data-step', '2');
  await explorer.stepTo(4);
  await expect(table).toHaveAttribute('data-step', '3');
  const read = (lane: string, quantity: string): Promise<number[]> =>
    table
      .locator(`td[data-lane="${lane}"][data-quantity="${quantity}"]`)
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value') || 'NaN')));
  for (const value of await read('residual', 'shortcut-gradient')) expect(value).toBeGreaterThan(0);
  for (const value of await read('residual', 'cosine')) expect(Math.abs(value)).toBeLessThanOrEqual(1);
  for (const value of await read('plain', 'shortcut-gradient')) expect(value).toBe(0);
  for (const value of await read('plain', 'branch-gradient')) expect(value).toBeGreaterThan(0);

  await page.getByTestId('instrument-streams-toggle').click();
  const before = await count('instruments');
  expect(before).toBeGreaterThan(0);
  await explorer.stepTo(6);
  expect(await count('instruments')).toBe(before);
  expect(new URL(page.url()).search).toBe('?panels=-flow');
});

test('the streams in the diagrams follow the switches', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  const widths = (lane: string): Promise<number[]> =>
    page
      .getByTestId(`flow-${lane}`)
      .locator('.stream-skip')
      .evaluateAll((paths) => paths.map((path) => Number(path.getAttribute('stroke-width'))));
  await expect.poll(async () => Math.min(...(await widths('residual')))).toBeGreaterThan(0);
  expect(Math.max(...(await widths('plain')))).toBe(0);
  await explorer.skip('plain', 'all').click();
  await expect.poll(async () => Math.min(...(await widths('plain')))).toBeGreaterThan(0);
  await explorer.openBuilder();
  await page.getByTestId('flow-toggle').click();
  await expect(page.getByTestId('flow-plain')).toHaveCount(0);
  expect(new URL(page.url()).searchParams.get('panels')).toBe('-flow');
});

test('histograms of the layer that is looked into grow with every step, and another panel takes none of them away', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TINY, '?panels=layer');
  const map = page.getByTestId('histogram-activations-residual');
  await expect(map).toHaveAttribute('data-columns', '1');
  await explorer.stepTo(3);
  await expect(map).toHaveAttribute('data-columns', '3');
  await page.getByTestId('instrument-streams-toggle').click();
  // The diagrams have had them measured already.
  await expect(page.getByTestId('streams-table')).toHaveAttribute('data-step', '2');
  await expect(map).toHaveAttribute('data-columns', '3');
  await explorer.stepTo(4);
  await expect(page.getByTestId('streams-table')).toHaveAttribute('data-step', '3');
  await expect(map).toHaveAttribute('data-columns', '4');
  const details = page
    .getByTestId('instrument-layer')
    .getByText('Histogram of the newest step shown')
    .first();
  await details.click();
  const cells = page.getByTestId('histogram-table-residual').locator('td:nth-of-type(1)');
  await expect(cells).toHaveCount(33);
  const shares = await cells.evaluateAll((all) => all.map((cell) => Number(cell.getAttribute('data-value'))));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  // By the keyboard: a share at a step.
  await map.getByRole('slider').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(map).toContainText(/step 2: [\d.]+ % are nearer to 0/);
});

test('another quantity of the layers is shown, and the losses are those of a run that nobody watches', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const plain = await explorer.stepTo(3);
  const gradients = await explorer.normsOf(2);
  await explorer.openReady(SMALL, '?panels=streams');
  await explorer.gradientPanel.getByTestId('chart-menu').click();
  await page.getByTestId('quantity').selectOption('activation-gradient');
  await expect(explorer.gradientPanel).toContainText('Measured at every step.');
  await page.keyboard.press('Escape');
  expect(await explorer.stepTo(3)).toEqual(plain);
  const activations = await explorer.normsOf(2);
  expect(activations.layers['conv1']).not.toEqual(gradients.layers['conv1']);
  for (const { residual } of Object.values(activations.layers)) {
    // A projection has no activation of its own.
    if (residual !== '') expect(Number(residual)).toBeGreaterThan(0);
  }
});

test('clipping tells how often it fired and by how much, and is silent where it is off', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(withFields(TINY, { clip: '0.001' }));
  await explorer.stepTo(2);
  const lanes = page.getByTestId('clipping').getByRole('listitem');
  await expect(lanes.first()).toHaveText('gradients clipped to 0.001:');
  // Whatever the gradients of a network that has just begun: they are not that short.
  await expect(lanes.nth(1)).toHaveText(/^\s*residual\s*100 % of steps, last × 0\.0/);
  await explorer.typeHash(withFields(TINY, { clip: '1000' }));
  await explorer.ready();
  await explorer.stepTo(1);
  await expect(lanes.nth(1)).toHaveText(/^\s*residual\s*0 % of steps, last × 1$/);
  await explorer.typeHash(TINY);
  await explorer.ready();
  await expect(page.getByTestId('clipping')).toHaveCount(0);
});

test('chosen layers are drawn over the steps, as the table of all layers has them', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const panel = page.getByTestId('lines-panel');
  await page.getByTestId('lines-layer').selectOption('fc');
  await page.getByTestId('lines-add').click();
  await panel.getByRole('button', { name: 'Remove conv1' }).click();
  const chosen = panel.getByRole('list', { name: 'Layers drawn' });
  await expect(chosen).not.toContainText('conv1 ');
  await explorer.stepTo(3);
  const { layers } = await explorer.normsOf(2);
  await panel.locator('summary').click();
  const row = (step: number) => page.getByTestId('lines-table').locator(`tr[data-step="${step}"] td`);
  await expect(row(2)).toHaveCount(4);
  const values = await row(2).evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-value')));
  const last = layers['layer3.0.conv2'];
  const fc = layers['fc'];
  expect(values).toEqual([last?.residual, fc?.residual, last?.plain, fc?.plain]);

  // By the keyboard: the exact value of one layer at one step, and a layer of the profile added.
  await panel.getByRole('slider').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await expect(panel.locator('.chart-readout-place')).toHaveText('step 0');
  await expect(panel.locator('.chart-live')).toContainText('layer3.0.conv2');
  await expect(panel.locator('.chart-live')).not.toContainText('fc');
  await explorer.gradientPanel.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(chosen.getByRole('listitem')).toHaveCount(3);
  await expect(chosen.getByRole('listitem').last()).toContainText('conv1');

  expect(new URL(page.url()).searchParams.get('lines')).toBe('layer3.0.conv2,fc,conv1');

  // Hidden, and shown again, with what was chosen.
  await page.getByTestId('layout').locator('summary').click();
  const box = page.getByRole('checkbox', { name: 'Layers over the steps' });
  await box.uncheck();
  await expect(panel).toBeHidden();
  expect(new URL(page.url()).searchParams.get('layout')).toContain('-lines');
  await box.check();
  await expect(chosen.getByRole('listitem')).toHaveCount(3);
});

test('predictions are those that the accuracy counts, and can be asked for', async ({ explorer, page }) => {
  await explorer.openReady(TINY, '?panels=predictions');
  const state = page.getByTestId('predictions-state');
  await expect(state).toHaveAttribute('data-step', '0');
  await explorer.stepTo(2);
  await page.getByRole('button', { name: 'Measure now' }).click();
  await expect(state).toHaveAttribute('data-step', '2');
  const cells = await page
    .getByTestId('confusion-residual')
    .locator('td')
    .evaluateAll((all) => all.map((cell) => Number(cell.textContent)));
  await expect(state).toContainText(`${cells.reduce((sum, count) => sum + count, 0)} test images`);
  await page.getByTestId('predictions-order').selectOption({ label: 'hardest for plain' });
  await expect(page.getByTestId('predicted-images').locator('li').first()).toContainText('wrong');
});

test('what has the focus in a diagram or a chart is lit up in both diagrams, and then no more', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const lit = page.locator('.diagram-svg [data-lit="true"]');
  const places = () =>
    lit.evaluateAll((all) => all.map(({ dataset }) => dataset['place'] ?? dataset['layer']));
  await explorer.skip('residual', 1).focus();
  await expect.poll(places).toEqual(['1', '1']);
  await explorer.gradientPanel.getByRole('slider').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect.poll(places).toEqual(['0', 'layer1.0.conv1', '0', 'layer1.0.conv1']);
  await page.keyboard.press('Home');
  await expect.poll(places).toEqual(['stem', 'stem']);
  await explorer.skip('plain', 0).focus();
  await expect.poll(places).toEqual(['0', '0']);
  await page.keyboard.press('Shift+Tab');
  await expect(lit).toHaveCount(0);
});
