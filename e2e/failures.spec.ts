/** What goes wrong is said, with what to do, and can be tried again. */
import { TINY } from './experiments';
import { expect, expectFault, test } from './test';
import { inWorker } from './worker-script';

/** The default data set, so that the link does not name it. */
const FASHION = TINY.replace('set=shapes&', '');

test('images that cannot be loaded: says so, and starts again', async ({ explorer, page, faults }) => {
  await page.route('**/data/**', (route) => route.abort());
  await explorer.open(FASHION);
  const failure = page.getByTestId('failure');
  await expect(failure).toContainText('The images could not be loaded');
  await expect(page.getByTestId('loss').first()).toHaveText('–');
  await expect(explorer.train).toBeDisabled();
  expectFault(faults, /failed: .*\/data\/|ERR_FAILED/);
  await page.unroute('**/data/**');
  await page.getByTestId('restart').click();
  await expect(failure).toHaveCount(0);
  await explorer.ready();
  await explorer.stepTo(1);
  expect(await explorer.hash()).toBe(FASHION);
});

for (const [what, answer] of [
  ['refused by the server', { status: 500 }],
  ['cut short', { body: 'short' }],
  ['a page', { contentType: 'text/html', body: '<!doctype html>' }],
] as const) {
  test(`one file that is ${what} ends the loading of the others, and it starts again`, async ({
    explorer,
    page,
  }) => {
    // The largest one is under way when the other fails, and goes on after that.
    let go: () => void = () => undefined;
    const failed = new Promise<void>((resolve) => (go = resolve));
    await page.route('**/train-images.bin', async (route) => {
      await failed;
      await route.continue();
    });
    await page.route('**/test-labels.bin', (route) => route.fulfill(answer));
    const givenUp = page.waitForEvent('requestfailed', (request) => request.url().includes('train-images'));
    await explorer.open(FASHION);
    const failure = page.getByTestId('failure');
    await expect(failure).toContainText('test-labels.bin');
    await givenUp;
    go();
    await expect(explorer.train).toBeDisabled();
    await page.unroute('**/test-labels.bin');
    await expect(failure).toContainText('test-labels.bin');
    await page.getByTestId('restart').click();
    await expect(failure).toHaveCount(0);
    await explorer.ready();
  });
}

test('images that were changed on their way are refused', async ({ explorer, page }) => {
  await page.route(/train.*images|images.*train/, async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    const middle = Math.floor(body.length / 2);
    body.writeUInt8(body.readUInt8(middle) ^ 1, middle);
    await route.fulfill({ response: answer, body });
  });
  await explorer.open(FASHION);
  await expect(page.getByTestId('failure')).toContainText('The images could not be loaded');
  // The other data set needs none of them.
  await explorer.typeHash(TINY);
  await explorer.ready();
  await expect(page.getByTestId('failure')).toHaveCount(0);
});

for (const [what, cause, answer] of [
  ['does not arrive', 'No answer', null],
  ['is not there', 'answered 404', { status: 404 }],
  ['is a page', '“text/html”', { contentType: 'text/html', body: '<!doctype html>' }],
] as const) {
  test(`a trainer whose file ${what}: says so, and starts again`, async ({ explorer, page, faults }) => {
    await page.route('**/trainer.worker-*.js', (route) =>
      answer === null ? route.abort() : route.fulfill(answer),
    );
    await explorer.open(TINY);
    const failure = page.getByTestId('failure');
    await expect(failure).toContainText('could not be loaded');
    await expect(failure).toContainText('trainer.worker-');
    await expect(failure).toContainText(cause);
    expectFault(faults, /trainer\.worker|ERR_FAILED|404|MIME/);
    await page.unroute('**/trainer.worker-*.js');
    await page.getByTestId('restart').click();
    await explorer.ready();
  });
}

test('a file that does not move is named, and the run begins when it moves', async ({ explorer, page }) => {
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/test-images.bin', async (route) => {
    await held;
    await route.continue();
  });
  await explorer.open(FASHION);
  const stalled = page.getByTestId('stalled');
  await expect(stalled).toContainText('test-images.bin');
  await expect(stalled.getByRole('button', { name: 'Try again' })).toBeVisible();
  go();
  await explorer.ready();
  await expect(stalled).toHaveCount(0);
});

test('storage that never answers is done without', async ({ explorer, page }) => {
  await inWorker(page, 'CacheStorage.prototype.open = () => new Promise(() => undefined);');
  await explorer.openReady(FASHION);
});
