/** Lanes of other architectures: added, trained, in the link, and removed again. */
import { expect, test } from './test';

const SMALL = '#v=1&set=shapes&blocks=1,1,1&width=4&batch=8&test=0';

test('a LeNet lane is added, trains, survives a reload and is removed', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  const before = await explorer.hash();
  await page.getByLabel('Add a classic network').selectOption('lenet');
  await page.getByTestId('add-lane').click();

  const lane = page.getByTestId('lane-lenet');
  await expect(lane.getByRole('heading')).toHaveText('LeNet-5 network');
  await expect(lane.getByRole('img', { name: /conv 5×5, output 14×14×6/ })).toBeVisible();
  expect(await explorer.hash()).toContain('&lanes=residual,plain,lenet&net.lenet=lenet');

  await explorer.ready();
  await explorer.step.click();
  await expect(explorer.stepCount).toHaveText('1');
  await explorer.step.click();
  await expect(explorer.stepCount).toHaveText('2');
  // The table is written some times a second only.
  await explorer.normsOf(1);
  const loss = lane.getByTestId('loss');
  await expect(loss).toHaveAttribute('data-value', /^\d/);
  const trained = await loss.getAttribute('data-value');
  const gradient = explorer.gradientTable.locator('tr[data-layer="fc2"] td[data-lane="lenet"]');
  await expect(gradient).toHaveAttribute('data-value', /^\d/);
  const norm = await gradient.getAttribute('data-value');
  expect(Number(norm)).toBeGreaterThan(0);

  // The link is the experiment: the same numbers again.
  await page.reload();
  await explorer.ready();
  await expect(explorer.notice).toHaveCount(0);
  await explorer.step.click();
  await expect(explorer.stepCount).toHaveText('1');
  await explorer.step.click();
  await expect(explorer.stepCount).toHaveText('2');
  await expect(loss).toHaveAttribute('data-value', trained ?? '');
  await expect(gradient).toHaveAttribute('data-value', norm ?? '');

  await explorer.openBuilder();
  await page.getByTestId('remove-lane-lenet').click();
  await expect(lane).toHaveCount(0);
  await expect.poll(() => explorer.hash()).toBe(before);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(lane).toBeVisible();
});

test('lanes are renamed and coloured without a new run, and one is edited alone', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  await explorer.step.click();
  await expect(explorer.stepCount).toHaveText('1');
  const item = page.getByTestId('lane-item-plain');
  const name = item.getByRole('textbox', { name: 'Name of Plain' });
  await name.fill('No skips');
  await name.press('Enter');
  await expect(page.getByTestId('lane-plain').getByRole('heading')).toHaveText('No skips network');
  await item.getByRole('radio', { name: /purple/ }).press('Space');
  await expect(explorer.stepCount).toHaveText('1');
  await expect.poll(() => explorer.hash()).toContain('label.plain=No+skips&colour.plain=3');

  // Its own network: a block more there leaves the other lane alone.
  await item.getByRole('button', { name: /a copy of the shared network/ }).click();
  await explorer.tellStagesApart();
  await page.getByRole('button', { name: 'Add a block to stage 1' }).click();
  await expect.poll(() => explorer.hash()).toContain('net.plain.blocks=2,1,1');
  await explorer.ready();
  const cell = (lane: string) =>
    explorer.gradientTable.locator(`tr[data-layer="layer1.1.conv1"] td[data-lane="${lane}"]`);
  await expect(cell('plain')).toHaveAttribute('data-value', /^\d/);
  await expect(cell('residual')).toHaveAttribute('data-value', '');
});

test('what a lane is called stands everywhere for its id', async ({ explorer, page }) => {
  await explorer.openReady(`${SMALL}&label.plain=Twin`.replace('test=0', 'test=2'), '?panels=predictions');
  await explorer.openBuilder();
  await explorer.openDetails();
  await explorer.stepTo(3);
  await page.getByRole('button', { name: 'Measure now' }).click();
  await explorer.skip('plain', 0).click();
  await expect(explorer.switchList.getByRole('listitem')).toHaveText('step 3: Twin, block 1 on');
  await expect(page.getByTestId('confusion-plain')).toContainText('Twin');
  await expect(page.getByRole('columnheader', { name: 'Twin: test loss' })).toBeVisible();
  const left = await page.evaluate(() =>
    [...document.querySelectorAll('body *')].flatMap((element) => {
      const said = Array.from(element.childNodes, (node) => (node.nodeType === 3 ? node.textContent : ''));
      for (const name of ['aria-label', 'aria-valuetext', 'title']) said.push(element.getAttribute(name));
      // Claims and questions speak of plain networks and layers.
      return said.filter((text) => text !== null && /\bplain\b(?! network| layers)/i.test(text));
    }),
  );
  expect(left).toEqual([]);
});
