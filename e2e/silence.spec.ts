/** A trainer that was closed, hangs or leaves something undone: the page says so, and a run can always begin anew. */
import type { Page, Worker } from '@playwright/test';
import { TINY } from './experiments';
import { expect, test } from './test';

function trainerOf(page: Page): Worker {
  const [worker] = page.workers();
  if (worker === undefined) throw new Error('The page has no worker');
  return worker;
}

/** An evaluation that never ends, or whose worker does. */
function leaveBehind(evaluation: Promise<unknown>): void {
  evaluation.catch(() => undefined);
}

for (const button of ['train', 'step', 'running'] as const) {
  test(`closed from inside, then ${button}: it is said, and starts again`, async ({ explorer, page }) => {
    await explorer.openReady(TINY);
    const worker = trainerOf(page);
    if (button === 'running') {
      await explorer.train.click();
      await explorer.reaches(1);
    }
    leaveBehind(worker.evaluate(() => self.close()));
    if (button !== 'running') await explorer[button].click();
    const silent = page.getByTestId('silent');
    await expect(silent).toContainText('does not answer');
    await expect(silent).toContainText(/For 2\d s/);
    await page.getByTestId('restart').click();
    await expect(silent).toHaveCount(0);
    await explorer.ready();
    await explorer.stepTo(1);
  });
}

test('in an endless loop: Reset begins anew with another worker', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  const losses = await explorer.stepTo(2);
  leaveBehind(
    trainerOf(page).evaluate(() => {
      for (;;);
    }),
  );
  await explorer.train.click();
  const another = page.waitForEvent('worker');
  await explorer.reset.click();
  await explorer.ready();
  await another;
  expect(await explorer.stepTo(2)).toEqual(losses);
});

test('busy for long, then there again: what was said goes, and the run goes on', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TINY);
  leaveBehind(
    trainerOf(page).evaluate(() => {
      const end = performance.now() + 26_000;
      while (performance.now() < end);
    }),
  );
  await explorer.train.click();
  const silent = page.getByTestId('silent');
  await expect(silent).toBeVisible();
  await explorer.reaches(3);
  await expect(silent).toHaveCount(0);
  await explorer.pause();
});

test('a rejection that nobody looks after is told', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  leaveBehind(trainerOf(page).evaluate(() => void Promise.reject(new Error('left undone'))));
  await expect(page.getByTestId('failure')).toContainText('left undone');
  await page.getByTestId('restart').click();
  await explorer.ready();
});

test('an error that nobody catches is told', async ({ explorer, page, faults }) => {
  await explorer.openReady(TINY);
  leaveBehind(
    trainerOf(page).evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('thrown far away');
        }),
    ),
  );
  await expect(page.getByTestId('failure')).toContainText('thrown far away');
  await page.getByTestId('restart').click();
  await explorer.ready();
  expect(faults).toEqual([]);
});
