/** What the page does with runs: one that diverges is stopped and explained, and those pinned are kept and compared. */
import { SMALL, TINY, withFields } from './experiments';
import { expect, test } from './test';

/** Diverges within some steps in both lanes: linear, without a norm, at a rate far too high. */
const HOT = '#v=1&set=shapes&blocks=1,1,0&width=4&norm=none&act=linear&lr=5&batch=8&test=0';

test('a run that diverges is paused, told of with layer and step, and may go on', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(HOT);
  await explorer.train.click();
  const notice = page.getByTestId('divergence');
  await expect(notice).toContainText(/in step \d+/);
  await expect(explorer.train).toHaveText('Train');
  const stopped = (await explorer.losses()).step;
  await page.getByTestId('go-on').click();
  await explorer.reaches(stopped + 1);
  const panel = page.getByTestId('numerics-panel');
  await panel.scrollIntoViewIfNeeded();
  await expect(panel).toContainText(/Diverged in step \d+/);
  await expect(panel).toContainText('first at fault');

  await test.step('the numerics of a span are those of its last step, whatever layers are shown', async () => {
    const at = Number(/Diverged in step (\d+)/.exec(await panel.innerText())?.[1]);
    const fields = page.getByTestId('span').getByRole('textbox');
    const show = async (to: number): Promise<void> => {
      await fields.nth(0).fill('0');
      await fields.nth(1).fill(String(to));
      await fields.nth(1).press('Enter');
      // What is out of sight is not drawn.
      await panel.scrollIntoViewIfNeeded();
      await expect(panel.getByTestId('numerics-step')).toContainText(`in step ${to}`);
    };
    await show(at - 1);
    await expect(panel).not.toContainText('Diverged');
    await expect(panel).not.toContainText(`since step ${at}`);
    await page.getByTestId('layer-span').getByRole('combobox').nth(1).selectOption('layer1.0.conv1');
    await show(at);
    await expect(panel).toContainText(`Diverged in step ${at}`);
  });
});

test('a run that diverged is reset at a tenth of its rate', async ({ explorer, page }) => {
  await explorer.openReady(HOT);
  await explorer.train.click();
  await page.getByTestId('lower-rate').click();
  await expect.poll(() => explorer.hash()).toBe(withFields(HOT, { lr: '0.5' }));
  await explorer.ready();
  await expect(page.getByTestId('divergence')).toHaveCount(0);
});

test('pinned runs are kept, named, compared, opened again and removed', async ({ explorer, page }) => {
  const panel = page.getByTestId('runs-panel');
  const runs = page.getByTestId('pinned-run');
  const differences = page.getByTestId('differences');
  await explorer.openReady(TINY);
  await explorer.stepTo(3);
  await page.getByTestId('pin').click();
  await expect(runs).toHaveCount(1);
  await expect(runs).toContainText('3 steps');
  await panel.getByLabel('Name of run A').fill('the first');
  await panel.getByLabel('Name of run A').press('Enter');
  await expect(panel).toContainText('All settings are the same.');

  await explorer.typeHash(withFields(SMALL, { lr: '0.5' }));
  await explorer.ready();
  await expect(differences.getByRole('row', { name: /learning rate/ })).toContainText('0.5');
  await page.getByTestId('pin').click();

  // Another visit.
  await explorer.openReady(SMALL);
  await expect(runs).toHaveCount(2);
  await expect(panel.getByLabel('Name of run A')).toHaveValue('the first');
  await panel.getByRole('link', { name: /the first/ }).click();
  await explorer.ready();
  expect(await explorer.hash()).toBe(TINY);
  await expect(runs.first()).toContainText('on the page');

  await panel.getByRole('button', { name: 'Remove the first' }).click();
  await expect(runs).toHaveCount(1);
  await panel.getByRole('button', { name: 'Undo' }).click();
  await expect(runs).toHaveCount(2);
  await panel.getByRole('checkbox', { name: 'Show A in the charts' }).uncheck();
  await explorer.openReady(SMALL);
  await expect(panel.getByRole('checkbox', { name: 'Show A in the charts' })).not.toBeChecked();
});

