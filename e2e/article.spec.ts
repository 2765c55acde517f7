/** The lessons as one page to read: all chapters, in both languages, with figures that live while they are in view, and on paper. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { LESSONS } from '../src/lessons/own';
import { expect, test } from './test';

async function openArticle(page: Page, query = '?article'): Promise<void> {
  await page.goto(`./${query}`);
  for (const id of LESSONS) await expect(page.locator(`#${id} h2`)).toBeVisible();
}

const frames = (page: Page) => page.locator('.article-frame iframe');

/** Has the window begin at a figure, counted from 0, and waits for it to be live. */
async function goTo(page: Page, figure: number): Promise<void> {
  const frame = page.locator('.article-frame').nth(figure);
  await frame.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await expect(frame.locator('iframe')).toHaveCount(1);
}

for (const [language, lang] of [
  ['English', 'en'],
  ['Chinese', 'zh-Hans'],
] as const) {
  test(`all chapters are there in ${language}, each with steps, questions and figures`, async ({ page }) => {
    await openArticle(page, `?article&lang=${lang}`);
    await expect(page.locator('html')).toHaveAttribute('lang', lang);
    const contents = page.getByRole('navigation').getByRole('link');
    await expect(contents).toHaveCount(LESSONS.length);
    for (const [index, id] of LESSONS.entries()) {
      const chapter = page.locator(`#${id}`);
      const title = await chapter.locator('h2').innerText();
      expect(title).toContain((await contents.nth(index).innerText()).trim());
      expect(await chapter.locator('h3').count()).toBeGreaterThanOrEqual(4);
      expect(await chapter.locator('.article-frame').count()).toBeGreaterThanOrEqual(1);
      expect(await chapter.locator('.article-question').count()).toBeGreaterThanOrEqual(3);
    }
    await test.step('no formula is faulty, and no mark of Markdown is left', async () => {
      await expect(page.locator('.formula-faulty')).toHaveCount(0);
      const left = await page
        .locator('.lesson-text')
        .evaluateAll((texts) =>
          texts
            .map((text) => (text as HTMLElement).innerText)
            .filter((text) => /\*\*|\]\(|\$|\{(?:value|one|other|low|high)\}/.test(text)),
        );
      expect(left).toEqual([]);
    });
    if (lang === 'en') return;
    await test.step('no English is left, but names, formulas and code', async () => {
      const words = await page.locator('.article').evaluate((article) => {
        const copy = article.cloneNode(true) as HTMLElement;
        for (const part of copy.querySelectorAll('math, code, svg, iframe, [lang]')) part.remove();
        return copy.textContent?.match(/\b[a-z]{2,}(?:[ ,]+[a-z]{2,})+\b/g) ?? [];
      });
      expect(words).toEqual([]);
    });
  });
}

test('a chapter is a link, and steps lead to the lesson', async ({ page }) => {
  await openArticle(page, '?article#why');
  await expect(page.locator('#why h2')).toBeInViewport();
  const link = page.locator('#why-1').getByRole('link', { name: /^Step 1 in the lesson/ });
  expect(await link.getAttribute('href')).toBe('?lesson=why&step=1');
  await page.getByRole('banner').getByRole('link').click();
  await expect(page.getByTestId('train')).toBeEnabled();
});

test('the list of lessons leads to the article', async ({ explorer, page }) => {
  await explorer.openReady();
  await page.getByTestId('lessons').click();
  await page.getByTestId('lessons-article').click();
  await expect(page.locator('#limits h2')).toBeVisible();
  expect(new URL(page.url()).searchParams.has('article')).toBe(true);
});

