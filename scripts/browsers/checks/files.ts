/** What is brought and what is taken along. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { cifarFile } from '../../../src/testing/image-sets';
import { DOOR_IDS } from '../../../src/ui/bring/bring-store';
import { holds, same, SMALL, type BrowserCheck } from '../check';
import { byId, forgetSaved, until } from '../explorer';

/** The numbers of a file of safetensors: behind eight bytes of length and a header, which has the link. */
const numbersOf = (file: Buffer): Uint8Array => file.subarray(8 + Number(file.readBigUInt64LE()));

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

const images: BrowserCheck = {
  name: 'images are brought, trained on and kept',
  async run({ explorer, folder, figure }) {
    const paths = (
      [
        ['data_batch_1.bin', 20],
        ['test_batch.bin', 10],
      ] as const
    ).map(([name, count]) => {
      const path = join(folder, name);
      writeFileSync(
        path,
        cifarFile(count, (image) => [image % 10]),
      );
      return path;
    });
    await explorer.openReady(SMALL.replace('batch=16', 'batch=8'));
    await explorer.click(byId('bring'));
    await explorer.sees(byId('bring-files'));
    await explorer.driver.upload(byId('bring-files'), paths);
    await explorer.sees(byId('found'));
    await explorer.click(byId('take-in'));
    await explorer.sees(`${byId('taken')}, ${byId('import-problem')}`);
    holds(await explorer.textOf(byId('import-problem')), await explorer.has(byId('taken')));
    figure('hash of the images', (await explorer.attributeOf(byId('taken'), 'data-hash')) ?? '');
    await explorer.click(byId('train-on-it'));
    await explorer.field('set', (set) => set === 'own');
    await explorer.reaches(2);
    await explorer.pause();
    const hash = await explorer.hash();
    // Only what is kept can be opened again.
    await explorer.openReady(hash);
    const { residual, plain } = await explorer.stepTo(2);
    figure('loss on own images, with skips', residual);
    figure('loss on own images, without', plain);
  },
};

const weights: BrowserCheck = {
  name: 'weights are taken along, brought back and trained on',
  async run({ explorer, figure }) {
    await explorer.openReady(SMALL);
    await explorer.stepTo(3);
    await explorer.openSharing();
    const { path, bytes } = await explorer.take('weights-residual');
    figure('weights after 3 steps', hashOf(numbersOf(bytes)));
    await explorer.openReady(`${SMALL}&seed.init=7`);
    await explorer.click(byId('bring'));
    await explorer.click(`.bring-head label:nth-of-type(${DOOR_IDS.indexOf('weights') + 1})`);
    await explorer.sees(byId('weights-file'));
    await explorer.driver.upload(byId('weights-file'), [path]);
    await explorer.sees(byId('weights-report'));
    await explorer.click(`${byId('weights-for-residual')} input`);
    await explorer.click(byId('weights-start'));
    await explorer.sees(byId('start-residual'));
    await explorer.field('weights.residual', (text) => /^[0-9a-f]{16}:/.test(text));
    await until(
      'a fresh run',
      () => explorer.losses(),
      ({ step }) => step === 0,
    );
    await explorer.ready();
    figure('loss after a step from own weights', (await explorer.stepTo(1)).residual);
    forgetSaved(path);
  },
};

const taking: BrowserCheck = {
  name: 'project, metrics and picture are saved',
  async run({ explorer, figure }) {
    await explorer.openReady(SMALL);
    const losses = await explorer.stepTo(2);
    await explorer.openSharing();
    const folder = await explorer.take('folder');
    const files = unzipSync(folder.bytes);
    const inside = (name: string): Uint8Array =>
      files[`${folder.name.replace('.zip', '')}/${name}`] ?? new Uint8Array();
    for (const name of ['train.py', 'experiment.json', 'data.npz', 'README.md'])
      holds(`${name} is in the project`, inside(name).length > 0);
    figure('images of the project', hashOf(inside('data.npz')));
    figure(
      'weights of the project',
      hashOf(numbersOf(Buffer.from(inside('weights/plain.step2.safetensors')))),
    );
    const csv = (await explorer.take('csv')).bytes;
    figure('metrics as CSV', hashOf(csv));
    const [titles = [], ...rows] = csv
      .toString()
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(','));
    const column = (title: string): number => titles.indexOf(title);
    const last = rows.filter((row) => row[column('lane')] === 'residual')[1];
    same('the loss in the metrics', last?.[column('loss')], losses.residual);
    const svg = (await explorer.take('svg')).bytes.toString();
    holds('the picture is one', svg.startsWith('<svg') && svg.includes('Residual network'));
    const png = (await explorer.take('png')).bytes;
    same('the picture in pixels', png.subarray(1, 4).toString(), 'PNG');
  },
};

export const FILES: readonly BrowserCheck[] = [images, weights, taking];
