/** What the curves say of the loss: its name, its chance, and the test images' by the same loss. */
import { expect, test } from './test';

const SMALL = 'blocks=1,1,1&width=4&batch=8';

test('names the loss that is trained with, with its chance, also of classes that are not alike', async ({
  explorer,
}) => {
  const { page } = explorer;
  const panel = page.getByTestId('loss-panel');
  const about = panel.getByRole('group', { name: /^What is this/ });
  const says = async (...words: readonly string[]) => {
    await panel.getByRole('button', { name: /^What is this/ }).click();
    for (const own of words) await expect(about).toContainText(own);
    await page.keyboard.press('Escape');
    await expect(about).toBeHidden();
  };
  await explorer.openReady(`#v=1&${SMALL}&set=shapes&loss=squared-error`);
  await expect(panel.getByRole('heading')).toHaveText('Loss (squared error)');
  await says('Loss (squared error)', 'chance 0.0900', 'chance 10 %');
  await explorer.openReady(`#v=1&${SMALL}&set=shapes&loss=focal&focus=3`);
  await says('Loss (focal loss, exponent 3)', 'chance 1.68', 'chance 10 %');
  // 616 of 3,044 training images, and 102 of the first 500 test images.
  await explorer.openReady(`#v=1&${SMALL}&set=emoji&test=1&smooth=0.3`);
  await says(
    'Loss (cross-entropy, labels smoothed by 0.3)',
    'class frequencies alone 2.16',
    'always the most frequent class 20.2 %',
    'of the test images 2.16, 20.4 %',
  );
  await explorer.openReady(`#v=1&${SMALL}&set=emoji&test=0`);
  await says('class frequencies alone 2.12', 'always the most frequent class 20.2 %');
  await panel.getByRole('button', { name: /^What is this/ }).click();
  await expect(about).toContainText('dotted line');
  await expect(about).not.toContainText('of the test images');
});

test('of loss and accuracy one is shown, or both, and the loss from 0 on or on a logarithmic axis', async ({
  explorer,
}) => {
  const { page } = explorer;
  await explorer.openReady(`#v=1&${SMALL}&set=shapes&loss=squared-error`);
  const panel = page.getByTestId('loss-panel');
  const plot = (curve: 'loss' | 'accuracy') => panel.locator(`.chart-subplot[data-curve="${curve}"]`);
  await expect(plot('accuracy')).toHaveCount(0);
  await panel.getByTestId('chart-menu').click();
  await panel.getByTestId('curve').selectOption('both');
  await expect(panel.getByRole('heading')).toHaveText('Loss and accuracy (squared error)');
  await expect(plot('loss').locator('.chart-text-title').first()).toHaveText('squared error');
  await expect(plot('loss').locator('.chart-rows text').first()).toHaveText('0');
  await expect(plot('accuracy').locator('.chart-rows text').first()).toHaveText('0 %');
  await panel.getByRole('checkbox', { name: /not logarithmic/ }).uncheck();
  await expect(plot('loss').locator('.chart-text-title').first()).toHaveText('squared error (log scale)');
  await page.keyboard.press('Escape');
  await expect(panel.getByTestId('curve')).toHaveCount(0);
});

test('a pinned run by another loss is not drawn on the axis of this one, and its entry says so', async ({
  explorer,
}) => {
  const { page } = explorer;
  await explorer.openReady(`#v=1&${SMALL}&set=shapes&loss=squared-error`);
  await explorer.stepTo(1);
  await page.getByTestId('pin').click();
  const pinned = page.getByTestId('pinned-run');
  await expect(pinned).not.toContainText('Another loss');
  await explorer.typeHash(`#v=1&${SMALL}&set=shapes`);
  await explorer.ready();
  await expect(pinned).toContainText('Another loss (squared error)');
});
