/**
 * In Chinese nothing is English: whatever the page shows, at any moment of these walks, has no word in Latin letters but names,
 * keys, units and what stands in a link or a file.
 */
import { join } from 'node:path';
import { parts, texts } from '../src/i18n/zh-Hans/index';
import { LESSONS } from '../src/lessons/own';
import { SMALL, TINY, withFields } from './experiments';
import { Explorer } from './explorer';
import { photos, upload, zipOf } from './photos';
import { watchLatin } from './latin';
import { expect, expectFault, test as base } from './test';
import { tour } from './tour';

/** Names of logs, of what is in them, and of programs that write some. */
const LOGS =
  /hook\.py|(?:vanishing|diverges|trains)\.(?:jsonl|csv)|Linear|\d\.norm|ln(?=\()|CS231n|TensorBoard|W&B|JSON|CSV|GB/g;

const test = base.extend<{ readonly latin: () => Promise<string[]> }>({
  explorer: async ({ page }, use) => {
    await use(new Explorer(page, texts));
  },
  /** `No skips` is what the tour calls a network. */
  latin: [
    async ({ page }, use) => {
      const found = await watchLatin(page, [/No skips/g, LOGS]);
      await use(found);
      expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
      expect(await found(), 'words that are not Chinese').toEqual([]);
    },
    { auto: true },
  ],
});
test.use({ locale: 'zh-CN' });

test('on a tour through everything that changes what the page says', async ({ explorer }) => {
  await explorer.openReady(SMALL);
  await tour(explorer);
});

test('in the drawer, all sections and their hints, with every kind of network and block', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  await explorer.tellStagesApart();
  for (const fields of [
    { block: 'bottleneck', order: 'pre', shortcut: 'C', se: '4', dropout: '0.1' },
    { norm: 'none', init: 'fixup', opt: 'adam', schedule: 'cosine', act: 'selu' },
    { norm: 'group', set: 'digits', opt: 'rmsprop' },
  ]) {
    await explorer.typeHash(withFields(SMALL, fields));
    await explorer.ready();
  }
  const add = page.getByTestId('add-lane-kind');
  for (const value of await add
    .locator('option')
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))) {
    await add.selectOption(value);
    await page.getByTestId('add-lane').click();
    await page.locator('.lane-list li').last().getByRole('button').last().click();
  }
});

test('in all questions of the menu', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  const values = await explorer.preset
    .locator('option')
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  for (const value of values.filter((one) => one !== 'custom')) {
    await explorer.preset.selectOption(value);
    await expect(explorer.preset).toHaveValue(value);
    await page.getByTestId('why').click();
    await expect(page.locator('.story-why table')).toBeVisible();
    await page.keyboard.press('Escape');
  }
});

test('in help, menus of charts, the dialog of sharing, the presenter and on paper', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.openDetails();
  await page.getByTestId('help').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const more of await page.getByTestId('chart-menu').all()) {
    await more.click();
    await page.keyboard.press('Escape');
  }
  await page.getByTestId('present').click();
  await page.keyboard.press('Escape');
  await page.emulateMedia({ media: 'print' });
});

test('for what an address has that cannot be used', async ({ explorer }) => {
  await explorer.openReady(
    `${SMALL}&junk=1&lr=x&blocks=a`,
    '?backend=abacus&until=x&theme=red&play=no&embed=all&lang=xx',
  );
  await expect(explorer.notice).toBeVisible();
});

test('when images do not arrive, nor the trainer', async ({ explorer, page, faults }) => {
  await page.route('**/data/**', (route) => route.abort());
  await explorer.open(TINY.replace('set=shapes&', ''));
  await expect(page.getByTestId('failure')).toBeVisible();
  await page.route('**/trainer.worker-*.js', (route) => route.abort());
  await explorer.open(TINY);
  await expect(page.getByTestId('failure')).toBeVisible();
  expectFault(faults, /failed|ERR_FAILED|trainer\.worker/);
});

test('for the log of a training: its door, its pictures, and all that is found wrong', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  for (const log of ['vanishing.jsonl', 'diverges.jsonl', 'trains.csv']) {
    await page.getByTestId('bring').click();
    await page.getByRole('radio', { name: parts.bring.doors.logs }).check();
    await page.getByTestId('log-file').setInputFiles(join(import.meta.dirname, 'fixtures', 'logs', log));
    await expect(page.getByTestId('log-fine')).toBeVisible();
    const chart = page.getByTestId('log-profile').getByRole('slider');
    await chart.focus();
    await chart.press('End');
    for (const beside of ['page', 'none']) await page.getByTestId('log-beside').selectOption(beside);
    for (const picture of ['history', 'lines', 'numerics'] as const) {
      await page.getByRole('radio', { name: parts.logs.pictures[picture] }).check();
      if (picture !== 'numerics') await expect(page.getByTestId(`log-${picture}`)).toBeVisible();
    }
  }
});

test('for own images: brought, taken in, kept, removed, and missing', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await page.getByTestId('bring').click();
  await page.getByTestId('by-class').click();
  await page.getByTestId('use-camera').first().click();
  await expect(page.getByTestId('camera')).toContainText(parts.bring.images.camera.again);
  await page.getByRole('button', { name: parts.bring.images.byClass.back }).click();
  const files = page.getByTestId('bring-files');
  await files.setInputFiles([upload('宠物.zip', zipOf(photos(['猫'])))]);
  await expect(page.getByTestId('import-problem')).toBeVisible();
  await page.getByTestId('import-back').click();
  const all = new Map([...photos(['猫', '狗']), ['狗/说明', Buffer.from('狗')] as const]);
  await files.setInputFiles([upload('宠物.zip', zipOf(all))]);
  await expect(page.getByTestId('left-out')).toBeVisible();
  await page.getByTestId('take-in').click();
  await page.getByTestId('train-on-it').click();
  await explorer.openBuilder();
  await page.getByTestId('own-images').click();
  await page.getByTestId('remove-set').click();
  await expect(page.getByTestId('keep-it')).toBeVisible();
  await page.getByTestId('bring-close').click();
  await expect.poll(() => explorer.hash()).toContain('set=own');
  await explorer.open(await explorer.hash());
  await page.getByTestId('bring-missing').click();
  await files.setInputFiles([upload('鸟.zip', zipOf(photos(['鸡', '鸭', '鹅'])))]);
  await page.getByTestId('take-in').click();
  await expect(page.getByTestId('other-set')).toBeVisible();
});

for (const embed of ['stage', 'profile', 'loss', 'diagram']) {
  test(`in a frame: ${embed}`, async ({ explorer, page }) => {
    await explorer.open(SMALL, `?embed=${embed}`);
    await expect(page.getByRole('link', { name: texts.share.embed.open })).toBeVisible();
  });
}

test('in the list of lessons, every step of each, and their editor', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await page.getByTestId('lessons').click();
  await expect(page.getByTestId('lesson-list').getByRole('heading').first()).toBeVisible();
  for (const id of LESSONS) {
    await explorer.open('', `?lesson=${id}`);
    const steps = page.getByTestId('lesson').locator('nav button, ol button');
    await expect(steps.first()).toBeVisible();
    for (const step of await steps.all()) await step.click();
  }
  await explorer.openReady(TINY);
  await page.getByTestId('lessons').click();
  await page.getByRole('button', { name: parts.lessons.list.write.title }).click();
  await expect(page.getByTestId('lesson-editor')).toBeVisible();
});

test('in the article', async ({ page }) => {
  await page.goto('./?article');
  await expect(page.getByRole('heading').nth(LESSONS.length)).toBeVisible();
});
