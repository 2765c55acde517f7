/** Own images: brought in every form, trained on by a link that replays, asked for where they are missing, and removed. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bring, firstLosses, idxFiles, npz, takeIn, trainOnIt } from './bringing';
import { SMALL } from './experiments';
import { EACH, photos, upload, zipOf, type Upload } from './photos';
import { expect, test } from './test';

test.slow();

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
