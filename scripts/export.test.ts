/** `npm run export` as a process: what it writes, what it says where, and how it ends. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { encode } from '../src/config/codec/url';
import type { ExperimentConfig } from '../src/config/schema';
import { floatsOf, readSafetensors } from '../src/formats/safetensors';
import { hashOfWeights } from '../src/weights/kept';
import { bundledData } from './bundled';
import { imagesNpz } from '../src/exports/images';
import { readOptions } from './export/options';
import { useNodeBackend } from './goldens/node';
import { linesOf } from './train/lines';
import { configOf } from './pytorch/networks';
import { ownSet } from './pytorch/own';
import { UsageError } from './train/options';

const root = join(import.meta.dirname, '..');
const SMALL = '#v=1&set=digits&blocks=1,0,0&width=4&batch=8&test=0';

// Each of its programs compiles for seconds before it begins, and a test runs up to four.
vi.setConfig({ testTimeout: 120_000 });

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'export-'))));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(...args: readonly string[]): Promise<Ended> {
  const child = spawn(join(root, 'node_modules/.bin/tsx'), ['scripts/export.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text));
  const code = await new Promise<number | null>((resolve) => void child.on('close', resolve));
  return { code, out, err };
}

const weightsIn = (place: string, name: string) =>
  readSafetensors(readFileSync(join(place, 'weights', name)));

describe('a folder', () => {
  test('has the run with its notebook and networks; progress is told on standard error alone', async () => {
    const place = join(folder, 'new', 'run');
    const { code, out, err } = await run(SMALL, '--steps', '3', '--out', place);
    expect([code, out]).toStrictEqual([0, '']);
    await useNodeBackend('wasm');
    const config = configOf('', 'blocks=1,0,0&test=0');
    const losses: string[] = [];
    for await (const { lanes } of linesOf(config, await bundledData(config.data), {
      steps: 3,
      weights: false,
    }))
      losses.push(
        Object.entries(lanes)
          .map(([id, { loss }]) => `${id} ${loss.toPrecision(4)}`)
          .join(', '),
      );
    expect(err.trimEnd().split('\n')).toStrictEqual([
      ...losses.map((told, step) => `step ${step + 1} of 3: loss ${told}`),
      `${place} is written: python train.py repeats it.`,
    ]);
    expect(readdirSync(place)).toEqual(
      expect.arrayContaining([
        'LICENSE-images.txt',
        'README.md',
        'data.npz',
        'experiment.json',
        'hook.py',
        'model.onnx',
        'model.py',
        'notebook.ipynb',
        'plain.onnx',
        'train.py',
      ]),
    );
    expect(readdirSync(join(place, 'weights')).toSorted()).toStrictEqual(
      ['plain', 'residual'].flatMap((lane) => [`${lane}.step0.safetensors`, `${lane}.step3.safetensors`]),
    );
    const [before, after] = [0, 3].map((step) => weightsIn(place, `residual.step${step}.safetensors`));
    const conv = (file: typeof before) => floatsOf(file!.tensors.get('conv1.weight')!);
    expect(conv(before)).not.toStrictEqual(conv(after));
  });

  test('that is there is left as it is, unless it is told otherwise', async () => {
    const place = join(folder, 'there');
    mkdirSync(place);
    writeFileSync(join(place, 'notes.txt'), 'mine');
    const refused = await run(SMALL, '--steps', '1', '--out', place);
    expect(refused.code).toBe(1);
    expect(refused.err).toBe(
      `${place} is there already: give another folder, or --force to write over it.\n`,
    );
    expect(readdirSync(place)).toStrictEqual(['notes.txt']);
    expect((await run(SMALL, '--steps', '1', '--out', place, '--force')).code).toBe(0);
    expect(readFileSync(join(place, 'notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(place, 'train.py'))).toBe(true);
  });

  test('can be none: a file in its place is told', async () => {
    const place = join(folder, 'file');
    writeFileSync(place, '');
    const { code, err } = await run(SMALL, '--steps', '1', '--out', place, '--force');
    expect(code).toBe(1);
    expect(err).toMatch(/is no folder/);
    expect(err).not.toMatch(/ {4}at /);
    // Told before anything is trained.
    const below = await run(SMALL, '--steps', '1', '--out', join(place, 'below'));
    expect(below).toStrictEqual({
      code: 1,
      out: '',
      err: `Nothing can be written to ${join(place, 'below')}.\n`,
    });
  });
});

describe('what is brought along', () => {
  const small = configOf('', 'blocks=1,0,0&lanes=residual');

  test("is a set of one's own, by its hash", async () => {
    const { config: data, data: images } = await ownSet();
    const file = join(folder, 'own.npz');
    writeFileSync(file, imagesNpz(images, data.own?.name ?? ''));
    const link = encode({ ...small, data });
    const place = join(folder, 'own');
    expect(await run(link, '--steps', '1', '--out', place, '--data', file)).toMatchObject({ code: 0 });
    const again = await run(
      link,
      '--steps',
      '1',
      '--out',
      join(folder, 'again'),
      '--data',
      join(place, 'data.npz'),
    );
    expect(again.code).toBe(0);
    expect(readFileSync(join(folder, 'again', 'data.npz'))).toStrictEqual(
      readFileSync(join(place, 'data.npz')),
    );

    const missing = await run(link, '--steps', '1', '--out', join(folder, 'none'));
    expect(missing.code).toBe(1);
    expect(missing.err).toBe(
      "This experiment trains on a set of its reader's own, “Stripes & noise”: give --data.\n",
    );
    const other = { ...data, own: { ...data.own!, hash: '0123456789abcdef' } };
    const wrong = await run(
      encode({ ...small, data: other }),
      '--steps',
      '1',
      '--out',
      join(folder, 'none'),
      '--data',
      file,
    );
    expect([wrong.code, existsSync(join(folder, 'none'))]).toStrictEqual([1, false]);
    expect(wrong.err).toContain(`${file} holds another set (${data.own?.hash})`);
  });

  test('are weights, which a lane starts from', async () => {
    const place = join(folder, 'first');
    expect((await run(encode(small), '--steps', '2', '--out', place)).code).toBe(0);
    const file = join(place, 'weights', 'residual.step2.safetensors');
    const weights = readSafetensors(readFileSync(file));
    const hash = await hashOfWeights(weights);
    const from: ExperimentConfig = {
      ...small,
      lanes: small.lanes.map((lane) => ({ ...lane, weights: { hash, name: 'before' } })),
    };
    const next = join(folder, 'next');
    expect(await run(encode(from), '--steps', '1', '--out', next, '--weights', file)).toMatchObject({
      code: 0,
    });
    const began = weightsIn(next, 'residual.step0.safetensors').tensors;
    for (const [name, { bytes }] of weights.tensors)
      expect([name, began.get(name)?.bytes]).toStrictEqual([name, bytes]);

    const missing = await run(encode(from), '--steps', '1', '--out', join(folder, 'none'));
    expect(missing.err).toBe(
      `The lane residual starts from the weights “before” (${hash}): give --weights.\n`,
    );
    const damaged = join(folder, 'damaged.safetensors');
    writeFileSync(damaged, readFileSync(file).subarray(0, 100));
    const broken = await run(
      encode(from),
      '--steps',
      '1',
      '--out',
      join(folder, 'none'),
      '--weights',
      damaged,
    );
    expect([broken.code, existsSync(join(folder, 'none'))]).toStrictEqual([1, false]);
    expect(broken.err).toBe('damaged.safetensors ends before its header says: it is not whole.\n');
    const text = join(folder, 'notes.txt');
    writeFileSync(text, 'hello');
    const wrong = await run(encode(from), '--steps', '1', '--out', join(folder, 'none'), '--weights', text);
    expect([wrong.code, wrong.err]).toStrictEqual([1, 'notes.txt is no safetensors file.\n']);
  });
});

describe('the command', () => {
  test('is refused with 2 and a sentence where it is not understood', async () => {
    const { code, out, err } = await run(SMALL, '--steps', '1');
    expect([code, out]).toStrictEqual([2, '']);
    expect(err).toBe('Where to? Give --out DIR.\nnpm run -s export -- --help tells more.\n');
  });

  test.each([
    [['--steps', '5', '--out', 'a'], /Which experiment/],
    [['#v=1', '--out', 'a'], /How many steps/],
    [['#v=1', '--steps', '0', '--out', 'a'], /whole number from 1 on, and is “0”/],
    [['#v=1', '--steps', '1', '--out', ''], /Where to/],
    [['#v=1', '--steps', '1', '--out', 'a', '--weight', 'b'], /Unknown option '--weight'/],
  ])('%s is refused', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(sentence);
  });

  test('is read whole', () => {
    const args = [
      '#v=1',
      '--steps',
      '7',
      '--out',
      'a',
      '--weights',
      'b',
      '--weights',
      'c',
      '--data',
      'd',
      '--force',
    ];
    expect(readOptions(args)).toStrictEqual({
      hash: '#v=1',
      steps: 7,
      backend: 'wasm',
      out: 'a',
      force: true,
      data: 'd',
      weights: ['b', 'c'],
    });
    expect(readOptions(['--help'])).toBeNull();
  });
});
