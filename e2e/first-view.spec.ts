/**
 * The first view: few words and controls; networks, gradients and loss whole in the window; nothing moves; and two clicks lead
 * from opening to a sentence that tells what skips do.
 */
import type { Page } from '@playwright/test';
import { DEFAULT, SMALL, withFields } from './experiments';
import { boxesOf, viewOf, watchShifts } from './first-view';
import { computedUntil } from './main-thread';
import { expect, test } from './test';

const WORDS = 150;
const CONTROLS = 40;

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 390, height: 844 },
] as const;

/** As many networks as there may be. */
const FOUR = withFields(SMALL, { lanes: 'residual,plain,c,d', 'skip.c': '0.5', 'skip.d': '1,0' });

const isPhone = ({ width }: { readonly width: number }): boolean => width < 760;

/** Where the part of the window ends in which the page is seen: a phone has a bar at its foot. */
async function footOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const bar = document.querySelector('.transport');
    const isAtFoot = bar !== null && getComputedStyle(bar).position === 'fixed';
    return isAtFoot ? bar.getBoundingClientRect().top : innerHeight;
  });
}

for (const size of SIZES) {
  const name = `${size.width}×${size.height}`;

  test.describe(name, () => {
    test.use({ viewport: size, ...(isPhone(size) ? { hasTouch: true, isMobile: true } : {}) });

    test(`at most ${WORDS} words and ${CONTROLS} controls at ${name}`, async ({
      explorer,
      page,
    }, testInfo) => {
      await explorer.openReady(DEFAULT);
      const seen = async (when: string) => {
        const view = await viewOf(page);
        testInfo.annotations.push({ type: when, description: JSON.stringify(view) });
        expect(view.words, `words, ${when}`).toBeLessThanOrEqual(WORDS);
        expect(view.controls, `controls, ${when}`).toBeLessThanOrEqual(CONTROLS);
        // It does count.
        expect(view.words).toBeGreaterThan(20);
        expect(view.controls).toBeGreaterThan(8);
      };
      await seen('at step 0');
      await explorer.train.click();
      await explorer.reaches(12);
      await explorer.pause();
      await seen('after some steps');
    });

    for (const [networks, hash] of [
      ['two', DEFAULT],
      ['four', FOUR],
    ] as const) {
      test(`${networks} networks, their gradients and losses are whole in the window at ${name}`, async ({
        explorer,
        page,
      }) => {
        await explorer.openReady(hash);
        const foot = await footOf(page);
        const { width } = size;
        const boxes = await boxesOf(page);
        for (const part of ['stage-networks', 'gradient-panel', 'loss-panel']) {
          const [left, top, right, bottom] = boxes[part] ?? [];
          expect(left, `left of ${part}`).toBeGreaterThanOrEqual(0);
          expect(top, `top of ${part}`).toBeGreaterThanOrEqual(0);
          expect(right, `right of ${part}`).toBeLessThanOrEqual(width);
          expect(bottom, `bottom of ${part}`).toBeLessThanOrEqual(foot);
          // A hairline would be whole too.
          expect((bottom ?? 0) - (top ?? 0), `height of ${part}`).toBeGreaterThan(80);
        }
        for (const lane of await page.locator('.lane').all()) await expect(lane).toBeInViewport({ ratio: 1 });
        expect(await page.evaluate(() => scrollY)).toBe(0);
      });
    }

    test(`nothing moves at ${name}`, async ({ explorer, page }) => {
      await explorer.openReady(SMALL);
      // A phone has the diagrams folded.
      await explorer.unfoldLanes();
      const before = await boxesOf(page);
      expect(Object.keys(before).length).toBeGreaterThan(8);
      const stands = async (when: string) => expect(await boxesOf(page), when).toEqual(before);
      await explorer.train.click();
      await explorer.reaches(1);
      await stands('when a run starts');
      await explorer.reaches(20);
      await stands('after twenty steps');
      await explorer.pause();
      await stands('paused');
      await explorer.openBuilder();
      await stands('with the builder open');
      await page.keyboard.press('Escape');
      await expect(explorer.builder).toBeHidden();
      await page.getByTestId('lane-residual').locator('[data-body="1"]').click();
      await expect(page.getByRole('region', { name: 'Selected blocks' })).toBeVisible();
      await stands('with a block selected');
      await page.keyboard.press('Escape');
      await explorer.skip('plain', 1).focus();
      await stands('with the card of a block');
      await explorer.typeHash(`${SMALL}&junk=1`);
      await expect(explorer.notice).toBeVisible();
      await stands('with a notice');
      await explorer.notice.getByRole('button').click();
      await explorer.preset.selectOption({ index: 1 });
      await explorer.ready();
      // Other networks are other drawings, in the same places.
      const chosen = await boxesOf(page);
      for (const part of [
        'transport',
        'story',
        'stage-networks',
        'gradient-panel',
        'loss-panel',
        // Below the first view of a phone.
        ...(isPhone(size) ? [] : ['stage-images']),
      ])
        expect(chosen[part], part).toEqual(before[part]);
    });

    test(`Train, then all skips: the page says what they do, at ${name}`, async ({ explorer, page }) => {
      // Some twenty steps of the default experiment, on any machine.
      test.slow();
      await explorer.openReady(DEFAULT);
      const story = page.getByTestId('story');
      await explorer.train.click();
      await explorer.reaches(10);
      await explorer.skip('plain', 'all').click();
      await expect(story).toContainText(/Plain has 27 skips on since step \d+/);
      await expect(story).toBeInViewport({ ratio: 1 });
      // And once it has trained with them for a while, what came of it.
      await expect(story).toContainText(/Plain’s loss .* with 27 skips on/, { timeout: 180_000 });
      await expect(story).toBeInViewport({ ratio: 1 });
      for (const part of [
        page.getByTestId('stage-networks'),
        explorer.gradientPanel,
        page.getByTestId('loss-panel'),
      ])
        await expect(part).toBeInViewport({ ratio: 1 });
      expect(await page.evaluate(() => scrollY)).toBe(0);
      await explorer.pause();
    });
  });
}

