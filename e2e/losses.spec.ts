/** What the curves say of the loss: its name, its chance, and the test images' by the same loss. */
import { expect, test } from './test';

const SMALL = 'blocks=1,1,1&width=4&batch=8';

test('names the loss that is trained with, with its chance, also of classes that are not alike', async ({
  explorer,
}) => {
  const { page } = explorer;
  const plot = (curve: 'loss' | 'accuracy') => page.locator(`.chart-subplot[data-curve="${curve}"]`);
  const says = async (loss: string, accuracy: string) => {
    // Charts are drawn where they are seen.
    await plot('loss').scrollIntoViewIfNeeded();
    await expect(plot('loss')).toContainText(loss);
    await expect(plot('accuracy')).toContainText(accuracy);
  };
  await explorer.openReady(`#v=1&${SMALL}&set=shapes&loss=squared-error`);
  await says('squared error (log scale)stepchance 0.0900', 'chance 10 %');
  await explorer.openReady(`#v=1&${SMALL}&set=shapes&loss=focal&focus=3`);
  await says('focal loss, exponent 3 (log scale)stepchance 1.68', 'chance 10 %');
  // 616 of 3,044 training images, and 102 of the first 500 test images.
  await explorer.openReady(`#v=1&${SMALL}&set=emoji&test=1&smooth=0.3`);
  await says(
    'cross-entropy, labels smoothed by 0.3 (log scale)stepclass frequencies alone 2.16',
    'always the most frequent class 20.2 %',
  );
  await expect(explorer.page.getByText('of the test images 2.16, 20.4 %')).toBeVisible();
  await explorer.openReady(`#v=1&${SMALL}&set=emoji&test=0`);
  await says('class frequencies alone 2.12', 'always the most frequent class 20.2 %');
  await expect(page.getByText('of the test images')).toHaveCount(0);
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
