/** Lessons of teachers: written beside the stage, saved, opened from a file and from the host, and walked by a reader. */
import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { SMALL, TINY } from './experiments';
import type { Explorer } from './explorer';
import { expect, expectFault, test } from './test';

const editorOf = (page: Page): Locator => page.getByTestId('lesson-editor');
const lessonOf = (page: Page): Locator => page.getByTestId('lesson');
const noticeOf = (page: Page): Locator => page.getByTestId('lesson-notice');

async function openEditor(page: Page): Promise<Locator> {
  await page.getByTestId('lessons').click();
  await page.getByTestId('lessons-write').click();
  await expect(editorOf(page)).toBeVisible();
  return editorOf(page);
}

/** Fills a field of the step at hand. */
async function fill(editor: Locator, name: string, text: string, nth = 0): Promise<void> {
  await editor.getByRole('textbox', { name, exact: true }).nth(nth).fill(text);
}

/** Drops a file onto the page, as a hand would. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const data = await page.evaluateHandle(
    ([name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: 'application/json' }));
      return transfer;
    },
    [name, text] as const,
  );
  await page.dispatchEvent('main', 'dragover', { dataTransfer: data });
  await expect(page.getByText('Drop files or folders to open them')).toBeVisible();
  await page.dispatchEvent('main', 'drop', { dataTransfer: data });
}

/** A sound lesson of one step without a question. */
const lesson = (changes: object = {}): object => ({
  format: 'resnet-explorer-lesson',
  version: 1,
  language: 'en',
  title: 'From the school',
  summary: '',
  steps: [{ title: 'Only step', text: 'It says $y = F(x) + x$.', experiment: TINY, look: ['loss'] }],
  ...changes,
});

/** Has the host answer with this beside the page. */
async function serve(
  page: Page,
  name: string,
  body: string,
  contentType = 'application/json',
): Promise<void> {
  await page.route(`**/${name}`, (route) => route.fulfill({ body, contentType }));
}

/** Writes a question about the loss after a few steps, whose second choice holds every loss. */
async function askForLoss(editor: Locator): Promise<void> {
  await editor.getByTestId('add-question').click();
  await fill(editor, 'What is asked', 'Is the loss below zero after 3 steps?');
  await editor.getByLabel('Steps trained').fill('3');
  await editor.getByLabel('Steps trained').press('Enter');
  await fill(editor, 'Choice 1', 'Yes, below');
  await fill(editor, 'Choice 2', 'No, above');
  await fill(editor, 'Answer', 'It is {value}.');
}

