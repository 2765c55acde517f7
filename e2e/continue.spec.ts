/** A run outlives its tab: it is offered when the page opens again, and goes on as if nothing had been. */
import type { Page } from '@playwright/test';
import { Explorer } from './explorer';
import { SMALL, withFields } from './experiments';
import { expect, test } from './test';

const TESTED = withFields(SMALL, { test: '2', opt: 'adam' });

/** Waits until the run at hand is kept at this step. */
async function kept(page: Page, step: number): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(async (wanted) => {
          const root = await navigator.storage.getDirectory();
          const runs = await root.getDirectoryHandle('runs').catch(() => null);
          if (runs === null) return false;
          for await (const folder of runs.values()) {
            if (folder.kind !== 'directory') continue;
            const index = await (folder as FileSystemDirectoryHandle)
              .getFileHandle('index.json')
              .catch(() => null);
            const text = await index?.getFile().then((file) => file.text());
            if (text !== undefined && (JSON.parse(text) as { step: number }).step === wanted) return true;
          }
          return false;
        }, step),
      { timeout: 20_000 },
    )
    .toBe(true);
}

const interrupted = (page: Page) => page.getByTestId('interrupted');

async function goOn(explorer: Explorer, step: number): Promise<void> {
  await explorer.page.getByTestId('continue').click();
  await expect(explorer.stepCount).toHaveText(String(step));
  await expect(interrupted(explorer.page)).toHaveCount(0);
}

test('after a reload the run goes on with the losses that it would have had, switches and tests included', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TESTED, '?backend=wasm');
  await explorer.stepTo(3);
  await explorer.openBuilder();
  await explorer.skip('residual', 0).click();
  await explorer.closeBuilder();
  await explorer.stepTo(5);
  await kept(page, 5);
  const further = await explorer.stepTo(9);

  await page.reload();
  await explorer.ready();
  await goOn(explorer, 5);
  expect(await explorer.stepTo(9)).toEqual(further);
});

test('a closed tab’s run is offered by the next page, one that is open elsewhere is not, and one that was declined no more', async ({
  explorer,
  page,
  context,
}) => {
  await explorer.openReady(TESTED, '?backend=wasm');
  await explorer.stepTo(4);
  await kept(page, 4);
  const other = await context.newPage();
  const second = new Explorer(other);
  await second.openReady(TESTED, '?backend=wasm');
  await second.stepTo(2);
  await kept(other, 2);
  await expect(interrupted(other)).toHaveCount(0);
  await explorer.stepTo(6);
  await kept(page, 6);
  await page.close();

  // Without an experiment in its address, the newest that is nobody’s.
  await other.goto('about:blank');
  const third = new Explorer(await context.newPage());
  await third.openReady('', '?backend=wasm');
  await expect(third.page.getByTestId('continue')).toHaveText('Continue at step 6 (nothing lost)');
  // The page has another experiment.
  await expect(interrupted(third.page)).toContainText('10 layers, ReLU');
  await goOn(third, 6);
  expect(new URL(third.page.url()).hash).toContain('adam');
  await third.page.close();

  const fourth = new Explorer(await context.newPage());
  await fourth.openReady(TESTED, '?backend=wasm');
  await expect(interrupted(fourth.page)).toContainText('A run was interrupted');
  await fourth.page.getByTestId('forget-interrupted').click();
  await expect(interrupted(fourth.page)).toHaveCount(0);
  await fourth.page.reload();
  await fourth.ready();
  // The other closed run, which made two steps, is left.
  await expect(fourth.page.getByTestId('continue')).toHaveText(/step 2 /);
});

test('of tabs that are offered the same run one goes on with it, another one with a copy, and none takes it from them', async ({
  explorer,
  page,
  context,
}) => {
  await explorer.openReady(TESTED, '?backend=wasm');
  await explorer.stepTo(3);
  await kept(page, 3);
  await page.close();
  const tabs: Explorer[] = [];
  for (let tab = 0; tab < 3; tab++) {
    const one = new Explorer(await context.newPage());
    await one.openReady(TESTED, '?backend=wasm');
    await expect(interrupted(one.page)).toBeVisible();
    tabs.push(one);
  }
  const [first, second, third] = tabs as [Explorer, Explorer, Explorer];
  await goOn(first, 3);
  await goOn(second, 3);
  await third.page.getByTestId('forget-interrupted').click();
  await expect(interrupted(third.page)).toHaveCount(0);
  await second.stepTo(5);
  await kept(second.page, 5);
  for (const step of [4, 6]) {
    await first.stepTo(step);
    await kept(first.page, step);
  }
  // What the other one has come to is there still.
  await kept(first.page, 5);
  await first.page.close();
  await second.page.close();

  await third.page.reload();
  await third.ready();
  await third.page.getByTestId('continue').click();
  await third.reaches(4);
});

test('where the worker is lost, the run goes on in another one', async ({ explorer, page }) => {
  await explorer.openReady(TESTED, '?backend=wasm&workers=1');
  await explorer.stepTo(4);
  await kept(page, 4);
  const further = await explorer.stepTo(6);
  const [worker] = page.workers();
  await worker?.evaluate(
    () =>
      void setTimeout(() => {
        throw new RangeError('Out of memory');
      }),
  );
  await expect(page.getByTestId('failure')).toBeVisible();
  await goOn(explorer, 4);
  expect(await explorer.stepTo(6)).toEqual(further);
});

test('a store without room is told once, and training goes on', async ({ explorer, page }) => {
  const full = `self.onmessage = () => self.postMessage({ type: 'failed', full: true, message: '' });`;
  await page.route('**/keep.worker*', async (route) =>
    route.fulfill({ response: await route.fetch(), body: full }),
  );
  await explorer.openReady(TESTED, '?backend=wasm');
  await explorer.stepTo(2);
  await expect(page.getByTestId('not-kept')).toContainText('no room left');
  await page.getByTestId('not-kept').getByRole('button').click();
  await explorer.stepTo(4);
  await expect(page.getByTestId('not-kept')).toHaveCount(0);
});
