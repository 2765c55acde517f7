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
  await panel.getByTestId('pin').click();
  await expect(runs).toHaveCount(1);
  await expect(runs).toContainText('3 steps');
  await panel.getByLabel('Name of run A').fill('the first');
  await panel.getByLabel('Name of run A').press('Enter');
  await expect(panel).toContainText('All settings are the same.');

  await explorer.typeHash(withFields(SMALL, { lr: '0.5' }));
  await explorer.ready();
  await expect(differences.getByRole('row', { name: /learning rate/ })).toContainText('0.5');
  await panel.getByTestId('pin').click();

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