test('a file with more faults than fit on a page: all of them can be read, and put away, on a phone too', async ({
  explorer,
  page,
}) => {
  const look = Array.from({ length: 12 }, (_, index) => `place ${index} that there is not`);
  const step = { title: 'Step', text: '', experiment: TINY, look };
  const text = JSON.stringify(lesson({ steps: Array.from({ length: 10 }, () => step) }));
  for (const viewport of [
    { width: 1440, height: 900 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    await explorer.openReady(TINY);
    await drop(page, 'faulty.json', text);
    const notice = noticeOf(page);
    await expect(notice.getByRole('button')).toBeInViewport({ ratio: 1 });
    const last = notice.getByRole('listitem').last();
    await expect(last).not.toBeInViewport();
    await notice.hover({ position: { x: 60, y: 60 } });
    await page.mouse.wheel(0, 20_000);
    await expect(last).toBeInViewport({ ratio: 1 });
    await page.mouse.wheel(0, -20_000);
    await notice.getByRole('button').click();
    await expect(notice).toHaveCount(0);
    await expect(page.getByTestId('lesson')).toBeVisible();
  }
});

test('a lesson of two steps is written from the stage, measured, kept, saved, and walked by a reader', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const editor = await openEditor(page);
  await fill(editor, 'Title', 'Loss of small networks');
  await fill(editor, 'Title', 'After three steps', 1);
  await fill(editor, 'Text', 'The residual one adds its input: $y = F(x) + x$.');
  await expect(editor.getByRole('group', { name: 'Preview' }).locator('math')).toBeVisible();

  await test.step('a place is pointed at on the stage', async () => {
    await editor.getByTestId('pick-place').click();
    await page.locator('.stage-loss').click({ position: { x: 60, y: 60 } });
    await expect(editor.getByRole('button', { name: 'Do not light up loss' })).toBeVisible();
  });

  await test.step('its question is measured on the stage', async () => {
    await askForLoss(editor);
    await editor.getByTestId('measure-now').click();
    await expect(editor.getByTestId('measured-now')).toHaveText(/^\d\.\d+: that is “No, above”\.$/);
    await expect(explorer.stepCount).toHaveText('3');
    await editor.getByTestId('measure-seeds').click();
    await expect(
      editor.getByRole('listitem').filter({ hasText: /^Seed [012]: \d\.\d+: that is/ }),
    ).toHaveCount(3);
  });

  await test.step('the second step has another experiment of the stage', async () => {
    await editor.getByTestId('add-step').click();
    await fill(editor, 'Title', 'Three blocks alone', 1);
    await fill(editor, 'Text', 'Fewer blocks.');
    await page.evaluate((hash) => {
      location.hash = hash;
    }, TINY);
    await editor.getByTestId('take-experiment').click();
    await expect(editor.getByText('It is the one on the stage.')).toBeVisible();
    await expect(editor.getByText('Nothing is missing.')).toBeVisible();
  });

  await test.step('the draft outlives the page', async () => {
    await page.reload();
    await openEditor(page);
    await expect(editor.getByRole('textbox', { name: 'Title', exact: true }).first()).toHaveValue(
      'Loss of small networks',
    );
    await expect(editor.getByRole('navigation', { name: 'Steps' }).getByRole('listitem')).toHaveText([
      '1. After three steps',
      '2. Three blocks alone',
    ]);
  });

  const saving = page.waitForEvent('download');
  await editor.getByTestId('save-lesson').click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('loss-of-small-networks.json');
  const text = await readFile(await saved.path(), 'utf8');
  const { steps } = JSON.parse(text) as {
    steps: { question: { measured: number[] } | null; look: string[] }[];
  };
  expect(steps.map(({ question }) => question?.measured.length ?? null)).toEqual([3, null]);
  expect(steps[0]?.look).toEqual(['loss']);

  await test.step('it is tried, and written on', async () => {
    await editor.getByRole('button', { name: '1. After three steps' }).click();
    await editor.getByTestId('try-lesson').click();
    await expect(lessonOf(page).getByRole('heading', { name: 'After three steps' })).toBeVisible();
    await expect(editor).toBeHidden();
    await page.getByTestId('edit-lesson').click();
    await expect(editor).toBeVisible();
    await expect(lessonOf(page).getByTestId('lesson-step')).toHaveCount(0);
    await page.getByTestId('close-editor').click();
  });

  await test.step('the file is dropped and walked', async () => {
    await drop(page, saved.suggestedFilename(), text);
    await expect(lessonOf(page)).toContainText('Loss of small networks');
    await expect(noticeOf(page)).toHaveCount(0);
    await lessonOf(page).getByLabel('No, above').check();
    await lessonOf(page).getByRole('button', { name: 'Train 3 steps' }).click();
    await expect(lessonOf(page)).toContainText('As you predicted');
    await lessonOf(page).getByTestId('lesson-next').click();
    await expect(lessonOf(page).getByRole('heading', { name: 'Three blocks alone' })).toBeVisible();
    await page.goBack();
    await expect(lessonOf(page).getByRole('heading', { name: 'After three steps' })).toBeVisible();
  });

  await test.step('it is there when the page is loaded again, though the host has no such file', async () => {
    await page.reload();
    await expect(lessonOf(page)).toContainText('Loss of small networks');
  });
});

test('a lesson opens from the host of the page, at its step, and a copy of it can be edited', async ({
  explorer,
  page,
}) => {
  const steps = ['One', 'Two'].map((title) => ({ title, text: 'Words.', experiment: TINY }));
  await serve(page, 'school.json', JSON.stringify(lesson({ steps })));
  await explorer.open('', '?lesson=school.json&step=2');
  await expect(lessonOf(page).getByRole('heading', { name: 'Two' })).toBeVisible();
  await expect(noticeOf(page)).toHaveCount(0);
  await page.getByTestId('edit-lesson').click();
  await expect(editorOf(page).getByRole('textbox', { name: 'Title', exact: true }).first()).toHaveValue(
    'From the school',
  );
  await editorOf(page).getByRole('button', { name: 'Undo' }).click();
  await expect(editorOf(page).getByRole('textbox', { name: 'Title', exact: true }).first()).toHaveValue('');
});

const question = {
  text: 'Why?',
  choices: [
    { text: 'a', from: null, below: 1 },
    { text: 'b', from: 1, below: null },
  ],
  measure: { one: { of: 'depth', lane: 'nobody' }, other: null, by: 'ratio', unit: 'miles' },
};

test('what cannot be used of a lesson is repaired and told, in words', async ({ explorer, page }) => {
  const [step] = (lesson() as { steps: object[] }).steps;
  const faulty = lesson({
    steps: [{ ...step, until: -1, look: ['nowhere'], question, experiment: `${TINY}&lr=99` }, 'no step'],
  });
  await serve(page, 'faulty.json', JSON.stringify(faulty));
  await explorer.open('', '?lesson=faulty.json');
  await expect(lessonOf(page).getByRole('heading', { name: 'Only step' })).toBeVisible();
  const notice = noticeOf(page);
  await expect(notice).toContainText('Parts of “faulty.json” could not be used and were repaired.');
  await expect(notice.getByRole('listitem')).toContainText([
    'Step 1, the experiment: “lr=99” (learning rate) is out of range',
    'Step 1, the step it is trained to: “-1” is out of range: used 0.',
    'Step 1, the places to light up, no. 1: “nowhere” is not known here: left out.',
    'Step 1, the network: “nobody” is not known here',
    'Step 1, how the value is written: “miles” is not known here: used number.',
    'Step 2: “no step” is not what stands here: left out.',
  ]);
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
});

for (const { name, body, type, told } of [
  {
    name: 'page.json',
    body: '<!doctype html><p>Not found</p>',
    type: 'text/html',
    told: 'The host has no such file (text/html).',
  },
  { name: 'broken.json', body: '{"format":', type: 'application/json', told: 'It is not JSON' },
  {
    name: 'other.json',
    body: '{"format":"something"}',
    type: 'application/json',
    told: 'It is no lesson of this page',
  },
  {
    name: 'large.json',
    body: `["${'x'.repeat(1_100_000)}"]`,
    type: 'application/json',
    told: 'It is larger than 1 MB.',
  },
])
  test(`the host answers ${name}: ${told}`, async ({ explorer, page }) => {
    await serve(page, name, body, type);
    await explorer.open(TINY, `?lesson=${name}`);
    await expect(noticeOf(page)).toContainText(`“${name}” could not be opened.`);
    await expect(noticeOf(page)).toContainText(told);
    await explorer.ready();
  });

test('a file that is missing, or on another host, is told, and the page works on', async ({
  explorer,
  page,
  faults,
}) => {
  await page.route('**/gone.json', (route) => route.fulfill({ status: 404 }));
  await explorer.open(TINY, '?lesson=gone.json');
  await expect(noticeOf(page)).toContainText('The host has no such file (404).');
  expectFault(faults, /404/);
  await explorer.open(TINY, '?lesson=https://example.com/x.json');
  await expect(noticeOf(page)).toContainText('A lesson is only opened from the host of this page.');
  await explorer.ready();
});

test('a hostile file runs nothing, asks for nothing, and is bounded', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  const text =
    '<img src=x onerror="window.hurt=1"> <script>window.hurt=1</script> [link](javascript:window.hurt=1) ![picture](https://example.com/x.png) $\\href{javascript:window.hurt=1}{x}$';
  const steps = Array.from({ length: 10_000 }, () => ({ title: text, text, experiment: TINY, look: text }));
  const hostile = JSON.stringify(lesson({ title: text, steps })).replace(
    '{',
    '{"__proto__":{"hurt":1},"constructor":{"prototype":{"hurt":1}},',
  );
  // What is larger than a lesson may be is not read.
  await drop(page, 'hostile.json', hostile);
  await expect(noticeOf(page)).toContainText('It is larger than 1 MB.');
  await drop(page, 'hostile.json', JSON.stringify(lesson({ title: text, steps: steps.slice(0, 1_500) })));
  await expect(noticeOf(page)).toContainText('1,500 are too many: used the first 30.');
  await expect(lessonOf(page)).toBeVisible();
  expect(await page.evaluate(() => 'hurt' in window || 'hurt' in {})).toBe(false);
  await expect(lessonOf(page).locator('img, script, [href^="javascript"]')).toHaveCount(0);
});

