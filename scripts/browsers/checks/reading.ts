/** Lessons, the article, the other language, and how the page looks. */
import { readFileSync } from 'node:fs';
import { LESSONS } from '../../../src/lessons/own';
import { readLesson } from '../../../src/lessons/read';
import { holds, same, SMALL, type BrowserCheck } from '../check';
import { byId, until } from '../explorer';

/** Its second question is answered by the first gradients. */
const LESSON = 'block';
const STEP = 2;

const lesson: BrowserCheck = {
  name: 'a lesson is read, answered and judged',
  async run({ explorer, figure }) {
    const file = new URL(`../../../src/i18n/en/lessons/${LESSON}.json`, import.meta.url);
    const question = readLesson(JSON.parse(readFileSync(file, 'utf8'))).lesson?.steps[STEP - 1]?.question;
    if (!question) throw new Error('the lesson has another form');
    await explorer.open('', `lesson=${LESSON}&step=${STEP}`);
    await explorer.click(byId(`choice-${question.choices.length - 1}`));
    await explorer.click(byId('lesson-act'));
    await explorer.sees(byId('lesson-verdict'));
    same('judged', await explorer.attributeOf(byId('lesson-verdict'), 'data-right'), 'true');
    const value = Number(await explorer.attributeOf(byId('lesson-value'), 'data-value'));
    figure('what the lesson measures', value.toPrecision(4), question.measured[0]?.toPrecision(4));
    await explorer.click(byId('lesson-next'));
    await until(
      'the next step',
      () => explorer.driver.evaluate(() => location.search),
      (query) => query.includes(`step=${STEP + 1}`),
    );
  },
};

const article: BrowserCheck = {
  name: 'the article is whole, and its figures live',
  async run({ explorer }) {
    await explorer.driver.open(`${explorer.address}?article&backend=wasm`);
    for (const id of LESSONS) await explorer.sees(`#${id} h2`);
    holds('no formula is faulty', !(await explorer.has('.formula-faulty')));
    await explorer.show('.article-frame');
    await explorer.sees('.article-frame iframe');
    await until(
      'a figure that has measured something',
      () =>
        explorer.driver.evaluate(() => {
          const frame = document.querySelector<HTMLIFrameElement>('.article-frame iframe');
          return frame?.contentDocument?.querySelector('canvas, svg') !== null;
        }),
      Boolean,
    );
  },
};

const chinese: BrowserCheck = {
  name: 'speaks Chinese',
  async run({ explorer }) {
    await explorer.openReady(SMALL, 'lang=zh-Hans');
    same('the language', await explorer.attributeOf('html', 'lang'), 'zh-Hans');
    holds('its buttons are Chinese', /^[\u4e00-\u9fff]+$/.test(await explorer.textOf(byId('train'))));
    // The choice is kept: what follows is English again.
    // By its key: what has just been told may lie over the foot.
    await explorer.driver.evaluate(() =>
      document.querySelector<HTMLElement>('[data-testid="language"]')?.click(),
    );
    await until(
      'English',
      () => explorer.textOf(byId('train')),
      (text) => text === 'Train',
    );
  },
};

const looks: BrowserCheck = {
  name: 'is light and dark, and fits its window',
  async run({ explorer, picture }) {
    await explorer.openReady(SMALL);
    await explorer.stepTo(2);
    const seen = new Map<string, number>();
    for (let turn = 0; turn < 3; turn++) {
      const { scheme, brightness } = await explorer.driver.evaluate(() => {
        const { backgroundColor } = getComputedStyle(document.documentElement);
        const canvas = document.createElement('canvas').getContext('2d');
        if (canvas === null) throw new Error('no canvas');
        canvas.fillStyle = backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
        const scheme = getComputedStyle(document.documentElement).colorScheme;
        return { scheme, brightness: (red + green + blue) / 765 };
      });
      if (!seen.has(scheme)) await picture(brightness > 0.5 ? 'light' : 'dark');
      seen.set(scheme, brightness);
      await explorer.click(byId('theme'));
    }
    const brightnesses = [...seen.values()];
    holds(
      `light and dark: ${JSON.stringify([...seen])}`,
      Math.min(...brightnesses) < 0.3 && Math.max(...brightnesses) > 0.8,
    );
    same('what sticks out', await explorer.sticksOut(), 0);
  },
};

export const READING: readonly BrowserCheck[] = [lesson, article, chinese, looks];
