/** Convolutions in tiles, which the chooser gives to real GPUs only, against the reference on random geometries. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, test } from 'vitest';
import { randomStream } from '../../src/data/random';
import { chooseConvolutions } from '../../src/ops/webgpu/choose';
import { as4, assertMatchesReference, random } from './testing';

beforeAll(() => chooseConvolutions('tiled'));
afterAll(() => chooseConvolutions('by shape'));

interface Geometry {
  readonly image: readonly [number, number, number, number];
  readonly kernel: number;
  readonly out: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

/** Seeded: channels in fours up to more than two tiles, images of odd sides, every kernel, stride, padding and dilation. */
function randomGeometry(index: number): Geometry {
  const stream = randomStream(11, 'tiled', index);
  const between = (least: number, most: number): number => least + stream.integer(most - least + 1);
  const kernel = [1, 2, 3, 3, 3, 5, 7][stream.integer(7)] ?? 3;
  const dilation = between(1, 2);
  const padding = between(0, kernel);
  // At least one position is left.
  const least = Math.max(1, dilation * (kernel - 1) + 1 - 2 * padding);
  const side = (): number => least + stream.integer(9);
  const channels = (): number => 4 * between(1, 18);
  return {
    image: [between(1, 4), side(), side(), channels()],
    kernel,
    out: channels(),
    stride: between(1, 3),
    padding,
    dilation,
  };
}

const geometries: readonly Geometry[] = [
  // More positions, rows and columns than a tile has, of every kind.
  { image: [3, 9, 11, 72], kernel: 3, out: 68, stride: 1, padding: 1, dilation: 1 },
  { image: [2, 8, 8, 32], kernel: 1, out: 32, stride: 1, padding: 0, dilation: 1 },
  ...Array.from({ length: 60 }, (_, index) => randomGeometry(index)),
];

for (const { image, kernel, out, ...geometry } of geometries) {
  const { stride, padding, dilation } = geometry;
  const [n, h, w, c] = image;
  const side = (length: number): number =>
    Math.floor((length + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  const what = `${image.join('×')}, ${kernel}×${kernel} to ${out}, stride ${stride}, padding ${padding}, dilation ${dilation}`;
  test(`tiled convolution ${what}`, () =>
    assertMatchesReference(
      [random('x', image), random('w', [kernel, kernel, c, out]), random('dy', [n, side(h), side(w), out])],
      ({ conv2d }, [x, filter, dy]) => [
        conv2d.forward(as4(x), as4(filter), geometry),
        conv2d.inputGradient(as4(dy), as4(filter), [...image], geometry),
        conv2d.filterGradient(as4(x), as4(dy), as4(filter).shape, geometry),
      ],
    ));
}

test('tiled input gradient with a shortcut’s', () => {
  const shape = [2, 7, 6, 36] as const;
  return assertMatchesReference(
    [random('dy', shape), random('w', [3, 3, 36, 36]), random('carried', shape), random('y', shape)],
    ({ conv2d, addition }, [dy, filter, carried, pre]) => {
      const geometry = { stride: 1, padding: 1 };
      const end = { activation: 'tanh', shortcut: null, gain: 0 } as const;
      const { savedForBackward } = addition.forward(as4(pre), end);
      const along = { dy: as4(carried), savedForBackward, activation: 'tanh', gain: 0.4 } as const;
      if (conv2d.carriesShortcut)
        return [conv2d.inputGradient(as4(dy), as4(filter), [...shape], geometry, along)];
      const own = conv2d.inputGradient(as4(dy), as4(filter), [...shape], geometry);
      const { shortcut } = addition.gradient({ ...along, hasShortcut: true });
      return [tf.add(own, shortcut as tf.Tensor)];
    },
  );
});
