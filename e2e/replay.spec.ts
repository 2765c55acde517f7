/** The same experiment gives the same numbers: after reset, and to a friend who opens its link. */
import type { Page } from '@playwright/test';
import { SMALL, fieldsOf, withFields, TINY } from './experiments';
import type { Losses } from './explorer';
import { expect, test } from './test';

test('reset replays exactly, also what trained without being stepped', async ({ explorer }) => {
  await explorer.openReady(SMALL);
  const first = await explorer.stepTo(6);
  await explorer.reset.click();
  await explorer.ready();
  await explorer.train.click();
  await explorer.reaches(6);
  await explorer.pause();
  await explorer.reset.click();
  await explorer.ready();
  expect(await explorer.stepTo(6)).toEqual(first);
});

test('seeds matter: each of them changes the losses', async ({ explorer }) => {
  const seen = new Set<string>();
  for (const fields of [{}, { 'seed.data': '1' }, { 'seed.init': '1' }, { 'seed.order': '1' }]) {
    await explorer.openReady(withFields(SMALL, fields));
    const [{ residual } = { residual: '' }] = await explorer.stepTo(1);
    seen.add(residual);
  }
  expect(seen.size).toBe(4);
});

test('a shared link replays every step in another browser, live switches included', async ({
  explorer,
  friend,
  context,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
    origin: new URL(baseURL ?? '').origin,
  });
  await explorer.openReady(SMALL);
  const live = await recordLosses(explorer.page);

  await explorer.train.click();
  await explorer.reaches(4);
  await explorer.skip('plain', 'all').click();
  await expect.poll(async () => fieldsOf(await explorer.hash()).get('switch')).toMatch(/^\d+:plain:all:1$/);
  const first = Number.parseInt(fieldsOf(await explorer.hash()).get('switch') ?? '', 10);
  await explorer.reaches(first + 3);
  const stopped = await explorer.pause();
  // A second one while it is paused, then by single steps.
  const shownBefore = await explorer.losses();
  await explorer.skip('residual', 1).click();
  await expect(explorer.loss('residual')).not.toHaveAttribute('data-value', shownBefore.residual);
  await expect
    .poll(async () => fieldsOf(await explorer.hash()).get('switch'))
    .toBe(`${first}:plain:all:1;${stopped}:residual:1:0`);
  // The batch of the next step is measured anew, also by whoever opens the link.
  const shownAnew = await explorer.losses();
  const end = stopped + 3;
  await explorer.stepTo(end);
  const norms = await explorer.normsOf(end - 1);

  const link = await copyLink(explorer.page, 0);
  expect(link).toBe(explorer.page.url());

  const other = await friend();
  await other.openReady('', '', link);
  await expect(other.notice).toBeHidden();
  const replayed = await other.stepTo(stopped);
  await expect.poll(() => other.losses()).toEqual(shownAnew);
  replayed.push(...(await other.stepTo(end)));
  expect(await other.normsOf(end - 1)).toEqual(norms);
  await expect(other.skip('plain', 0)).toHaveAttribute('aria-checked', 'true');
  await expect(other.skip('residual', 1)).toHaveAttribute('aria-checked', 'false');

  const seen = (await live()).filter(({ step }) => step > 0);
  // Frames may skip steps, but not all of them, and stepped ones never.
  expect(seen.filter(({ step }) => step <= first).length).toBeGreaterThan(0);
  expect(seen.filter(({ step }) => step > first).length).toBeGreaterThan(3);
  const byStep = new Map(replayed.map((losses) => [losses.step, losses]));
  // Where a switch is thrown at rest either loss may be read: that of the step before, or of the next one measured.
  for (const losses of seen.filter(({ step }) => step !== first && step !== stopped))
    expect(byStep.get(losses.step)).toEqual(losses);

  // The switch made a difference: without it the same steps give other losses after it, and the same before.
  const without = await friend();
  await without.openReady(withFields(link, { switch: `${stopped}:residual:1:0` }));
  const unswitched = await without.stepTo(first + 1);
  expect(unswitched.slice(0, first - 1)).toEqual(replayed.slice(0, first - 1));
  expect(unswitched[first]?.plain).not.toBe(replayed[first]?.plain);
  expect(unswitched[first]?.residual).toBe(replayed[first]?.residual);
});

