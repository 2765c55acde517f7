/** What fails within a part of the page takes away that part alone, and can be tried again; the run goes on. */
import type { Page, Route } from '@playwright/test';
import { SMALL } from './experiments';
import { expect, expectFault, test } from './test';

const EXPERIMENTS = /Studies-[^/]*\.js/;

const failureOf = (page: Page, part: string) =>
  page.getByTestId('part-failure').and(page.locator(`[data-part="${part}"]`));

test('the code of the experiments does not arrive while it trains: the run goes on, and it is asked for again', async ({
  explorer,
  page,
  faults,
}) => {
  let held: Route | undefined;
  await page.route(EXPERIMENTS, (route) => {
    held = route;
  });
  await explorer.openReady(SMALL);
  await explorer.train.click();
  await explorer.reaches(3);
  await expect.poll(() => held).toBeDefined();
  await held?.abort();
  const failure = failureOf(page, 'Questions');
  await expect(failure).toContainText('could not be loaded');
  const then = (await explorer.losses()).step;
  await explorer.reaches(then + 3);
  await expect(page.getByTestId('part-failure')).toHaveCount(1);

  await test.step('in vain', async () => {
    await page.unroute(EXPERIMENTS);
    await page.route(EXPERIMENTS, (route) => route.abort());
    await failure.getByRole('button', { name: 'Try again' }).click();
    await expect(failure).toContainText('could not be loaded');
  });

  await test.step('from another address, for browsers that remember what failed', async () => {
    await page.unroute(EXPERIMENTS);
    await page.route(EXPERIMENTS, (route) =>
      new URL(route.request().url()).searchParams.has('again') ? route.continue() : route.abort(),
    );
    await failure.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByTestId('question-lesion')).toBeVisible();
    await expect(failure).toHaveCount(0);
  });
  const last = (await explorer.losses()).step;
  await explorer.reaches(last + 1);
  await explorer.pause();
  await page.getByTestId('question-ablation').click();
  await page.getByTestId('deletion-board').getByRole('button').first().click();
  await expect(page.getByTestId('study-outcome')).toContainText('%');
  expectFault(faults, /Studies-|ERR_FAILED/);
});

test('the code of the experiments arrives at the second try', async ({ explorer, page, faults }) => {
  await page.route(EXPERIMENTS, (route) => route.abort());
  await explorer.openReady(SMALL);
  const failure = failureOf(page, 'Questions');
  await expect(failure).toBeVisible();
  await page.unroute(EXPERIMENTS);
  // By the keyboard: cards above, which are laid out as they come into sight, may move it from under a pointer.
  await failure.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(page.getByTestId('question-lesion')).toBeVisible();
  expectFault(faults, /Studies-|ERR_FAILED/);
});

/** What is broken in the browser, so that only the parts named fail: `break` and `mend` it while the page is open. */
const FAULTS = [
  {
    name: 'lanes',
    parts: ['Residual network', 'Plain network'],
    panel: 0,
    break: () => {
      const { prototype } = Number;
      const own = Object.getOwnPropertyDescriptor(prototype, 'toFixed') ?? {};
      const write = own.value as (this: number, digits?: number) => string;
      // Of what the page shows, only losses have three decimals and are no less than 1.
      prototype.toFixed = function (this: number, digits?: number) {
        if (digits === 3 && this >= 1) throw new Error('broken by the test');
        return write.call(this, digits);
      };
      return () => void Object.defineProperty(prototype, 'toFixed', own);
    },
  },
  {
    name: 'a chart, in the frame in which it is drawn',
    parts: ['History of layers'],
    panel: 2,
    break: () => {
      const { prototype } = CanvasRenderingContext2D;
      const own = Object.getOwnPropertyDescriptor(prototype, 'putImageData') ?? {};
      prototype.putImageData = () => {
        throw new Error('broken by the test');
      };
      return () => void Object.defineProperty(prototype, 'putImageData', own);
    },
  },
] as const;

for (const fault of FAULTS) {
  test(`what fails goes alone, and comes back: ${fault.name}`, async ({ explorer, page, faults }) => {
    await explorer.openReady(SMALL);
    const mend = await page.evaluateHandle(fault.break);
    await page.locator('.chart-panel').nth(fault.panel).scrollIntoViewIfNeeded();
    await explorer.step.click();
    for (const part of fault.parts) await expect(failureOf(page, part)).toContainText('broken by the test');
    await expect(page.getByTestId('part-failure')).toHaveCount(fault.parts.length);
    await explorer.train.click();
    await explorer.reaches(4);

    await mend.evaluate((undo) => undo());
    for (const part of fault.parts)
      await failureOf(page, part).getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByTestId('part-failure')).toHaveCount(0);
    for (const lane of ['residual', 'plain'] as const) await expect(explorer.loss(lane)).toHaveText(/^\d/);
    await expect(page.locator('.chart-panel').nth(fault.panel).getByRole('slider')).toBeVisible();
    expect(await explorer.pause()).toBeGreaterThanOrEqual(4);
    expectFault(faults, /broken by the test/);
  });
}

/** What opens over the page, or beside it: its code, and how a reader asks for it. */
const OVER = [
  {
    name: 'Share this experiment',
    file: /ShareDialog-[^/]*\.js/,
    ask: (page: Page) => page.getByTestId('share').click(),
  },
  { name: 'Bring', file: /BringHost-[^/]*\.js/, ask: (page: Page) => page.getByTestId('bring').click() },
  {
    name: 'My experiments',
    file: /MineHost-[^/]*\.js/,
    ask: (page: Page) => page.getByTestId('mine').click(),
  },
  { name: 'Help', file: /HelpDialog-[^/]*\.js/, ask: (page: Page) => page.keyboard.press('?') },
  { name: 'Lessons', file: /LessonHost-[^/]*\.js/, ask: (page: Page) => page.getByTestId('lessons').click() },
] as const;

test('what opens over the page and does not arrive says so in view, and is put off until it is asked for', async ({
  explorer,
  page,
  faults,
}) => {
  await explorer.openReady(SMALL);
  for (const { name, file, ask } of OVER)
    await test.step(name, async () => {
      await page.route(file, (route) => route.abort());
      await ask(page);
      const failure = failureOf(page, name);
      await expect(failure).toContainText('could not be loaded');
      await expect(failure).toBeInViewport({ ratio: 1 });
      await expect(page.locator('.page-head').getByRole('alert')).toHaveCount(0);
      await failure.getByTestId('put-off').click();
      await expect(failure).toHaveCount(0);
      await page.unroute(file);
      await ask(page);
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      await expect(failure).toHaveCount(0);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog', { name })).toBeHidden();
    });
  expectFault(faults, /Dialog-|Host-|ERR_FAILED/);
});
