/** A run outlives its tab: it is offered when the page opens again, and goes on as if nothing had been. */
import type { Page } from '@playwright/test';
import type { Explorer } from './explorer';
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
