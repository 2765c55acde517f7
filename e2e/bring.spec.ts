/** Own images: brought in every form, trained on by a link that replays, asked for where they are missing, and removed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { SMALL } from './experiments';
import type { Explorer } from './explorer';
import { arrays, EACH, hugePng, idx, npy, photos, upload, zipOf, type Upload } from './photos';
import { expect, test } from './test';

test.slow();

/** Opens the dialog and hands files to it. */
async function bring(page: Page, files: readonly Upload[]): Promise<void> {
  await page.getByTestId('bring').click();
  await page.getByTestId('bring-files').setInputFiles([...files]);
}

/** Takes in what was found, at a side, and tells its hash. */
async function takeIn(page: Page, side?: number): Promise<string> {
  await expect(page.getByTestId('found')).toBeVisible();
  if (side !== undefined) {
    const field = page.getByTestId('bring-dialog').getByRole('spinbutton', { name: 'Another side' });
    await field.fill(String(side));
    await field.press('Enter');
  }
  await page.getByTestId('take-in').click();
  const taken = page.getByTestId('taken');
  await expect(taken).toBeVisible();
  return (await taken.getAttribute('data-hash')) ?? '';
}

/** Trains on what was taken in, until it has made a step. */
async function trainOnIt(explorer: Explorer): Promise<void> {
  const before = await explorer.hash();
  await explorer.page.getByTestId('train-on-it').click();
  await expect(explorer.page.getByTestId('bring-dialog')).toBeHidden();
  await expect.poll(() => explorer.hash()).not.toBe(before);
  await expect(explorer.loss('residual')).not.toHaveAttribute('data-value', '');
  await explorer.reaches(1);
}

/** The losses of the first steps of a link, which are finite. */
async function firstLosses(explorer: Explorer, link: string) {
  await explorer.openReady(link);
  const losses = await explorer.stepTo(3);
  for (const { residual, plain } of losses)
    expect([Number(residual), Number(plain)].every(Number.isFinite)).toBe(true);
  return losses;
}

const npz = () => {
  const train = arrays(30, 12, 3);
  const test = arrays(9, 12, 3);
  return zipOf(
    new Map([
      ['x_train.npy', npy([30, 12, 12, 3], train.images)],
      ['y_train.npy', npy([30], train.labels)],
      ['x_test.npy', npy([9, 12, 12, 3], test.images)],
      ['y_test.npy', npy([9], test.labels)],
    ]),
  );
};

const idxFiles = () => {
  const { images, labels } = arrays(45, 12, 1);
  return [
    upload('train-images-idx3-ubyte', idx([45, 12, 12], images)),
    upload('train-labels-idx1-ubyte', idx([45], labels)),
  ];
};

const SOURCES: readonly {
  readonly name: string;
  readonly files: () => readonly Upload[];
  readonly found: RegExp;
}[] = [
  {
    name: 'a zip of folders',
    files: () => [upload('pets.zip', zipOf(photos()))],
    found: /45 images in 3 classes/,
  },
  { name: 'an npz', files: () => [upload('set.npz', npz())], found: /39 images in 3 classes/ },
  { name: 'IDX files', files: idxFiles, found: /45 images in 3 classes: IDX files/ },
];

for (const { name, files, found } of SOURCES) {
  test(`${name} is taken in and trained on, and its link replays`, async ({ explorer, page }) => {
    await explorer.openReady(SMALL);
    await bring(page, files());
    await expect(page.getByTestId('found')).toContainText(found);
    await takeIn(page);
    await trainOnIt(explorer);
    const link = await explorer.hash();
    expect(link).toContain('set=own');
    expect(link).toContain('blocks=2,1,1');
    const losses = await firstLosses(explorer, link);
    expect(await firstLosses(explorer, link)).toEqual(losses);
  });
}

