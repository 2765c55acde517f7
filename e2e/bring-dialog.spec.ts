/** The dialog of what a reader brings: hostile files, what is dropped, keyboard and axe, and a camera that is not to be had. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { takeIn } from './bringing';
import { SMALL } from './experiments';
import { arrays, hugePng, npy, photos, upload, zipOf, type Upload } from './photos';
import { expect, test } from './test';

test.slow();

const HOSTILE: Readonly<Record<string, () => { readonly files: readonly Upload[]; readonly says: RegExp }>> =
  {
    'a text that calls itself a zip': () => ({
      files: [upload('photos.zip', Buffer.from('PK, or so it says'))],
      says: /cannot be read|nothing in 1 file/,
    }),
    'a zip that ends early': () => ({
      files: [upload('photos.zip', zipOf(photos()).slice(0, 3_000))],
      says: /cannot be read/,
    }),
    'images that say they have 20,000 pixels a side': () => ({
      files: [
        upload('huge.zip', zipOf(new Map(['a', 'b'].map((name) => [`${name}/1.png`, hugePng(20_000)])))),
      ],
      says: /at least|nothing in/,
    }),
    'images of one class': () => ({
      files: [upload('one.zip', zipOf(photos(['cats'])))],
      says: /All images are of one class, “cats”/,
    }),
    'a thousand classes': () => ({
      files: [
        upload(
          'many.zip',
          zipOf(
            photos(
              Array.from({ length: 1_000 }, (_, label) => `class ${label}`),
              { each: 2, side: 8 },
            ),
          ),
        ),
      ],
      says: /There are 1,000 classes, and 100 at most/,
    }),
    'two images': () => ({
      files: [upload('two.zip', zipOf(photos(['a', 'b'], { each: 1 })))],
      says: /at least|needed/,
    }),
    'images without labels': () => ({
      files: [upload('x_train.npy', npy([30, 12, 12, 3], arrays(30, 12, 3).images))],
      says: /30 images and no labels/,
    }),
    'more labels than images': () => ({
      files: [
        upload(
          'set.npz',
          zipOf(
            new Map([
              ['x_train.npy', npy([30, 12, 12, 3], arrays(30, 12, 3).images)],
              ['y_train.npy', npy([31], new Uint8Array(31))],
            ]),
          ),
        ),
      ],
      says: /30 images and 31 labels/,
    }),
  };

test('hostile files get a sentence, and leave the training that runs alone', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  const link = await explorer.hash();
  await explorer.train.click();
  await explorer.reaches(1);
  await page.getByTestId('bring').click();
  for (const [name, make] of Object.entries(HOSTILE)) {
    await test.step(name, async () => {
      const { files, says } = make();
      await page.getByTestId('bring-files').setInputFiles([...files]);
      const take = page.getByTestId('take-in');
      const problem = page.getByTestId('import-problem');
      await expect(problem.or(take)).toBeVisible();
      // Some are found out only when they are decoded.
      if (await take.isVisible()) await take.click();
      await expect(problem).toContainText(says);
      while (await problem.isVisible()) {
        await page.getByTestId('import-back').click();
        const over = page.getByRole('button', { name: 'Start over' });
        if (await over.isVisible()) await over.click();
      }
      const { step } = await explorer.losses();
      await explorer.reaches(step + 1);
    });
  }
  expect(await explorer.hash()).toBe(link);
  await page.getByTestId('bring-close').click();
  await explorer.pause();
});

test('what is dropped goes to its door, and what fits none is said', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  const drop = async (name: string, bytes: Uint8Array): Promise<void> => {
    const data = await page.evaluateHandle(
      ([name, values]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(values)], name));
        return transfer;
      },
      [name, [...bytes]] as const,
    );
    await page.dispatchEvent('main', 'dragover', { dataTransfer: data });
    await expect(page.getByText('Drop files or folders to open them')).toBeVisible();
    await page.dispatchEvent('main', 'drop', { dataTransfer: data });
  };
  await drop('notes.xyz', Buffer.from('nothing'));
  await expect(page.getByTestId('bring-misfit')).toContainText('“notes.xyz” is of no kind');
  await drop('pets.zip', zipOf(photos()));
  await expect(page.getByTestId('found')).toContainText('45 images in 3 classes');
  await expect(page.getByTestId('bring-misfit')).toHaveCount(0);
});

test('an import can be cancelled, and the dialog is used with the keyboard alone', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  const button = page.getByTestId('bring');
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('images-door')).toBeVisible();
  await page
    .getByTestId('bring-files')
    .setInputFiles([upload('pets.zip', zipOf(photos(['a', 'b'], { each: 900 })))]);
  const take = page.getByTestId('take-in');
  await expect(take).toBeVisible();
  await take.focus();
  await page.keyboard.press('Enter');
  const cancel = page.getByTestId('import-cancel');
  await cancel.focus();
  await page.keyboard.press('Enter');
  // Back at what was found.
  await expect(page.getByTestId('found')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('bring-dialog')).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  // It is as it was left.
  await expect(page.getByTestId('found')).toBeVisible();
});

for (const [colorScheme, width] of [
  ['light', 1440],
  ['dark', 390],
] as const) {
  test(`axe finds nothing in the dialog: ${colorScheme}, ${width} px`, async ({ explorer, page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 844 });
    const findings = async (): Promise<string[]> => {
      const { violations } = await new AxeBuilder({ page }).include('[data-testid="bring-dialog"]').analyze();
      return violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      );
    };
    await explorer.openReady(SMALL);
    await openCamera(page);
    // None, or none that a browser without a window may use.
    await expect(page.getByTestId('camera').getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByTestId('bring-files').setInputFiles([upload('notes.txt', Buffer.from('nothing'))]);
    await expect(page.getByTestId('import-problem')).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByTestId('import-back').click();
    const files = new Map([...photos(), ['owls/readme.txt', Buffer.from('about owls')] as const]);
    await page.getByTestId('bring-files').setInputFiles([upload('pets.zip', zipOf(files))]);
    await expect(page.getByTestId('found')).toBeVisible();
    await page.getByTestId('left-out').locator('summary').click();
    await expect(page.getByTestId('left-out')).toContainText('readme.txt: no image');
    expect(await findings()).toEqual([]);
    await takeIn(page, 16);
    expect(await findings()).toEqual([]);
    await page.getByRole('button', { name: 'Bring others' }).click();
    await expect(page.getByTestId('kept-set')).toBeVisible();
    expect(await findings()).toEqual([]);
    const sticks = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(sticks).toBe(false);
  });
}

/** Opens the camera of a class. */
async function openCamera(page: Page): Promise<void> {
  await page.getByTestId('bring').click();
  await page.getByTestId('by-class').click();
  await page.getByTestId('use-camera').first().click();
}

for (const [what, name, says] of [
  ['has no camera', 'NotFoundError', 'No camera was found'],
  ['refuses the camera', 'NotAllowedError', 'The browser does not let this page use the camera'],
  ['has a camera that is in use', 'NotReadableError', 'The camera is used by something else'],
  ['gives none to pages that are not secure', null, 'pages that are served securely'],
] as const) {
  test(`that a browser ${what} is said`, async ({ explorer, page }) => {
    await page.addInitScript((name) => {
      Object.defineProperty(navigator, 'mediaDevices', {
        value: name === null ? undefined : { getUserMedia: () => Promise.reject(new DOMException('', name)) },
      });
    }, name);
    await explorer.openReady(SMALL);
    await openCamera(page);
    await expect(page.getByTestId('camera')).toContainText(says);
  });
}