test('the editor is used with the keyboard alone', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await page.getByTestId('lessons').focus();
  await page.keyboard.press('Enter');
  await page.getByTestId('lessons-write').focus();
  await page.keyboard.press('Enter');
  const editor = editorOf(page);
  await expect(editor).toBeFocused();
  const title = editor.getByRole('textbox', { name: 'Title', exact: true }).first();
  for (let stops = 0; !(await title.evaluate((field) => field === document.activeElement)); stops++) {
    expect(stops, 'stops of the tab key before the title').toBeLessThan(8);
    await page.keyboard.press('Tab');
  }
  // Keys of the page do nothing while somebody types.
  await page.keyboard.type('Ks');
  await expect(title).toHaveValue('Ks');
  await expect(explorer.stepCount).toHaveText('0');
  const pick = editor.getByTestId('pick-place');
  await pick.focus();
  await page.keyboard.press('Enter');
  await expect(pick).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Escape');
  await expect(pick).toHaveAttribute('aria-pressed', 'false');
  await editor.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await expect(title).toHaveValue('');
  await page.getByTestId('close-editor').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('lessons')).toBeFocused();
});

for (const width of [390, 1440])
  test(`axe finds nothing in the editor, ${width} px`, async ({
    explorer,
    page,
  }: {
    explorer: Explorer;
    page: Page;
  }) => {
    test.slow();
    await page.setViewportSize({ width, height: 844 });
    await explorer.openReady(TINY);
    const editor = await openEditor(page);
    await askForLoss(editor);
    await fill(editor, 'Text', 'It says **this**: $y = x$.');
    await editor.getByTestId('add-further').click();
    for (const act of ['Switch skips', 'Answer a question']) {
      await editor.getByRole('radio', { name: act }).check();
      const { violations } = await new AxeBuilder({ page }).include('.lesson-editor').analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      ).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
