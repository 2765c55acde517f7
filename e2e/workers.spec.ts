/** Lanes train in workers of their own, in lockstep: their number changes no number, and one that ends is replaced. */
import type { Page, Worker } from '@playwright/test';
import { SMALL, TINY, withFields } from './experiments';
import { expect, test } from './test';

const FOUR = withFields(SMALL, {
  lanes: 'residual,plain,c,d',
  'skip.c': '0.5x4',
  'skip.d': '1,0,1,0',
  test: '2',
});

/** The last of those that train lanes, of which the page has `count`: the trainer was there before them. */
async function laneWorker(page: Page, count: number): Promise<Worker> {
  await expect.poll(() => page.workers().length).toBe(1 + count);
  const worker = page.workers().at(-1);
  if (worker === undefined) throw new Error('The page has no worker');
  return worker;
}

test('with one worker, two and four the numbers are the same', async ({ explorer, page }) => {
  const told = new Map<number, unknown>();
  for (const workers of [1, 2, 4]) {
    await explorer.openReady(FOUR, `?backend=wasm&workers=${workers}`);
    expect(page.workers()).toHaveLength(workers > 1 ? 1 + workers : 1);
    const losses = await explorer.stepTo(3);
    told.set(workers, { losses, norms: await explorer.normsOf(2) });
  }
  expect(told.get(2)).toEqual(told.get(1));
  expect(told.get(4)).toEqual(told.get(1));
});

for (const end of ['crashes', 'falls silent'] as const) {
  test(`a worker that ${end} is replaced, and the run is as it would have been`, async ({
    explorer,
    page,
    faults,
  }) => {
    await explorer.openReady(TINY, '?backend=wasm&workers=1');
    const losses = await explorer.stepTo(6);
    await explorer.openReady(TINY, '?backend=wasm&workers=2');
    await explorer.stepTo(3);
    const worker = await laneWorker(page, 2);
    const ended = worker.waitForEvent('close');
    if (end === 'falls silent') void worker.evaluate(() => self.close()).catch(() => undefined);
    else
      await worker.evaluate(
        () =>
          void setTimeout(() => {
            throw new RangeError('Out of memory');
          }),
      );
    await ended;
    expect(await explorer.stepTo(6)).toEqual(losses.slice(3));
    await expect(explorer.notice).toContainText('took a worker with its network away after step 3');
    await laneWorker(page, 2);
    expect(faults).toEqual([]);
  });
}

test('no worker is left behind by a run that ends, is begun anew, or trains elsewhere', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL, '?workers=2');
  await explorer.train.click();
  await explorer.reaches(2);
  await explorer.reset.click();
  await explorer.ready();
  expect(page.workers()).toHaveLength(3);
  await explorer.typeHash(withFields(SMALL, { lanes: 'residual' }));
  await expect.poll(() => page.workers().length).toBe(1);
  await explorer.openReady(SMALL, '?workers=2');
  await page.goto('about:blank');
  await expect.poll(() => page.workers().length).toBe(0);
});
