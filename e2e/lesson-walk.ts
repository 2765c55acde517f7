/** Our lessons as their files have them, and a reader who walks through one, in the words of the tests. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { formatValue } from '../src/i18n/figures';
import type { Lesson, LessonStep, Question } from '../src/lessons/format';
import { choiceOf } from '../src/lessons/measure';
import { readLesson } from '../src/lessons/read';
import { LESSONS, type LessonId } from '../src/lessons/own';

export type Language = 'en' | 'zh-Hans';

const fileOf = (language: Language, id: LessonId): URL =>
  new URL(`../src/i18n/${language}/lessons/${id}.json`, import.meta.url);

export const WRITTEN = LESSONS.filter((id) => existsSync(fileOf('en', id)));

export function lessonFile(language: Language, id: LessonId): Lesson {
  const { lesson } = readLesson(JSON.parse(readFileSync(fileOf(language, id), 'utf8')));
  if (lesson === null) throw new Error(`the lesson ${id} cannot be read`);
  return lesson;
}

/** How a reader goes about it: with a pointer, or by keyboard alone. */
export interface Reader {
  readonly press: (button: Locator) => Promise<void>;
  readonly choose: (radio: Locator) => Promise<void>;
  /** Points at what lights a place up. */
  readonly pointAt: (place: Locator) => Promise<void>;
}

export class LessonWalk {
  readonly page: Page;
  readonly language: Language;
  readonly reader: Reader;
  readonly panel: Locator;
  readonly act: Locator;
  readonly verdict: Locator;
  readonly value: Locator;
  readonly next: Locator;
  readonly rings: Locator;

  constructor(page: Page, language: Language, reader: Reader) {
    this.page = page;
    this.language = language;
    this.reader = reader;
    this.panel = page.getByTestId('lesson');
    this.act = page.getByTestId('lesson-act');
    this.verdict = page.getByTestId('lesson-verdict');
    this.value = page.getByTestId('lesson-value');
    this.next = page.getByTestId('lesson-next');
    this.rings = page.locator('.spotlight-ring');
  }

  heading(title: string): Locator {
    return this.panel.getByRole('heading', { level: 3, name: title, exact: true });
  }

  /** Whether this step is open, at its own experiment and set up. */
  async isAt(step: LessonStep, place: number): Promise<void> {
    await expect(this.heading(step.title)).toBeVisible();
    await expect(this.page).toHaveURL(new RegExp(`[?&]step=${place + 1}(?:&|#|$)`));
  }

  /** Each place of the step is on the page, and lit up alone while it is pointed at. */
  async looks(step: LessonStep): Promise<void> {
    for (const spot of step.look) {
      await this.reader.pointAt(this.panel.locator(`.lesson-place[data-spot="${spot}"]`));
      await expect(this.rings, `the place ${spot}`).not.toHaveCount(0);
    }
  }

  /** Predicts, acts, and compares what the run measured with what the lesson says was measured. @returns Seconds of the act. */
  async answers({ choices, measure, measured }: Question): Promise<number> {
    const { page, reader } = this;
    await expect(this.act).toBeVisible();
    await reader.choose(page.getByTestId(`choice-${choices.length - 1}`));
    const begun = Date.now();
    await reader.press(this.act);
    await expect(this.verdict).toBeVisible({ timeout: 120_000 });
    const seconds = (Date.now() - begun) / 1000;
    const [own = Number.NaN] = measured;
    const value = Number(await this.value.getAttribute('data-value'));
    await expect(this.value).toHaveText(formatValue(value, measure.unit, this.language));
    const told = `measured ${value} here, ${own} by npm run lessons`;
    expect(choiceOf({ choices }, value), told).toBe(choiceOf({ choices }, own));
    // To the last of the file's four digits: kernels add in a fixed order, in Node as in a browser.
    expect(Number.isFinite(value) ? Number(value.toPrecision(4)) : value, told).toBe(own);
    const isRight = choiceOf({ choices }, value) === choices.length - 1;
    await expect(this.verdict).toHaveAttribute('data-right', String(isRight));
    await expect(page.getByTestId('lesson-answer')).not.toContainText(/\{\w+\}/);
    return seconds;
  }
}

/** Goes on by the tab key until this has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < 80; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  expect(await target.evaluate((element) => element === document.activeElement), 'reached by Tab').toBe(true);
}

export const keyboard = (page: Page): Reader => ({
  press: async (button) => {
    await tabTo(page, button);
    await page.keyboard.press('Enter');
  },
  choose: async (radio) => {
    const group = radio.locator('xpath=ancestor::fieldset[1]').getByRole('radio');
    await tabTo(page, group.first());
    await page.keyboard.press('Space');
    for (let tries = 0; tries < 5 && !(await radio.isChecked()); tries++)
      await page.keyboard.press('ArrowDown');
    await expect(radio).toBeChecked();
  },
  pointAt: (place) => tabTo(page, place),
});

export const finger: Reader = {
  press: (button) => button.tap(),
  choose: async (radio) => {
    await radio.tap();
    await expect(radio).toBeChecked();
  },
  pointAt: (place) => place.tap(),
};
