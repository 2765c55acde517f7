/** The bundled cases are whole; and of each, one fault at a time is refused by name. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { imagesOf, type GoldenCase } from './case';
import { misfits, parseCase } from './fit';
import { runGolden } from './run';

const folder = new URL('../../goldens/', import.meta.url);
const read = (name: string): GoldenCase => parseCase(readFileSync(new URL(name, folder), 'utf8'));
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const golden = read('resnet8-basic-B.json');
const mixed = read('mixed-skips-nesterov.json');

/** Float32 zeros in a shape. */
const zeros = (...shape: number[]) => ({
  shape,
  float32: Buffer.alloc(4 * shape.reduce((product, side) => product * side, 1)).toString('base64'),
});
const withParams = (changes: Readonly<Record<string, ReturnType<typeof zeros> | undefined>>): GoldenCase => ({
  ...golden,
  params: Object.fromEntries(
    Object.entries({ ...golden.params, ...changes }).filter(([, value]) => value !== undefined),
  ) as GoldenCase['params'],
});

describe('bundled golden cases', () => {
  test('are all there, and fit their networks', () => {
    expect(files.length).toBeGreaterThanOrEqual(17);
    expect(files.flatMap((name) => misfits(read(name)))).toStrictEqual([]);
  });
});

describe('a golden case is refused', () => {
  const { labels } = golden;
  const faults: readonly (readonly [string, GoldenCase, string])[] = [
    [
      'with a filter of other channels',
      withParams({ 'layer1.0.conv1.weight': zeros(4, 8, 3, 3) }),
      'layer1.0.conv1.weight has the shape [4, 8, 3, 3], and the plan has [8, 8, 3, 3]',
    ],
    [
      'with a filter in another layout of as many numbers',
      withParams({ 'conv1.weight': zeros(3, 3, 3, 8) }),
      'conv1.weight has the shape [3, 3, 3, 8], and the plan has [8, 3, 3, 3]',
    ],
    [
      'with dense weights the other way round',
      withParams({ 'fc.weight': zeros(32, 10) }),
      'fc.weight has the shape [32, 10], and the plan has [10, 32]',
    ],
    [
      'with a norm of other channels',
      withParams({ 'bn1.bias': zeros(1) }),
      'bn1.bias has the shape [1], and the plan has [8]',
    ],
    [
      'with fewer numbers than the shape says',
      withParams({ 'fc.bias': { ...zeros(9), shape: [10] } }),
      'fc.bias holds 9 numbers, and its shape [10] 10',
    ],
    [
      'without a parameter',
      withParams({ 'layer2.0.conv2.weight': undefined }),
      'the case lacks layer2.0.conv2.weight',
    ],
    [
      'without the projection of an open shortcut',
      withParams({ 'layer2.0.downsample.0.weight': undefined }),
      'the case lacks layer2.0.downsample.0.weight',
    ],
    [
      'with a parameter too many',
      withParams({ 'layer1.0.downsample.0.weight': zeros(8, 8, 1, 1) }),
      'the plan has no layer1.0.downsample.0.weight',
    ],
    [
      'with images of another size',
      { ...golden, x_nchw: zeros(8, 3, 14, 14) },
      'the batch has the shape [8, 3, 14, 14], and the plan has [8, 3, 16, 16]',
    ],
    [
      'with another number of labels than images',
      { ...golden, batch: 7, labels: labels.slice(1) },
      'the batch has the shape [8, 3, 16, 16], and the plan has [7, 3, 16, 16]',
    ],
    [
      'with a batch that is said to be another',
      { ...golden, batch: 4 },
      'the batch is said to be of 4, and has 8 labels',
    ],
    [
      'with a label that is no class',
      { ...golden, labels: [10, ...labels.slice(1)] },
      'a label is 10, of 10 classes',
    ],
    [
      'with a skip too few',
      { ...golden, spec: { ...golden.spec, skips: [true, true] } },
      '2 skips are given for 3 blocks',
    ],
    [
      'with the logits of other classes',
      { ...golden, expect: { ...golden.expect, logits: labels.map(() => [0]) } },
      'the logits expected are not of 8 images in 10 classes',
    ],
    [
      'with an expected gradient of nothing',
      { ...golden, expect: { ...golden.expect, grad_norm: { 'layer9.0.conv1.weight': 1 } } },
      'a gradient is expected of layer9.0.conv1.weight, which the case lacks',
    ],
  ];
  test.each(faults)('%s', async (_, faulty, sentence) => {
    expect(misfits(faulty)).toContain(sentence);
    await expect(runGolden(faulty, imagesOf(golden))).rejects.toThrow(sentence);
  });

  test.each([
    ['{', /JSON/],
    ['null', /it has no name/],
    ['{"name":"x"}', /it has no spec, no optimizer, no params, no x_nchw, no labels, no expect/],
  ])('as no case at all: %s', (text, sentence) => {
    expect(() => parseCase(text)).toThrow(sentence);
  });
});

test('Only the projection of a closed shortcut may lack', () => {
  const name = 'layer2.0.downsample.0.weight';
  const { [name]: projection, ...params } = mixed.params;
  expect(projection?.shape).toStrictEqual([16, 8, 1, 1]);
  // That block's shortcut is open in this case; its gradient is expected too.
  expect(misfits({ ...mixed, params })).toStrictEqual([
    `the case lacks ${name}`,
    `a gradient is expected of ${name}, which the case lacks`,
  ]);
  const skips = mixed.spec.skips.map((on, block) => on && block !== 3);
  const { [name]: _, ...gradients } = mixed.expect.grad_norm;
  const closed = { ...mixed, params, spec: { ...mixed.spec, skips } };
  expect(misfits({ ...closed, expect: { ...mixed.expect, grad_norm: gradients } })).toStrictEqual([]);
});
