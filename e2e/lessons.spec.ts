/**
 * Lessons beside the stage. Each of ours is walked from end to end, by keyboard alone on a wide page and with a finger on a
 * phone in Chinese, with every act carried out: what the run here measures is what its file says was measured.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { LESSONS } from '../src/lessons/own';
import { finger, keyboard, LessonWalk, lessonFile, WRITTEN, type Language, type Reader } from './lesson-walk';
import { expect, test } from './test';

const WALK = 900_000;

/** All that axe finds within a part of the page. */
async function findings(page: Page, within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include(within).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
}

/** From the step that is open to the last, acts carried out. */
async function walk(
  page: Page,
  language: Language,
  id: (typeof LESSONS)[number],
  reader: Reader,
): Promise<void> {
  const lesson = lessonFile(language, id);
  const walker = new LessonWalk(page, language, reader);
  const times: string[] = [];
  for (const [place, step] of lesson.steps.entries()) {
    await test.step(`${place + 1}: ${step.title}`, async () => {
      await walker.isAt(step, place);
      await walker.looks(step);
      if (step.question !== null) times.push((await walker.answers(step.question)).toFixed(1));
      await expect(page.getByTestId('lesson-edited')).toBeHidden();
      if (place < lesson.steps.length - 1) await reader.press(walker.next);
    });
  }
  console.log(`${language}, ${id}: acts took ${times.join(', ')} s`);
}

test('all lessons are written', () => {
  expect(WRITTEN).toEqual(LESSONS);
});