test('a folder, its zip, and the same images class by class are the same set', async ({
  explorer,
  page,
}, info) => {
  const folder = info.outputPath('pets');
  const files = photos();
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  await explorer.openReady(SMALL);
  await page.getByTestId('bring').click();
  await page.getByTestId('bring-folder').setInputFiles(folder);
  await expect(page.getByTestId('found')).toContainText('45 images in 3 classes');
  const hash = await takeIn(page, 16);
  const rows = page.getByTestId('taken').locator('tbody tr');
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText(`cats${EACH - 3}3`);
  await expect(rows.first().getByRole('img', { name: '8 images of “cats”' })).toBeVisible();

  await page.getByRole('button', { name: 'Bring others' }).click();
  await page.getByTestId('bring-files').setInputFiles([upload('pets.zip', zipOf(files))]);
  expect(await takeIn(page, 16)).toBe(hash);

  await page.getByRole('button', { name: 'Bring others' }).click();
  await page.getByTestId('by-class').click();
  await page.getByRole('button', { name: 'Add a class' }).click();
  for (const [place, name] of ['cats', 'dogs', 'owls'].entries()) {
    const card = page.getByTestId('photo-class').nth(place);
    await card.getByRole('textbox').fill(name);
    await card.getByRole('textbox').press('Enter');
    const own = [...files].filter(([path]) => path.startsWith(name));
    await card
      .getByTestId('class-files')
      .setInputFiles(own.map(([path, bytes]) => upload(path.replace('/', '-'), bytes)));
    await expect(card.getByTestId('photo-count')).toHaveText('15 images');
  }
  await page.getByTestId('by-class-done').click();
  expect(await takeIn(page, 16)).toBe(hash);
});

test('a link without its images says what to bring, and replays once they are there', async ({
  explorer,
  page,
  friend,
}) => {
  const pets = upload('pets.zip', zipOf(photos()));
  await explorer.openReady(SMALL);
  await bring(page, [pets]);
  const hash = await takeIn(page, 16);
  await trainOnIt(explorer);
  const link = await explorer.hash();
  const losses = await firstLosses(explorer, link);

  const other = await friend();
  await other.open(link);
  const missing = other.page.getByTestId('missing-set');
  for (const text of ['“pets”', '3 classes, 36 training images, 16×16 pixels, colour', hash])
    await expect(missing).toContainText(text);
  await expect(other.loss('residual')).toHaveText('–');
  await missing.getByTestId('bring-missing').click();
  await other.page
    .getByTestId('bring-files')
    .setInputFiles([upload('others.zip', zipOf(photos(['left', 'right'], { each: 10 })))]);
  const side = other.page.getByRole('spinbutton', { name: 'Another side' });
  await expect(side).toHaveValue('16');
  await takeIn(other.page);
  const differs = other.page.getByTestId('other-set');
  await expect(differs).toContainText('These are not the images of the link.');
  await expect(differs).toContainText('2 classes, not 3');
  await expect(other.page.getByTestId('train-on-it')).toBeEnabled();

  await other.page.getByRole('button', { name: 'Bring others' }).click();
  await other.page.getByTestId('bring-files').setInputFiles([pets]);
  await expect(side).toHaveValue('16');
  await other.page.getByTestId('take-in').click();
  await expect(other.page.getByTestId('bring-dialog')).toBeHidden();
  await other.ready();
  expect(await other.hash()).toBe(link);
  expect(await other.stepTo(3)).toEqual(losses);
});

test('a set is kept, used again from the list, removed with a way back, and then is gone', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await bring(page, [upload('pets.zip', zipOf(photos()))]);
  await takeIn(page, 16);
  await page.getByTestId('bring-close').click();
  await explorer.openReady(SMALL);
  await explorer.openBuilder();
  await page.getByTestId('own-images').click();
  const kept = page.getByTestId('kept-set');
  await expect(kept).toContainText('3 classes, 36 + 9 images');
  await expect(kept).toContainText('16×16 colour, 35 kB');
  await kept.getByTestId('use-set').click();
  await expect(page.getByTestId('own-row')).toContainText('pets');
  await explorer.reaches(1);
  await explorer.pause();
  const link = await explorer.hash();

  await page.getByRole('button', { name: 'Change…' }).click();
  await kept.getByTestId('remove-set').click();
  await expect(kept).toHaveCount(0);
  await page.getByTestId('keep-it').click();
  await expect(kept).toHaveCount(1);
  await kept.getByTestId('remove-set').click();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('bring-dialog')).toBeHidden();
  await page.getByTestId('bring').click();
  await expect(page.getByTestId('images-door')).toBeVisible();
  await expect(page.getByTestId('kept-sets')).toHaveCount(0);
  await explorer.open(link);
  await expect(page.getByTestId('missing-set')).toContainText('“pets”');
});

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