test('a full storage is told of, and the run stays on the page', async ({ explorer, page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await explorer.openReady(TINY);
  await page.getByTestId('pin').click();
  await expect(page.getByTestId('pinned-run')).toHaveCount(1);
  await expect(page.getByTestId('runs-panel')).toContainText('did not store');
});

test('panels are hidden and moved, and the address keeps it beside the experiment', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TINY);
  const menu = page.getByTestId('layout');
  await menu.getByText('Arrange panels').click();
  await menu.getByRole('checkbox', { name: 'History of layers' }).uncheck();
  await menu.getByRole('button', { name: 'Move Runs up' }).click();
  await expect(page.getByRole('heading', { name: /history/i })).toHaveCount(0);
  await page.reload();
  await explorer.ready();
  expect(await explorer.hash()).toBe(TINY);
  expect(await page.evaluate(() => new URLSearchParams(location.search).get('layout'))).toBe(
    '-history.lines.numerics.runs.instruments.table.claims.experiments',
  );
  await menu.getByText('Arrange panels').click();
  await expect(menu.getByRole('checkbox', { name: 'History of layers' })).not.toBeChecked();
  await menu.getByRole('button', { name: 'Restore the default' }).click();
  expect(await page.evaluate(() => location.search)).toBe('');
});

test('a span brushed over the curves is shown in all panels', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await explorer.train.click();
  await explorer.reaches(30);
  const stopped = await explorer.pause();
  const plot = page.locator('.chart-plot-curves .chart-subplot').first();
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (box === null) throw new Error('the plot is not on the page');
  // From near the axis on the left, up to about a quarter of what the axis shows.
  await page.mouse.move(box.x + 60, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.32 * box.width, box.y + 110, { steps: 5 });
  await page.mouse.up();
  const span = page.getByTestId('span');
  await expect(span).toContainText(/show steps \d+ to \d+/);
  const to = Number(await span.getByLabel('to', { exact: true }).inputValue());
  expect(to).toBeLessThan(stopped - 1);
  await explorer.normsOf(to);
  // How many steps a pixel is depends on how many were made until the run was paused.
  const earlier = Number(await span.getByLabel('Steps', { exact: true }).inputValue()) + 1;
  expect(earlier).toBeLessThan(to);
  await span.getByLabel('to', { exact: true }).fill(String(earlier));
  await span.getByLabel('to', { exact: true }).press('Enter');
  await explorer.normsOf(earlier);
  await page.getByTestId('span-clear').click();
  await expect(span).toHaveAttribute('title', /Drag over a curve/);
});

test('a span of layers brushed over the profile is shown in all panels, framed in the diagrams, and kept in the address', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const rows = explorer.gradientTable.locator('tr[data-layer]');
  const all = await rows.count();
  const plot = page.locator('.chart-plot-gradient');
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  if (box === null) throw new Error('the plot is not on the page');
  const y = box.y + box.height / 2;
  // The layers beyond the middle.
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 40, y + 4, { steps: 5 });
  await page.mouse.up();
  const span = page.getByTestId('layer-span');
  await expect(span).toContainText(/show layer\S+ to \S+, which/);
  const shown = await rows.evaluateAll((lines) =>
    lines.map((line) => (line as HTMLElement).dataset['layer'] ?? ''),
  );
  expect(shown.length).toBeLessThan(all);
  expect(shown).not.toContain('conv1');
  await expect(page.getByTestId('lines-layer').locator('option')).toHaveCount(shown.length - 2);
  await expect(page.locator('.diagram-span rect').first()).toBeAttached();
  const query = await page.evaluate(() => new URLSearchParams(window.location.search).get('layers'));
  expect(query).toMatch(/^layer\S+,\S+$/);
  await explorer.openReady(SMALL, `?layers=${query}`);
  await expect(rows).toHaveCount(shown.length);
  await span.getByRole('combobox').first().selectOption('conv1');
  await expect(rows).not.toHaveCount(shown.length);
  await page.locator('.chart-plot-gradient').focus();
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(all);
  await expect(page.locator('.diagram-span')).toHaveCount(0);
  expect(await page.evaluate(() => window.location.search)).toBe('');
});

test('a block is deleted by a click, and the accuracy without it is told', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('ask-ablation').click();
  await page.getByRole('button', { name: 'Delete layer1.1', exact: true }).click();
  await expect(page.getByTestId('study-outcome')).toContainText(/Without layer1\.1/);
  await expect(page.getByTestId('study-outcome')).toContainText('%');
});