for (const id of WRITTEN) {
  test(`by keyboard alone: ${id}`, async ({ page, explorer }) => {
    test.setTimeout(WALK);
    const began = Date.now();
    await explorer.openReady();
    const reader = keyboard(page);
    await reader.press(page.getByTestId('lessons'));
    await reader.press(page.getByTestId(`lesson-${id}`));
    await expect(page.locator('#lesson-step-title')).toBeFocused();
    if (id === 'limits') {
      await expect(page.getByTestId('lesson-act')).toBeVisible();
      console.log(
        `limits: its first question stands ${((Date.now() - began) / 1000).toFixed(1)} s after the page was opened`,
      );
    }
    await walk(page, 'en', id, reader);
    expect(await findings(page, '.lesson')).toEqual([]);
    // Nothing sticks out beside a column that takes its room.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  });
}

test.describe('on a phone, in Chinese', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  for (const id of WRITTEN) {
    test(`with a finger: ${id}`, async ({ page, explorer }) => {
      test.setTimeout(WALK);
      await explorer.open('', `?lang=zh-Hans&lesson=${id}`);
      await page.getByTestId('lesson-bar').tap();
      await walk(page, 'zh-Hans', id, finger);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
    });
  }
});

/** Two steps of small networks, in the place of lesson 1. */
const SMALL = {
  format: 'resnet-explorer-lesson',
  version: 1,
  language: 'en',
  title: 'Small',
  summary: 'For tests.',
  steps: ['One', 'Two', 'Three'].map((title, place) => ({
    title,
    text: `Text of [the skips](spot:skip), then $y = \\href{spot:branch}{F(x)} + x$.`,
    experiment: `v=1&set=shapes&blocks=${place + 1},0,0&width=4&batch=8&test=0`,
    until: place === 1 ? 3 : 0,
    look: place === 0 ? ['loss', 'skip:plain'] : ['panel:streams'],
    question:
      place === 2
        ? {
            text: 'What happens?',
            choices: [
              { text: 'The loss rises', from: 0, below: null },
              { text: 'The loss falls', from: null, below: 0 },
            ],
            act: { kind: 'switch', lane: 'plain', block: 'all', gain: 1, steps: 4 },
            measure: {
              one: { of: 'loss', lane: 'plain', at: 'after' },
              other: { of: 'loss', lane: 'plain', at: 'before' },
              by: 'difference',
              unit: 'number',
            },
            answer: 'It went from {other} to {one}.',
            measured: [],
            doubt: 'It depends.',
          }
        : {
            text: 'How large is the loss?',
            choices: [
              { text: 'Below 1', from: null, below: 1 },
              { text: '1 or more', from: 1, below: null },
            ],
            act: { kind: 'train', steps: 5 },
            measure: {
              one: { of: 'loss', lane: 'residual', at: 'after' },
              other: null,
              by: 'ratio',
              unit: 'number',
            },
            answer: 'It is {value}.',
            measured: [],
            doubt: null,
          },
    further: null,
  })),
};

test.describe('a small lesson', () => {
  test.beforeEach(async ({ page }) => {
    // As the build writes a file of JSON.
    await page.route('**/assets/limits-*.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `const lesson = ${JSON.stringify(SMALL)}; export { lesson as default };`,
      }),
    );
  });

  const stage = { hash: '#v=1&set=shapes&blocks=2,1,1&width=4&batch=16&test=0' };

  test('its steps are links, with their own experiment or that of the link', async ({ page, explorer }) => {
    await explorer.open('', '?lesson=limits&step=2');
    await expect(page.getByRole('heading', { name: 'Two', exact: true })).toBeVisible();
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    await expect(explorer.stepCount).toHaveText('3');
    expect(await explorer.hash()).toContain('blocks=2,0,0');
    await explorer.open(stage.hash, '?lesson=limits&step=2');
    await expect(page.getByTestId('lesson-edited')).toBeVisible();
    expect(await explorer.hash()).toContain('blocks=2,1,1');
    await page.getByTestId('set-up').click();
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    expect(await explorer.hash()).toContain('blocks=2,0,0');
  });

  test('Back and Forward walk through it, and out of it', async ({ page, explorer }) => {
    await explorer.openReady(stage.hash);
    await page.getByTestId('lessons').click();
    await page.getByTestId('lesson-limits').click();
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    await page.getByTestId('lesson-next').click();
    await expect(page.getByRole('heading', { name: 'Two', exact: true })).toBeFocused();
    await expect(explorer.stepCount).toHaveText('3');
    await page.goBack();
    await expect(page.getByRole('heading', { name: 'One', exact: true })).toBeVisible();
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    expect(await explorer.hash()).toContain('blocks=1,0,0');
    await page.goForward();
    await expect(page.getByRole('heading', { name: 'Two', exact: true })).toBeVisible();
    await expect(explorer.stepCount).toHaveText('3');
    await page.goBack();
    await page.goBack();
    await expect(page.getByTestId('lesson')).toBeHidden();
    expect(await explorer.hash()).toBe(stage.hash);
    await page.goForward();
    await expect(page.getByRole('heading', { name: 'One', exact: true })).toBeVisible();
  });

  test('keeps its progress, shows it in the list, and clears it', async ({ page, explorer }) => {
    await explorer.open('', '?lesson=limits');
    await page.getByTestId('choice-1').check();
    await page.getByTestId('lesson-act').click();
    const value = await page.getByTestId('lesson-value').textContent();
    await page.reload();
    await expect(page.getByTestId('lesson-value')).toHaveText(value ?? '');
    await expect(page.getByTestId('lesson-verdict')).toHaveAttribute('data-right', 'true');
    await page.getByTestId('all-lessons').click();
    await expect(page.getByTestId('lesson-limits')).toContainText('1 of 3 steps done');
    expect(await findings(page, '.lesson-list')).toEqual([]);
    await page.getByTestId('clear-progress').click();
    await expect(page.getByTestId('lesson-limits')).toContainText('3 steps');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('lesson-list')).toBeHidden();
    await expect(page.getByTestId('lesson-act')).toBeVisible();
  });

  test('answers what the reader does on the stage: trains, and throws a switch', async ({
    page,
    explorer,
  }) => {
    await explorer.open('', '?lesson=limits');
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    await page.getByTestId('choice-0').check();
    for (let step = 1; step <= 5; step++) {
      await explorer.step.click();
      await explorer.reaches(step);
    }
    await expect(page.getByTestId('lesson-verdict')).toHaveAttribute('data-right', 'false');
    await page.getByRole('button', { name: /^Step 3: Three/ }).click();
    await expect(page.getByTestId('lesson-act')).toHaveText('Switch all skips of plain on, train 4 steps');
    await explorer.skip('plain', 'all').click();
    await page.getByTestId('lesson-go-on').click();
    await expect(page.getByTestId('lesson-answer')).toContainText(/It went from [\d.]+ to [\d.]+/);
    await expect(explorer.stepCount).toHaveText('4');
    await expect(page.getByTestId('lesson-edited')).toBeHidden();
  });

  test('tries other seeds, and lists what each measures', async ({ page, explorer }) => {
    await explorer.open('', '?lesson=limits');
    await page.getByTestId('lesson-act').click();
    await expect(page.getByTestId('lesson-verdict')).toBeVisible();
    for (const count of [2, 3]) {
      await page.getByTestId('lesson-seed').click();
      await expect(page.getByTestId('lesson-seeds').locator('tbody tr')).toHaveCount(count);
    }
    const values = await page.getByTestId('lesson-seeds').locator('tbody td').allTextContents();
    expect(new Set(values).size).toBe(3);
    expect(await explorer.hash()).toContain('seed.init=2');
  });

  test('says that the experiment was changed, and sets it up again; Undo goes back', async ({
    page,
    explorer,
  }) => {
    await explorer.open('', '?lesson=limits');
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    const own = await explorer.hash();
    await explorer.openBuilder();
    await page.getByTestId('undo').click();
    await expect(page.getByTestId('lesson-edited')).toBeVisible();
    expect(await explorer.hash()).not.toBe(own);
    await page.getByTestId('set-up').click();
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    expect(await explorer.hash()).toBe(own);
  });

  test('gives back what the reader had before', async ({ page, explorer }) => {
    await explorer.openReady(stage.hash);
    const undisturbed = (await explorer.stepTo(4)).at(-1);
    await explorer.reset.click();
    await explorer.ready();
    await explorer.stepTo(2);
    await page.getByTestId('lessons').click();
    await page.getByTestId('lesson-limits').click();
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    await page.getByTestId('close-lesson').click();
    await expect(page.getByTestId('lesson')).toBeHidden();
    await page.getByTestId('bring-back').click();
    await expect(explorer.stepCount).toHaveText('2');
    await expect(explorer.step).toBeEnabled();
    expect(await explorer.hash()).toBe(stage.hash);
    expect((await explorer.stepTo(4)).at(-1)).toEqual(undisturbed);
    await expect(page.getByTestId('lesson-offer')).toBeHidden();
  });

  test('lights places up, alone while they are pointed at, in nobody’s way', async ({ page, explorer }) => {
    await explorer.open('', '?lesson=limits');
    await expect(page.getByTestId('lesson-act')).toBeVisible();
    const rings = page.locator('.spotlight-ring');
    await expect(rings).toHaveCount(2);
    await expect(page.locator('.spotlight-dim')).toHaveAttribute('data-on', 'true');
    const plain = page.getByTestId('lane-plain');
    await expect(plain).toHaveAttribute('data-lit', 'skip');
    await expect(page.getByTestId('lane-residual')).not.toHaveAttribute('data-lit', /./);
    await page.locator('.lesson .formula-part').first().hover();
    await expect(plain).toHaveAttribute('data-lit', 'branch');
    await explorer.skip('plain', 0).click();
    await expect(page.locator('.spotlight-dim')).toHaveAttribute('data-on', 'false');
    await expect(page.getByTestId('lesson-edited')).toBeVisible();
    await page.getByTestId('lesson-next').click();
    await expect(page.getByTestId('instrument-streams')).toBeVisible();
    // It is below what the reader sees.
    await expect(page.locator('.spotlight-dim')).toHaveAttribute('data-on', 'false');
    await page.locator('.lesson-place').first().click();
    await expect(page.locator('.instrument[data-open="true"]')).toBeInViewport();
  });

  test('stands in the stage of a frame', async ({ page, explorer }) => {
    await explorer.open('', '?embed=stage&lesson=limits&step=2');
    await expect(page.getByTestId('embed-stage')).toBeVisible();
    await page.getByTestId('lesson-act').click();
    await expect(page.getByTestId('lesson-verdict')).toBeVisible();
  });

  test('does in a browser that keeps nothing', async ({ page, explorer }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new Error('forbidden');
        },
      });
    });
    await explorer.open('', '?lesson=limits');
    await page.getByTestId('lesson-act').click();
    await expect(page.getByTestId('lesson-verdict')).toBeVisible();
    await page.getByTestId('lesson-next').click();
    await expect(page.getByRole('heading', { name: 'Two', exact: true })).toBeFocused();
  });
});

test('a lesson that there is not is told, and the page works', async ({ page, explorer }) => {
  await explorer.open('#v=1&set=shapes&blocks=1,0,0&width=4&batch=8&test=0', '?lesson=nothing');
  await expect(page.getByTestId('lesson-missing')).toContainText('“nothing”');
  await explorer.ready();
});
