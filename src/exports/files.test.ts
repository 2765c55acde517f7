/** Files that are taken along, read back; other programs read them in the tests of the page and in `npm run pytorch`. */
import { describe, expect, it } from 'vitest';
import { planLanes } from '../architecture/plan-experiment';
import type { TakenRun } from '../contract/takings';
import { readNpz } from '../formats/npy';
import { floatsOf, readSafetensors } from '../formats/safetensors';
import { readZipEntry, zipEntries } from '../formats/zip';
import { smallExperiment as config } from '../testing/client';
import { folderFiles, folderZip, notebookFile, onnxFile, weightsFile } from './files';

const plans = planLanes(config);

/** Weights that count up, each lane's from another number. */
const run: TakenRun = {
  config,
  link: 'https://example.test/#v=1',
  weights: {
    step: 7,
    images: { classes: ['disc', 'ring'], mean: [0.25], deviation: [0.5] },
    lanes: plans.map((plan, index) => {
      const counted = (from: number) =>
        Float32Array.from({ length: plan.parameterCount }, (_, i) => from + i);
      const statistics = (of: number) =>
        new Map(
          plan.norms.map(({ name, shape: { channels } }) => [
            name,
            { mean: new Float32Array(channels).fill(of), variance: new Float32Array(channels).fill(of + 1) },
          ]),
        );
      return {
        id: config.lanes[index]!.id,
        gains: config.lanes[index]!.gains,
        initial: counted(index),
        now: counted(1000 * (index + 1)),
        initialStatistics: statistics(0),
        statistics: statistics(3),
      };
    }),
  },
};

const python = {
  train: '# train',
  run: '# run',
  recipe: '# recipe',
  replay: '# replay',
  images: '# images',
  hook: '# hook',
};

/** The first number of the dense layer's bias, which has one layout everywhere. */
function biasAt(plan: (typeof plans)[number]): number {
  const before = plan.parameters.slice(
    0,
    plan.parameters.findIndex(({ name }) => name === 'fc.bias'),
  );
  return before.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

describe('weights', () => {
  it.each(['residual', 'plain'])('of %s are those of now, with their step and link', (lane) => {
    const { tensors, metadata } = readSafetensors(weightsFile(run, lane));
    expect(metadata).toEqual({ format: 'pt', lane, step: '7', link: run.link });
    const index = config.lanes.findIndex(({ id }) => id === lane);
    const [plan] = [plans[index]!];
    const bias = floatsOf(tensors.get('fc.bias')!);
    expect(bias).toEqual(Float32Array.from({ length: 10 }, (_, i) => 1000 * (index + 1) + biasAt(plan) + i));
    expect(floatsOf(tensors.get('bn1.running_var')!)).toEqual(new Float32Array(8).fill(4));
    expect(tensors.size).toBe(plan.parameters.length + 2 * plan.norms.length);
  });

  it('of no lane are refused', () => {
    expect(() => weightsFile(run, 'other')).toThrow(RangeError);
    expect(() => onnxFile(run, 'other')).toThrow(RangeError);
  });
});

describe('a folder', () => {
  const pixels = (count: number, values: readonly number[]) => ({
    // As they are standardised with a mean of 1/4 and a deviation of 1/2.
    images: Float32Array.from(
      { length: count * 14 * 14 },
      (_, i) => (values[i % values.length]! / 255 - 0.25) * 2,
    ),
    labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
    count,
  });
  const data = (values: readonly number[]) => ({
    name: 'shapes' as const,
    height: 14,
    width: 14,
    channels: 1,
    classes: ['disc', 'ring'],
    mean: [0.25],
    deviation: [0.5],
    train: pixels(3, values),
    test: pixels(2, values),
  });

  it('lies in one folder of its name, with images as they were and whose they are', async () => {
    const files = folderFiles(run, { python, images: data([0, 255, 17]), notice: 'Drawn by Ann\n' });
    const blob = new Blob([folderZip('run-7', files)]);
    const read = new Map<string, Uint8Array>();
    for (const entry of await zipEntries(blob))
      read.set(entry.path, await readZipEntry(blob, entry, 2 ** 20));
    const text = (path: string) => new TextDecoder().decode(read.get(`run-7/${path}`));
    expect([...read.keys()].every((path) => path.startsWith('run-7/'))).toBe(true);
    expect(text('train.py')).toBe('# train');
    expect(text('LICENSE-images.txt')).toBe('Drawn by Ann\n');
    expect((JSON.parse(text('experiment.json')) as { link: string }).link).toBe(run.link);
    const arrays = readNpz(read.get('run-7/data.npz')!);
    expect(arrays.get('train_images')).toMatchObject({ dtype: 'uint8', shape: [3, 14, 14, 1] });
    expect([...arrays.get('train_images')!.values].slice(0, 4)).toEqual([0, 255, 17, 0]);
    expect([...arrays.get('test_labels')!.values]).toEqual([0, 1]);
    expect(arrays.get('classes')!.values).toEqual(['disc', 'ring']);
    const { tensors } = readSafetensors(read.get('run-7/weights/plain.step0.safetensors')!);
    expect(floatsOf(tensors.get('fc.bias')!)![0]).toBe(1 + biasAt(plans[1]!));
  });

  it('has quarters of a halved set, and without images their names alone', () => {
    const halved = readNpz(
      folderFiles(run, { python, images: data([0.25, 254.75]), notice: null }).get('data.npz')!,
    );
    expect(halved.get('train_images')!.dtype).toBe('float32');
    expect([...halved.get('train_images')!.values].slice(0, 2)).toEqual([0.25, 254.75]);
    const without = folderFiles(run, { python, images: null, notice: 'Drawn by Ann\n' });
    expect([...without.keys()].filter((path) => /npz|LICENSE/.test(path))).toEqual([]);
  });
});

it('a notebook has the files of its folder in a cell behind the first', async () => {
  const files = folderFiles(run, { python, images: null, notice: null });
  const own = JSON.parse(new TextDecoder().decode(files.get('notebook.ipynb'))) as { cells: unknown[] };
  const text = new TextDecoder().decode(await notebookFile(files));
  const { cells } = JSON.parse(text) as { cells: { id: string; source: string[] }[] };
  expect(cells.toSpliced(1, 1)).toEqual(own.cells);
  const [, packed = ''] = /FILES = """\n([^"]*)"""/.exec(cells[1]!.source.join('')) ?? [];
  const gzip = Buffer.from(packed, 'base64');
  const inflated = new Blob([gzip]).stream().pipeThrough(new DecompressionStream('gzip'));
  const archive = await new Response(inflated).blob();
  const names = (await zipEntries(archive)).map(({ path }) => path);
  expect(names).toEqual([...files.keys()].filter((path) => path !== 'notebook.ipynb'));
});

it('notebooks of different runs unpack into different folders, and the same one into the same', async () => {
  const folderOf = async (link: string): Promise<string | undefined> => {
    const bytes = await notebookFile(folderFiles({ ...run, link }, { python, images: null, notice: null }));
    return /FOLDER = Path\(\\"(resnet-explorer-[\da-f]{8})\\"\)/.exec(new TextDecoder().decode(bytes))?.[1];
  };
  const [one, other, again] = [await folderOf('#a'), await folderOf('#b'), await folderOf('#a')];
  expect(one).toBeDefined();
  expect(other).not.toBe(one);
  expect(again).toBe(one);
});
