/** `npm run train` as a process: its numbers beside PyTorch's, what it prints where, and how it ends. */
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { decode } from '../src/config/codec/url';
import { bundledData } from './bundled';
import { useNodeBackend } from './goldens/node';
import { linesOf, textOf, type Line } from './train/lines';
import { readOptions, UsageError } from './train/options';
import { LINK, PYTORCH } from '../src/testing/pytorch';

const root = join(import.meta.dirname, '..');
const SMALL = '#v=1&set=shapes&blocks=1,1,1&width=4&batch=4&test=0';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs it to its end; `lines` closes its standard output after so many. */
async function train(
  args: readonly string[],
  { folder = root, lines = Infinity }: { readonly folder?: string; readonly lines?: number } = {},
): Promise<Ended> {
  const child = spawn(join(folder, 'node_modules/.bin/tsx'), ['scripts/train.ts', ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (out.split('\n').length > lines) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (err += text));
  const code = await new Promise<number | null>((resolve) => void child.on('close', resolve));
  return { code, out, err };
}

const parsed = (out: string): Line[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('the numbers of a link', () => {
  // Five hundred test images take their time on cpu, which has nothing of its own to do with them.
  test.each([
    ['wasm', LINK, 5],
    ['cpu', LINK.replace('test=2', 'test=0'), 4],
  ])('are those of PyTorch, on %s', async (backend, link, steps) => {
    const { code, out, err } = await train([link, '--steps', `${steps}`, '--weights', '--backend', backend]);
    expect([code, err]).toStrictEqual([0, '']);
    const lines = parsed(out);
    expect(lines.map(({ step }) => step)).toStrictEqual([0, 1, 2, 3, 4].slice(0, steps));
    for (const [lane, all] of Object.entries(PYTORCH))
      all.slice(0, steps).forEach((expected, step) => {
        const { loss, accuracy, rate, gradient, weight, test } = lines[step]!.lanes[lane]!;
        expect(loss / expected.loss).toBeCloseTo(1, 6);
        expect(accuracy).toBe(expected.accuracy);
        expect(rate).toBeCloseTo(expected.rate, 12);
        for (const [layer, norm] of Object.entries(expected.gradient))
          expect(gradient[layer]! / norm).toBeCloseTo(1, 5);
        for (const [layer, norm] of Object.entries(expected.weight))
          expect((weight?.[layer] ?? NaN) / norm).toBeCloseTo(1, 6);
        const tested = link === LINK ? expected.test : null;
        expect(test?.accuracy).toBe(tested?.accuracy);
        expect((test?.loss ?? 1) / (tested?.loss ?? 1)).toBeCloseTo(1, 6);
      });
  });

  test('are named as in PyTorch, layer by layer, and weights only where they are asked for', async () => {
    const { out } = await train([`${SMALL}&shortcut=C`, '--steps', '1']);
    const [line] = parsed(out);
    expect(Object.keys(line!.lanes)).toStrictEqual(['residual', 'plain']);
    const { residual } = line!.lanes;
    expect(Object.keys(residual!)).toStrictEqual(['loss', 'accuracy', 'rate', 'gradient', 'test']);
    const blocks = [1, 2, 3].flatMap((stage) =>
      ['conv1', 'conv2', 'downsample.0'].map((layer) => `layer${stage}.0.${layer}`),
    );
    expect(Object.keys(residual!.gradient)).toStrictEqual(['conv1', ...blocks, 'fc']);
  });

  test('of a test come before what was recorded for its step, as on the page', async () => {
    await useNodeBackend('wasm');
    const linesWith = async (fields: string): Promise<Line[]> => {
      const { config } = decode(`${SMALL.replace('test=0', 'test=2')}${fields}`);
      const data = await bundledData(config.data, config.seeds.data);
      const lines: Line[] = [];
      for await (const line of linesOf(config, data, { steps: 3, weights: false })) lines.push(line);
      return lines;
    };
    const [usual, switched] = [await linesWith(''), await linesWith('&switch=2:plain:all:1')];
    expect(switched.slice(0, 2)).toStrictEqual(usual.slice(0, 2));
    const [before, after] = [usual[2]!.lanes['plain']!, switched[2]!.lanes['plain']!];
    expect(after.test).toStrictEqual(before.test);
    expect(after.loss).not.toBe(before.loss);
  });

  test('that are not finite are strings', () => {
    const lane = { accuracy: 0.1, rate: 10, gradient: { conv1: Infinity }, test: null };
    expect(textOf({ step: 3, lanes: { plain: { loss: NaN, ...lane } } })).toBe(
      '{"step":3,"lanes":{"plain":{"loss":"NaN","accuracy":0.1,"rate":10,"gradient":{"conv1":"Infinity"},"test":null}}}',
    );
  });
});

describe('besides the lines', () => {
  test('repairs stand on standard error, in the words of the page', async () => {
    const { code, out, err } = await train([`https://example.test/?x=1${SMALL}&lr=99`, '--steps', '2']);
    expect(code).toBe(0);
    expect(parsed(out).map(({ lanes }) => lanes['plain']!.rate)).toStrictEqual([10, 10]);
    expect(err).toBe(
      'Parts of this link could not be used and were repaired. Everything else in it was kept.\n' +
        '“lr=99” (learning rate) is out of range (0.00001 to 10): used 10.\n',
    );
  });

  test('it ends quietly once nobody reads', async () => {
    const { code, out, err } = await train([SMALL, '--steps', '1000000'], { lines: 3 });
    expect([code, err]).toStrictEqual([0, '']);
    expect(out.split('\n').length).toBeGreaterThan(3);
  });

  test('an experiment over the budget is refused', async () => {
    const { code, out, err } = await train(['#v=1&set=emoji&input=32&width=64&batch=256', '--steps', '1']);
    expect([code, out]).toStrictEqual([1, '']);
    expect(err).toMatch(/^This experiment is more than .* would train it with batch=\d+\.\n$/);
  });

  test('weights that a browser keeps are named', async () => {
    const link = '#v=1&set=shapes&weights.plain=0123456789abcdef:mine';
    const { code, out, err } = await train([link, '--steps', '1']);
    expect([code, out]).toStrictEqual([1, '']);
    expect(err).toMatch(/^“plain” starts from the weights mine \(0123456789abcdef\), /);
  });

  test('a file that is missing is named', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'train-'));
    try {
      for (const part of ['src', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.base.json'])
        cpSync(join(root, part), join(folder, part), { recursive: true });
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      const { code, out, err } = await train(['#v=1&set=emoji', '--steps', '1'], { folder });
      expect([code, out]).toStrictEqual([1, '']);
      expect(err).toMatch(/^No answer for file:.*\/public\/data\/emoji\/manifest\.json\. \(ENOENT.*\)\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a command that is not understood ends with 2, and a sentence', async () => {
    const { code, out, err } = await train([SMALL, '--steps', 'many']);
    expect([code, out]).toStrictEqual([2, '']);
    expect(err).toBe(
      '--steps must be a whole number from 1 on, and is “many”.\nnpm run -s train -- --help tells more.\n',
    );
  });
});

describe('the command', () => {
  test.each([
    [['--steps', '5'], /Which experiment/],
    [['#v=1'], /How many steps/],
    [['#v=1', '--steps', '0'], /whole number from 1 on, and is “0”/],
    [['#v=1', '--steps', '1.5'], /whole number from 1 on/],
    [
      ['#v=1', '--steps', '5', '--backend', 'webgpu'],
      /No backend is called “webgpu” here: choose wasm, reference or cpu/,
    ],
    [['#v=1', '--steps', '5', '--weight'], /Unknown option '--weight'/],
    [['residual.txt', '--steps', '5'], /“residual.txt” is neither an address of the page nor/],
    [['#v=1', 'blocks=1,1,1', '--steps', '5'], /“blocks=1,1,1” besides. Put the link in quotes/],
  ])('%s is refused', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(sentence);
  });

  test.each([
    ['#v=1&lr=0.1', '#v=1&lr=0.1'],
    ['v=1&lr=0.1', 'v=1&lr=0.1'],
    ['https://example.test/page/?backend=cpu#v=1&lr=0.1', '#v=1&lr=0.1'],
    ['https://example.test/page/', ''],
    ['', ''],
  ])('reads “%s” as “%s”', (link, hash) => {
    expect(readOptions([link, '--steps', '7'])).toStrictEqual({
      hash,
      steps: 7,
      backend: 'wasm',
      weights: false,
    });
  });

  test('asked for help needs no link', () => {
    expect(readOptions(['--help'])).toBeNull();
  });
});