test('the page runs nothing; a figure comes to life in view, trains, and answers', async ({ page }) => {
  // Of this document alone: frames have windows of their own, and the first figure may be in view at once.
  await page.addInitScript(() => {
    const begun: string[] = [];
    window.Worker = new Proxy(Worker, {
      construct(Real, [url, options]: ConstructorParameters<typeof Worker>) {
        begun.push(String(url));
        return new Real(url, options);
      },
    });
    Object.assign(window, { begun });
  });
  const begun = () => page.evaluate(() => (window as unknown as { begun: string[] }).begun);
  await openArticle(page);
  await goTo(page, 0);
  const first = page.locator('#limits-1');
  const frame = first.frameLocator('iframe');
  await expect(frame.getByTestId('train')).toBeEnabled();
  await expect(frame.locator('.notice')).toHaveCount(0);
  await frame.getByTestId('train').click();
  await expect(frame.getByTestId('step-count')).toHaveText(/^([2-9]|\d\d+)$/);
  await test.step('the answer, unfolded, has the figure trained to where it was measured', async () => {
    await first.locator('summary').click();
    await expect(first.locator('.article-measured')).toContainText('seed 2');
    await expect(first.locator('figcaption')).toContainText('at step 100');
    await expect(frame.getByTestId('step-count')).toHaveText('100', { timeout: 120_000 });
  });
  expect(page.workers().length).toBeGreaterThan(0);
  expect(await begun()).toEqual([]);
});

test('at most three figures are live, those in view among them, and none far away', async ({ page }) => {
  // Higher than any screen, so that more than three are in view.
  await page.setViewportSize({ width: 1280, height: 6000 });
  await openArticle(page);
  await expect(frames(page)).toHaveCount(3);
  await test.step('one more is had for another', async () => {
    const asked = page.locator('.article-frame:has(button)').first();
    const id = await asked.getAttribute('data-figure');
    await asked.getByRole('button').click();
    await expect(page.locator(`[data-figure="${id}"] iframe`)).toBeFocused();
    await expect(frames(page)).toHaveCount(3);
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  const count = await page.locator('.article-frame').count();
  await goTo(page, count - 1);
  await goTo(page, 0);
  await expect(page.locator('.article-frame').last().locator('iframe')).toHaveCount(0);
  const height = await page
    .locator('.article-frame')
    .last()
    .evaluate((frame) => frame.clientHeight);
  expect(height).toBeGreaterThan(200);
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`axe finds nothing, and nothing sticks out, at ${width}×${height}`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    for (const [colorScheme, lang] of [
      ['light', 'en'],
      ['dark', 'zh-Hans'],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await openArticle(page, `?article&lang=${lang}`);
      await goTo(page, 0);
      await expect(page.frameLocator('iframe').first().getByTestId('train')).toBeEnabled();
      // Not one by one: each click would scroll there, and have its figure trained.
      await page.locator('details').evaluateAll((answers) => {
        for (const answer of answers) (answer as HTMLDetailsElement).open = true;
      });
      // Parts in frames are looked at one by one elsewhere: together, they have landmarks of the same names.
      const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([]);
      const root = page.locator('html');
      expect(await root.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    }
  });
}

test('on paper a chapter begins a page, answers are open, and figures are their captions', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openArticle(page);
  const pdf = await page.pdf({ format: 'A4' });
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? [];
  expect(pages.length).toBeGreaterThan(LESSONS.length);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.locator('details:not([open])')).toHaveCount(0);
  await expect(page.locator('.article-frame:visible, .article-head:visible')).toHaveCount(0);
  await expect(page.locator('#limits-1 figcaption')).toContainText(/: http:.*\?lesson=limits&step=1$/);
  const breaks = await page
    .locator('.article-chapter')
    .evaluateAll((chapters) => chapters.map((chapter) => getComputedStyle(chapter).breakBefore));
  expect(new Set(breaks)).toEqual(new Set(['page']));
  await test.step('on the screen all is as it was', async () => {
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await expect(page.locator('details[open]')).toHaveCount(0);
    await expect(page.locator('.article-frame').first()).toBeVisible();
  });
});

test('keys reach contents, terms, answers, figures and their links', async ({ page }) => {
  await openArticle(page);
  // A figure is reached once it is live, and keys go through all that is in it before they go on.
  await goTo(page, 0);
  await expect(page.frameLocator('#limits-1 iframe').getByTestId('train')).toBeEnabled();
  const missed = new Set(['a', 'button', 'iframe', 'summary']);
  for (let presses = 0; presses < 150 && missed.size > 0; presses++) {
    await page.keyboard.press('Tab');
    missed.delete(await page.evaluate(() => document.activeElement?.localName ?? ''));
  }
  expect([...missed]).toEqual([]);
});
