/** Pooling, dense layers, channels and factors on WebGPU against the reference composition on the processor, on odd shapes. */
import { test } from 'vitest';
import { as1, as2, as4, assertMatchesReference, random } from './testing';

for (const channels of [8, 5])
  test(`pooling, subsampling and dense, ${channels} channels`, () =>
    assertMatchesReference(
      [
        random('x', [3, 7, 5, channels]),
        random('dy', [3, channels]),
        random('wide', [3, 4, 3, channels + 6]),
        random('weight', [channels, 10]),
        random('bias', [10]),
        random('dLogits', [3, 10]),
      ],
      ({ pooling, dense }, [x, dy, wide, weight, bias, dLogits]) => {
        const pooled = pooling.globalAverage(as4(x));
        const own = dense.parameterGradients(pooled, as2(dLogits));
        return [
          pooled,
          pooling.globalAverageGradient(as2(dy), as4(x).shape),
          pooling.subsampleAndPad(as4(x), 2, channels + 6),
          pooling.subsampleAndPadGradient(as4(wide), as4(x).shape, 2),
          pooling.subsampleAndPad(as4(x), 1, channels + 1),
          dense.forward(pooled, as2(weight), as1(bias)),
          dense.inputGradient(as2(dLogits), as2(weight)),
          own.weight,
          own.bias,
        ];
      },
    ));

const windows = [
  { shape: [2, 7, 5, 8], kernel: 3, stride: 2, padding: 1 },
  { shape: [2, 6, 9, 3], kernel: 2, stride: 2, padding: 0 },
  { shape: [1, 8, 7, 4], kernel: 3, stride: 2, padding: 0 },
  { shape: [2, 5, 4, 5], kernel: 3, stride: 1, padding: 0 },
] as const;

for (const { shape, ...geometry } of windows) {
  const [n, h, w, c] = shape;
  const { kernel, stride, padding } = geometry;
  const side = (length: number): number => Math.floor((length + 2 * padding - kernel) / stride) + 1;
  const x = random('x', shape);
  // Zeros that are equal, as behind a ReLU.
  x.values = x.values.map((value) => Math.max(0, value));
  test(`window pooling ${shape.join('×')}, ${kernel}×${kernel}, stride ${stride}, padding ${padding}`, () =>
    assertMatchesReference([x, random('dy', [n, side(h), side(w), c])], ({ windowPool }, [image, dy]) => {
      const y = windowPool.max(as4(image), geometry);
      return [
        y,
        windowPool.maxGradient(as4(dy), as4(image), y, geometry),
        windowPool.mean(as4(image), geometry),
        windowPool.meanGradient(as4(dy), [...shape], geometry),
      ];
    }));
}

for (const [first, second] of [
  [8, 4],
  [3, 8],
  [12, 5],
] as const)
  test(`channels put together and taken apart, ${first} and ${second}`, () =>
    assertMatchesReference(
      [random('a', [2, 3, 5, first]), random('b', [2, 3, 5, second])],
      ({ channels }, [a, b]) => {
        const both = channels.join(as4(a), as4(b));
        return [both, channels.part(both, 0, first), channels.part(both, first, second)];
      },
    ));

for (const channels of [8, 5])
  test(`products with factors, ${channels} channels`, () =>
    assertMatchesReference(
      [random('x', [3, 7, 5, channels]), random('dy', [3, 7, 5, channels]), random('factors', [3, channels])],
      ({ scaling }, [x, dy, factors]) => [
        scaling.byChannel(as4(x), as2(factors)),
        scaling.along(as4(x), as4(dy)),
        scaling.alongAll(as4(x), as4(dy)),
      ],
    ));