test('a switch thrown after a test replays after it: tests, curves and what is pinned are the same', async ({
  explorer,
  friend,
}) => {
  const link = withFields(SMALL, { test: '6', lr: '0.1' });
  const seen = async (at: typeof explorer) => {
    await at.page.getByTestId('pin').click();
    await at.page.waitForFunction(() =>
      Object.keys(localStorage).some((one) => one.startsWith('resnet-explorer.run.')),
    );
    return at.page.evaluate(() => {
      const key = Object.keys(localStorage).find((one) => one.startsWith('resnet-explorer.run.')) ?? '';
      const { lanes, points, steps, normSteps } = JSON.parse(localStorage.getItem(key) ?? '');
      return { lanes, points, steps, normSteps };
    });
  };
  const tested = (at: typeof explorer) =>
    at.page.getByTestId('lane-residual').getByTestId('test-accuracy').getAttribute('data-value');
  await explorer.openReady(link);
  const before = (await explorer.stepTo(6)).at(-1);
  await expect(explorer.page.getByTestId('test-accuracy')).toHaveCount(2);
  const accuracy = await tested(explorer);
  await explorer.skip('residual', 'all').click();
  await expect(explorer.loss('residual')).not.toHaveAttribute('data-value', before?.residual ?? '');
  const paused = await explorer.losses();
  await explorer.stepTo(8);
  const pinned = await seen(explorer);
  const shared = await explorer.hash();
  expect(fieldsOf(shared).get('switch')).toBe('6:residual:all:0');

  const other = await friend();
  await other.openReady(shared);
  await other.stepTo(6);
  await expect.poll(() => other.losses()).toEqual(paused);
  expect(await tested(other)).toBe(accuracy);
  await other.stepTo(8);
  expect(await seen(other)).toEqual(pinned);
});

test('the experiment is shared, not the machine, nor what is open on the page', async ({
  explorer,
  context,
  page,
  baseURL,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
    origin: new URL(baseURL ?? '').origin,
  });
  const looks = 'backend=cpu&panels=streams&layout=-runs&layers=conv1,layer1.0.conv2&open=curves&lines=conv1';
  await explorer.openReady(TINY, `?host=1&${looks}`);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
  expect(await copyLink(page)).toBe(new URL(`?host=1${TINY}`, baseURL).href);
});

test('the title tells the step, and whether it trains', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await expect(page).toHaveTitle('ResNet Explorer');
  await explorer.train.click();
  await expect(page).toHaveTitle(/^▶ \d+ · ResNet Explorer$/);
  await explorer.reaches(5);
  const step = await explorer.pause();
  await expect(page).toHaveTitle(`⏸ ${step} · ResNet Explorer`);
  await explorer.reset.click();
  await explorer.ready();
  await expect(page).toHaveTitle('ResNet Explorer');
});

test('a run that was changed more often than a link holds says so, and so does Share', async ({
  explorer,
  page,
}) => {
  // Ten runs of four blocks in two lanes, at 25 steps; none goes on the one before.
  const blocks = ['3', '2', '1', '0', '2-3', '1-2', '0-1', '1-3', '0-2', '0-3'];
  const events = Array.from({ length: 25 }, (_, i) =>
    ['residual', 'plain'].flatMap((lane) => blocks.map((block) => `${i + 1}:${lane}:${block}:${i % 2}`)),
  ).flat();
  const full = withFields(SMALL, { switch: events.join(';') });
  await explorer.openReady(full);
  await expect(explorer.notice).toBeHidden();
  expect(await explorer.hash()).toBe(full);
  await explorer.stepTo(26);
  await explorer.skip('plain', 2).click();
  await expect(explorer.notice).toContainText('its link replays it only up to step 26');
  // The run does as it is told all the same.
  await expect(explorer.skip('plain', 2)).toHaveAttribute('aria-checked', 'true');
  await page.getByTestId('share').click();
  await expect(page.getByTestId('receiver')).toContainText('from step 26 on found no room in the link');
  await page.keyboard.press('Escape');
  expect(await explorer.hash()).toBe(full);
  await explorer.reset.click();
  await expect(explorer.notice).toBeHidden();
});

/** Copies the link from the dialog, which then is closed; opens at a step, or where the dialog says. */
async function copyLink(page: Page, step?: number): Promise<string> {
  await page.getByTestId('share').click();
  if (step !== undefined) await page.getByRole('spinbutton', { name: 'Opens at step' }).fill(String(step));
  await page.getByTestId('copy-link').click();
  await expect(page.getByText('Copied.')).toBeVisible();
  await page.keyboard.press('Escape');
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Notes the losses at every step that the page shows from now on; the function returned gives them. */
async function recordLosses(page: Page): Promise<() => Promise<Losses[]>> {
  const notes = await page.evaluateHandle(() => {
    const list: Losses[] = [];
    const loss = (lane: string): string =>
      document
        .querySelector(`[data-testid="lane-${lane}"] [data-testid="loss"]`)
        ?.getAttribute('data-value') ?? 'none';
    const count = document.querySelector('[data-testid="step-count"]');
    // Steps and losses change in one commit; an observer is called after it.
    new MutationObserver(() => {
      list.push({ step: Number(count?.textContent), residual: loss('residual'), plain: loss('plain') });
    }).observe(count ?? document.body, { childList: true, characterData: true, subtree: true });
    return list;
  });
  return () => notes.evaluate((list) => list);
}
