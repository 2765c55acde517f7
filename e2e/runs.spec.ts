/** What the page does with runs: one that diverges is stopped and explained. */
import { expect, test } from './test';

/** Diverges within some steps in both lanes: linear, without a norm, at a rate far too high. */
const HOT = '#v=1&set=shapes&blocks=1,1,0&width=4&norm=none&act=linear&lr=5&batch=8&test=0';

test('a run that diverges is paused, told of with layer and step, and reset at a tenth of its rate', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(HOT);
  await explorer.train.click();
  const notice = page.getByTestId('divergence');
  await expect(notice).toBeVisible();
  await expect(notice).toContainText(/in step \d+/);
  await expect(explorer.train).toHaveText('Train');
  const stopped = (await explorer.losses()).step;

  // Going on is allowed: the numbers stay as they are, and are named.
  while ((await notice.count()) > 0) {
    await page.getByTestId('go-on').click();
    await explorer.reaches(stopped + 1);
    await expect(notice.or(page.getByText('Pause', { exact: true }))).toBeVisible();
  }
  await explorer.pause();
  const panel = page.getByTestId('numerics-panel');
  await panel.scrollIntoViewIfNeeded();
  await expect(panel.getByText(/^Diverged in step \d+|Diverged in step \d+/).first()).toBeVisible();

  await explorer.openReady('#v=1&set=shapes&blocks=1,0,0&width=4&batch=8&test=0');
  await explorer.typeHash(HOT);
  await explorer.ready();
  await explorer.train.click();
  await page.getByTestId('lower-rate').click();
  await explorer.ready();
  expect(await explorer.hash()).toContain('lr=0.5&');
  await expect(notice).toHaveCount(0);
});
