/** A tour through everything on the page that changes what it says. It asserts what it needs to go on, and no more. */
import { SMALL, withFields } from './experiments';
import type { Explorer } from './explorer';
import { expect, test } from './test';

/** Both lanes leave float32's range within some steps. */
const HOT = '#v=1&set=shapes&blocks=1,1,0&width=4&norm=none&act=linear&lr=5&batch=8&test=0';

/** From a page that is ready with the experiment SMALL. */
export async function tour(explorer: Explorer): Promise<void> {
  for (const part of [
    story,
    train,
    instruments,
    builder,
    lanes,
    runs,
    studies,
    presets,
    layout,
    notices,
    phone,
  ]) {
    await test.step(part.name, () => part(explorer));
  }
}

async function story({ page }: Explorer): Promise<void> {
  const prediction = page.getByTestId('prediction');
  await prediction.getByRole('button').first().click();
  await page.getByTestId('why').click();
  await page.keyboard.press('Escape');
}

async function train(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  await explorer.openDetails();
  await explorer.stepTo(2);
  await explorer.train.click();
  await explorer.reaches(5);
  for (const lane of ['residual', 'plain'] as const) await explorer.skip(lane, 'all').click();
  await explorer.skip('residual', 1).click();
  await page.getByTestId('transport-rate').getByRole('slider').press('ArrowLeft');
  await explorer.pause();
  await explorer.openBuilder();
  await explorer.openDetails();
  await expect(explorer.switchList).toBeVisible();
  await explorer.closeBuilder();
  await page.getByTestId('share').click();
  await expect(page.getByTestId('qr')).toBeVisible();
  for (const key of ['csv', 'weights-plain']) {
    await page.getByTestId(`take-${key}`).click();
    await expect(page.getByTestId('take-news')).toHaveAttribute('data-kind', 'saved');
  }
  await page.keyboard.press('Escape');
  await page.getByTestId('span').getByRole('textbox').nth(0).fill('1');
  await page.getByTestId('span').getByRole('textbox').nth(1).fill('3');
  await page.getByTestId('span').getByRole('textbox').nth(1).press('Enter');
  await page.getByTestId('span-clear').click();
  const last = page.getByTestId('layer-span').getByRole('combobox').nth(1);
  await last.selectOption('layer1.1.conv2');
  await page.getByTestId('layer-span-clear').click();
  for (const plot of await page.locator('.chart-plot[role="slider"]').all()) {
    await plot.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter', 'Escape']) await page.keyboard.press(key);
  }
  await page.getByTestId('lines-add').click();
  await explorer.openBuilder();
  await page.getByRole('button', { name: explorer.texts.ui.switches.forget }).click();
  await explorer.ready();
}

async function instruments(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  await explorer.openBuilder();
  await page.getByTestId('flow-toggle').click();
  await explorer.closeBuilder();
  for (const name of ['streams', 'predictions', 'layer']) {
    await page.getByTestId(`instrument-${name}-toggle`).click();
  }
  await explorer.openDetails();
  await explorer.stepTo(3);
  await expect(page.getByTestId('streams-table')).toHaveAttribute('data-step', /\d/);
  await expect(page.getByTestId('predictions-state')).toHaveAttribute('data-step', /\d/);
  await page.getByTestId('predictions-order').selectOption({ index: 1 });
  await page.getByTestId('layer-choice').selectOption({ index: 1 });
  await expect(page.getByTestId('layer-state')).toHaveAttribute('data-step', /\d/);
  for (const quantity of ['weight', 'gradient']) {
    await page.locator('.chart-fields select').first().selectOption(quantity);
    await explorer.stepTo((await explorer.losses()).step + 1);
  }
  for (const name of ['streams', 'predictions', 'layer']) {
    await page.getByTestId(`instrument-${name}-toggle`).click();
  }
  await explorer.openBuilder();
  await page.getByTestId('flow-toggle').click();
}

async function builder(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  const { builder: text, selection: words } = explorer.texts.ui;
  await explorer.skip('residual', 1).focus();
  await page.keyboard.press('Shift+Space');
  const selection = page.getByRole('region', { name: words.label });
  for (const name of [words.duplicate, words.later, words.earlier, words.remove]) {
    await selection.getByRole('button', { name, exact: true }).first().click();
    await explorer.skip('residual', 0).focus();
    await page.keyboard.press('Shift+Space');
  }
  await page.keyboard.press('Escape');
  for (const name of [text.undo, text.undo, text.redo])
    await page.getByRole('button', { name }).first().click();
  const batch = page.getByLabel(explorer.texts.settings.batch.label);
  for (const text of ['10000000', '12']) await batch.fill(text);
  await batch.press('Enter');
  for (const select of await page.locator('.builder select:visible').all()) {
    const value = await select.inputValue();
    const count = await select.locator('option').count();
    await select.selectOption({ index: count - 1 });
    await select.selectOption(value);
  }
  await explorer.typeHash(SMALL);
  await explorer.ready();
}

