/** A page that opens at a step: `?until=N` replays the run to it, `?play` trains on from there. */
import { SMALL, withFields } from './experiments';
import type { Losses } from './explorer';
import { expect, test } from './test';

/** With changes before and after the step that it is opened at. */
const LIVELY = withFields(SMALL, { switch: '3:plain:all:1;8:residual:1:0', rate: '5:0.05' });
const STEP = 6;

test('a page opened at a step stands where single steps lead, to the last digit, with what comes after still to come', async ({
  explorer,
  friend,
}) => {
  await explorer.openReady(LIVELY);
  // Where something changes, the batch is measured anew, sooner or later than the page is read.
  const calm = (losses: readonly Losses[]) => losses.filter(({ step }) => ![3, 5, 8].includes(step));
  const byHand = await explorer.stepTo(10);

  const other = await friend();
  await other.open(LIVELY, `?until=${STEP}`);
  await other.reaches(STEP);
  await expect(other.step).toBeEnabled();
  await expect(other.train).toHaveText('Train');
  expect((await other.losses()).step).toBe(STEP);
  expect(await other.hash()).toBe(await explorer.hash());
  await expect(other.notice).toBeHidden();
  // The losses that it shows are those of the step before, as after a step by hand.
  expect(await other.losses()).toEqual(byHand[STEP - 1]);
  await expect(other.skip('plain', 0)).toHaveAttribute('aria-checked', 'true');
  await expect(other.skip('residual', 1)).toHaveAttribute('aria-checked', 'true');
  expect(calm(await other.stepTo(10))).toEqual(calm(byHand.slice(STEP)));
  await expect(other.skip('residual', 1)).toHaveAttribute('aria-checked', 'false');
  // Reset leads to step 0, as ever.
  await other.reset.click();
  await other.ready();
});

test('a page that is told to play trains at once, from the step that it opens at', async ({ explorer }) => {
  await explorer.open(SMALL, '?play');
  await explorer.reaches(3);
  await explorer.pause();
  await explorer.open(SMALL, '?until=5&play');
  await explorer.reaches(8);
  await explorer.pause();
});

test('the way to the step is told, and can be ended', async ({ explorer, page }) => {
  await explorer.open(SMALL, '?until=10000&play');
  await expect(page.getByRole('progressbar')).toContainText('Replaying the run');
  await explorer.reaches(2);
  await page.getByTestId('stop-replay').click();
  await expect(explorer.step).toBeEnabled();
  await expect(explorer.train).toHaveText('Train');
  const { step } = await explorer.losses();
  expect(step).toBeLessThan(10_000);
  await explorer.stepTo(step + 1);
});

test('a step that is none is told with what was done', async ({ explorer }) => {
  for (const [query, says] of [
    ['?until=abc', /“until=abc” is no number of steps/],
    ['?until=-1', /“until=-1” .*used 0\./],
  ] as const) {
    await explorer.openReady(SMALL, query);
    await expect(explorer.notice).toContainText(says);
  }
});

test('where the run fails, a page that was to play says so and does not train', async ({
  explorer,
  page,
  faults,
}) => {
  await page.route('**/data/**', (route) => route.abort());
  await explorer.open('#v=1', '?until=3&play');
  await expect(page.getByTestId('failure')).toBeVisible();
  await expect(explorer.train).toBeDisabled();
  expect((await explorer.losses()).step).toBe(0);
  faults.length = 0;
});