/** Milliseconds from the address to the gradients of step 0. More than twice as much fails. */
const COLD = 2_000;
/** Of what moves while the page comes; browsers call 0.1 good. */
const SHIFT = 0.02;

test(`from a cold start the gradients are there within ${COLD} ms, and nothing jumps`, async ({
  browser,
  friend,
}, testInfo) => {
  const explorer = await friend();
  const { page } = explorer;
  const shifts = await watchShifts(page);
  await page.addInitScript(() => {
    const look = (): void => {
      const table = document.querySelector('[data-testid="gradient-table"]');
      if (table?.getAttribute('data-step') !== '0') requestAnimationFrame(look);
      else performance.mark('first-gradients');
    };
    requestAnimationFrame(look);
  });
  // The processor's time counts, as in all tests of speed: what a shared machine adds is none of the page's.
  const { computed, slowness } = await computedUntil(browser, page, 'first-gradients', async () => {
    await explorer.open();
    await page.waitForFunction(() => performance.getEntriesByName('first-gradients').length > 0);
  });
  const [at] = await page.evaluate(() =>
    performance.getEntriesByName('first-gradients').map(({ startTime }) => startTime),
  );
  const { sum, moved } = await shifts();
  testInfo.annotations.push({
    type: `first gradients (bar: ${COLD} ms)`,
    description: `${Math.round(at ?? Number.NaN)} ms, of which ${Math.round(computed)} ms computed at slowness ${slowness.toFixed(2)}; shift ${sum.toFixed(4)}`,
  });
  expect(computed, 'a trace with processor times').toBeGreaterThan(50);
  expect(computed).toBeLessThan(2 * COLD * slowness);
  expect(sum, moved.join('\n')).toBeLessThan(SHIFT);
});