async function lanes(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  await explorer.openBuilder();
  await page.getByTestId('add-lane').click();
  const lane = page.getByTestId('lane-lenet');
  await lane.getByRole('img').first().focus();
  await expect(lane.getByTestId('loss')).toHaveAttribute('data-value', /^\d/);
  const item = page.getByTestId('lane-item-plain');
  await item.getByRole('textbox').fill('No skips');
  await item.getByRole('textbox').press('Enter');
  for (const button of await item.getByRole('button').all()) {
    if (await button.isEnabled()) await button.click();
  }
  await page.getByRole('button', { name: explorer.texts.ui.builder.undo }).first().click();
  await explorer.typeHash(SMALL);
  await explorer.ready();
  await explorer.closeBuilder();
}

async function runs(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  const pinned = page.getByTestId('pinned-run');
  await explorer.stepTo(3);
  await page.getByTestId('pin').click();
  await expect(pinned).toHaveCount(1);
  await explorer.typeHash(withFields(SMALL, { lr: '0.5' }));
  await explorer.ready();
  await page.getByTestId('pin').click();
  await expect(pinned).toHaveCount(2);
  await pinned.first().getByRole('checkbox').click();
  await pinned.first().getByRole('button').click();
  await page.getByTestId('runs-panel').getByRole('status').getByRole('button').click();
  for (const left of [1, 0]) {
    await pinned.first().getByRole('button').click();
    await expect(pinned).toHaveCount(left);
  }
}

async function studies(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  for (const kind of ['lesion', 'paths', 'init', 'shattering', 'landscape', 'degradation', 'variants']) {
    await page.getByTestId(`question-${kind}`).click();
    await page.getByTestId('study-run').click();
    if (kind === 'lesion' || kind === 'paths') {
      await expect(page.getByTestId('study-outcome')).toHaveAttribute('data-state', 'done');
      await explorer.openDetails();
      continue;
    }
    const cancel = page.getByTestId('study-cancel');
    await expect(cancel.or(page.getByTestId('study-outcome'))).not.toHaveCount(0);
    // Some are done before they can be cancelled.
    if (await cancel.isVisible()) await cancel.click({ timeout: 1_000 }).catch(() => undefined);
    await expect(cancel).toHaveCount(0);
  }
  await page.getByTestId('question-ablation').click();
  await page.getByTestId('deletion-board').getByRole('button').first().click();
  await expect(page.getByTestId('study-outcome')).toContainText('%');
  await page.getByTestId('deletion-board').getByRole('button').first().click();
}

async function presets(explorer: Explorer): Promise<void> {
  await explorer.preset.selectOption({ index: 2 });
  await expect(explorer.preset).not.toHaveValue('custom');
  await explorer.typeHash(SMALL);
  await explorer.ready();
}

async function layout({ page }: Explorer): Promise<void> {
  const menu = page.getByTestId('layout');
  await menu.getByRole('checkbox').nth(1).uncheck();
  await menu.getByRole('button').nth(1).click();
  await menu.getByRole('button').last().click();
  for (let press = 0; press < 3; press++) await page.getByTestId('theme').click();
}

async function notices(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  await explorer.typeHash(`${SMALL}&junk=1&lr=x`);
  await expect(explorer.notice).toBeVisible();
  await explorer.notice.getByRole('button').click();
  await explorer.typeHash(HOT);
  await explorer.ready();
  await explorer.train.click();
  await page.getByTestId('go-on').click();
  await explorer.pause();
  await page.getByTestId('lower-rate').or(explorer.reset).first().click();
  await explorer.typeHash(SMALL);
  await explorer.ready();
}

async function phone(explorer: Explorer): Promise<void> {
  const { page } = explorer;
  const { label: name } = explorer.texts.panels.jump;
  const size = page.viewportSize() ?? { width: 1440, height: 900 };
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name }).click();
  await page.getByRole('navigation', { name }).getByRole('button').nth(3).click();
  await explorer.stepTo((await explorer.losses()).step + 2);
  await page.setViewportSize(size);
  await explorer.stepTo((await explorer.losses()).step + 1);
}
