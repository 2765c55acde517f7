/** Every op against its definition in float64: values directly, gradients by central differences of the definition. */
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NODE_BACKENDS, useNodeBackend } from '../../scripts/goldens/node';
import { activate } from './activation';
import { ACTIVATIONS } from '../config/activations';
import { disposeConstants } from './constants';
import { conv2d, conv2dOfData, dense } from './linear';
import { crossEntropy } from './loss';
import { activate64 } from '../testing/activations';
import { batchNorm64, conv64, differences, weighted, type Image64 } from '../testing/ops64';
import { expectClose, gradients, image, random, tensorOf } from '../testing/gradients';
import { kernels } from './active-kernels';
import { addActivate, addBias, batchNormTraining, shift as shiftBy, shiftRows } from './normalise';
import { globalAveragePool, subsampleAndPad } from './shape';
import { probe } from './elementwise';

describe.each(NODE_BACKENDS)('on %s', (backend) => {
  beforeAll(() => useNodeBackend(backend));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());
  afterAll(disposeConstants);

  describe.each([
    { name: '3×3', kernel: 3, stride: 1, padding: 1, side: [5, 4] },
    { name: '3×3 stride 2, even side', kernel: 3, stride: 2, padding: 1, side: [6, 4] },
    { name: '3×3 stride 2, odd side', kernel: 3, stride: 2, padding: 1, side: [7, 5] },
    { name: '1×1 stride 2, odd side', kernel: 1, stride: 2, padding: 0, side: [5, 3] },
    { name: '1×1 stride 2, even side', kernel: 1, stride: 2, padding: 0, side: [4, 6] },
    { name: '5×5 stride 2', kernel: 5, stride: 2, padding: 2, side: [6, 7] },
  ])('convolution $name', ({ kernel, stride, padding, side: [h = 0, w = 0] }) => {
    const x = image('image', [2, h, w, 3]);
    const filter = image('filter', [kernel, kernel, 3, 5]);
    const geometry = { stride, padding };
    const expected = conv64(x, filter, stride, padding);

    it('has the values of the definition', () => {
      const y = conv2d(tensorOf(x), tensorOf(filter), geometry);
      expect(y.shape).toEqual(expected.shape);
      expectClose(y, expected.values);
    });

    it('has the gradients of the definition', () => {
      const weights = random('weights', expected.values.length);
      const [dx, dFilter] = gradients(
        (a, b) => conv2d(a as tf.Tensor4D, b as tf.Tensor4D, geometry),
        [tensorOf(x), tensorOf(filter)],
        weights,
      );
      const loss = (a: Image64, b: Image64): number =>
        weighted(conv64(a, b, stride, padding).values, weights);
      expectClose(
        dx!,
        differences((values) => loss({ ...x, values }, filter), x.values),
      );
      expectClose(
        dFilter!,
        differences((values) => loss(x, { ...filter, values }), filter.values),
      );
      const [alone] = gradients(
        (b) => conv2dOfData(tensorOf(x), b as tf.Tensor4D, geometry),
        [tensorOf(filter)],
        weights,
      );
      expectClose(alone!, [...dFilter!.dataSync()], 1e-7);
    });
  });

  describe.each(ACTIVATIONS)('ended by %s', (activation) => {
    const x = image('x', [2, 3, 3, 5]);
    const shortcut = image('shortcut', x.shape);
    const scale = random('scale', 5);
    const shift = random('shift', 5);
    const weights = random('weights', x.values.length);
    const end = (branch: Image64, added: Image64, gain: number): number[] =>
      branch.values.map((value, i) => activate64(value + gain * (added.values[i] ?? 0), activation));

    it.each([0, 0.5, 1])('batch norm with a shortcut of gain %d', (gain) => {
      const run = (...inputs: tf.Tensor[]): tf.Tensor => {
        const [a, b, c, d] = inputs as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor4D];
        return batchNormTraining(a, b, c, { activation, shortcut: d, gain });
      };
      const inputs = [tensorOf(x), tf.tensor1d(scale), tf.tensor1d(shift), tensorOf(shortcut)];
      expectClose(run(...inputs), end(batchNorm64(x, scale, shift), shortcut, gain));
      const [dx, dScale, dShift, dShortcut] = gradients(run, inputs, weights);
      const loss = (a = x, b = scale, c = shift, d = shortcut): number =>
        weighted(end(batchNorm64(a, b, c), d, gain), weights);
      expectClose(
        dx!,
        differences((values) => loss({ ...x, values }), x.values),
      );
      expectClose(
        dScale!,
        differences((values) => loss(x, [...values]), scale),
      );
      expectClose(
        dShift!,
        differences((values) => loss(x, scale, [...values]), shift),
      );
      expectClose(
        dShortcut!,
        differences((values) => loss(x, scale, shift, { ...shortcut, values }), shortcut.values),
      );
    });

    it('a bias, without and with a shortcut', () => {
      const biased = (values: readonly number[], bias: readonly number[]): Image64 => ({
        ...x,
        values: values.map((value, i) => value + (bias[i % 5] ?? 0)),
      });
      const alone = addBias(tensorOf(x), tf.tensor1d(shift), { activation, shortcut: null, gain: 0 });
      expectClose(alone, end(biased(x.values, shift), shortcut, 0));
      const [dx, dBias, dShortcut] = gradients(
        (a, b, c) =>
          addBias(a as tf.Tensor4D, b as tf.Tensor1D, {
            activation,
            shortcut: c as tf.Tensor4D,
            gain: 0.25,
          }),
        [tensorOf(x), tf.tensor1d(shift), tensorOf(shortcut)],
        weights,
      );
      const loss = (a: readonly number[], b: readonly number[], c: readonly number[]): number =>
        weighted(end(biased(a, b), { ...shortcut, values: c }, 0.25), weights);
      expectClose(
        dx!,
        differences((values) => loss(values, shift, shortcut.values), x.values),
      );
      expectClose(
        dBias!,
        differences((values) => loss(x.values, values, shortcut.values), shift),
      );
      expectClose(
        dShortcut!,
        differences((values) => loss(x.values, shift, values), shortcut.values),
      );
    });

    it.each([
      ['a factor and a number', true, true],
      ['a number', false, true],
      ['a factor', true, false],
    ])('%s for all values', (_, hasFactor, hasBias) => {
      const [factor, bias] = [[-0.7], [0.3]];
      const of = (values: readonly number[], by: readonly number[], plus: readonly number[]): Image64 => ({
        ...x,
        values: values.map((value) => (hasFactor ? by[0]! * value : value) + (hasBias ? plus[0]! : 0)),
      });
      const run = (...inputs: tf.Tensor[]): tf.Tensor => {
        const [a, b, c, d] = inputs as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor4D];
        const own = { ...(hasFactor && { factor: b }), ...(hasBias && { bias: c }) };
        return shiftBy(a, own, { activation, shortcut: d, gain: 0.25 });
      };
      const inputs = [tensorOf(x), tf.tensor1d(factor), tf.tensor1d(bias), tensorOf(shortcut)];
      expectClose(run(...inputs), end(of(x.values, factor, bias), shortcut, 0.25));
      const loss = (a = x.values, b = factor, c = bias, d = shortcut.values): number =>
        weighted(end(of(a, b, c), { ...shortcut, values: d }, 0.25), weights);
      // tfjs leaves nothing out of what it was asked for: those that are not used are left out here.
      const used = [true, hasFactor, hasBias, true];
      const found = gradients(
        (...given) => {
          const all = used.map((is, i) => (is ? given.shift()! : inputs[i]!));
          return run(...all);
        },
        inputs.filter((__, i) => used[i]),
        weights,
      );
      const expected = [
        () => differences((values) => loss(values), x.values),
        () => differences((values) => loss(x.values, [...values]), factor),
        () => differences((values) => loss(x.values, factor, [...values]), bias),
        () => differences((values) => loss(x.values, factor, bias, [...values]), shortcut.values),
      ].filter((__, i) => used[i]);
      expected.forEach((differ, i) => expectClose(found[i]!, differ()));
    });

    it('an addition on its own', () => {
      const run = (a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
        addActivate(a as tf.Tensor4D, { activation, shortcut: b as tf.Tensor4D, gain: 0.5 });
      expectClose(run(tensorOf(x), tensorOf(shortcut)), end(x, shortcut, 0.5));
      const [dx] = gradients(
        run as (...inputs: tf.Tensor[]) => tf.Tensor,
        [tensorOf(x), tensorOf(shortcut)],
        weights,
      );
      expectClose(
        dx!,
        differences((values) => weighted(end({ ...x, values }, shortcut, 0.5), weights), x.values),
      );
    });
  });

  it('batch norm tells its statistics and uses given ones at test time', () => {
    const x = image('x', [2, 3, 3, 4]);
    const scale = tf.tensor1d([1, 2, -1, 0.5]);
    const shift = tf.tensor1d([0, 1, 0, -1]);
    const end = { activation: 'relu', shortcut: null, gain: 0 } as const;
    let seen: { mean: tf.Tensor1D; variance: tf.Tensor1D } | undefined;
    const trained = batchNormTraining(tensorOf(x), scale, shift, end, (statistics) => {
      seen = statistics;
    });
    const channel = (c: number): number[] => x.values.filter((_, i) => i % 4 === c);
    const mean = [0, 1, 2, 3].map((c) => channel(c).reduce((sum, value) => sum + value, 0) / 18);
    expectClose(seen!.mean, mean);
    expectClose(
      seen!.variance,
      mean.map((m, c) => channel(c).reduce((sum, value) => sum + (value - m) ** 2, 0) / 18),
    );
    const tested = kernels().batchNorm.inference(tensorOf(x), scale, shift, seen!.mean, seen!.variance, end);
    expectClose(tested, [...trained.dataSync()]);
    tf.dispose([seen!.mean, seen!.variance]);
  });

  it('a number for all values of vectors', () => {
    const rows = tf.tensor2d(random('rows', 6), [2, 3]);
    const weights = random('weights', 6);
    const bias = tf.tensor1d([0.4]);
    expectClose(
      shiftRows(rows, bias),
      [...rows.dataSync()].map((value) => value + Math.fround(0.4)),
    );
    const [dRows, dBias] = gradients(
      (a, b) => shiftRows(a as tf.Tensor2D, b as tf.Tensor1D),
      [rows, bias],
      weights,
    );
    expectClose(dRows!, weights);
    expectClose(dBias!, [weights.reduce((sum, value) => sum + value, 0)]);
  });

  it('tanh is exact for tiny, huge and negative arguments', () => {
    const values = [1e-30, -1e-6, 1e-3, -0.3, 0, 2, -30, 88, -1000];
    const y = activate(tf.tensor1d(values), 'tanh').y.dataSync();
    values.forEach((value, i) => {
      const expected = Math.tanh(value);
      expect(Math.abs(y[i]! - expected)).toBeLessThanOrEqual(4e-7 * Math.abs(expected));
    });
  });

  it('global average pooling', () => {
    const x = image('x', [2, 3, 2, 3]);
    const pooled = (values: readonly number[]): number[] =>
      [0, 1].flatMap((n) =>
        [0, 1, 2].map(
          (c) => [0, 1, 2, 3, 4, 5].reduce((sum, p) => sum + (values[(n * 6 + p) * 3 + c] ?? 0), 0) / 6,
        ),
      );
    const weights = random('weights', 6);
    expectClose(globalAveragePool(tensorOf(x)), pooled(x.values));
    const [dx] = gradients((a) => globalAveragePool(a as tf.Tensor4D), [tensorOf(x)], weights);
    expectClose(
      dx!,
      differences((values) => weighted(pooled(values), weights), x.values),
    );
  });

  it.each([
    [1, 5, 4, 6],
    [2, 5, 4, 6],
    [2, 6, 3, 3],
  ])('zero-padding shortcut: stride %d, %d×%d to %d channels', (stride, h, w, channels) => {
    const x = image('x', [2, h, w, 3]);
    const rows = Math.ceil(h / stride);
    const columns = Math.ceil(w / stride);
    const expected = (values: readonly number[]): number[] => {
      const result: number[] = [];
      for (let n = 0; n < 2; n++)
        for (let r = 0; r < rows; r++)
          for (let q = 0; q < columns; q++)
            for (let c = 0; c < channels; c++)
              result.push(c < 3 ? (values[((n * h + r * stride) * w + q * stride) * 3 + c] ?? 0) : 0);
      return result;
    };
    const y = subsampleAndPad(tensorOf(x), stride, channels);
    expect(y.shape).toEqual([2, rows, columns, channels]);
    expectClose(y, expected(x.values));
    const weights = random('weights', y.size);
    const [dx] = gradients(
      (a) => subsampleAndPad(a as tf.Tensor4D, stride, channels),
      [tensorOf(x)],
      weights,
    );
    expectClose(
      dx!,
      differences((values) => weighted(expected(values), weights), x.values),
    );
  });

  it('dense layer and cross-entropy', () => {
    const [x, weight, bias] = [random('x', 6), random('weight', 12), random('bias', 4)];
    const labels = [3, 0];
    const hot = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), 4), 'float32') as tf.Tensor2D;
    const loss = (a: readonly number[], b: readonly number[], c: readonly number[]): number =>
      labels.reduce((sum, label, n) => {
        const logits = c.map(
          (offset, k) => offset + [0, 1, 2].reduce((s, i) => s + a[n * 3 + i]! * b[i * 4 + k]!, 0),
        );
        return sum + (Math.log(logits.reduce((s, z) => s + Math.exp(z), 0)) - logits[label]!) / labels.length;
      }, 0);
    const run = (...inputs: tf.Tensor[]): tf.Tensor => {
      const [a, b, c] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
      return crossEntropy(dense(a, b, c), hot);
    };
    const inputs = [tf.tensor2d(x, [2, 3]), tf.tensor2d(weight, [3, 4]), tf.tensor1d(bias)];
    expectClose(run(...inputs), [loss(x, weight, bias)]);
    const [dx, dWeight, dBias] = gradients(run, inputs, [1]);
    expectClose(
      dx!,
      differences((values) => loss(values, weight, bias), x),
    );
    expectClose(
      dWeight!,
      differences((values) => loss(x, values, bias), weight),
    );
    expectClose(
      dBias!,
      differences((values) => loss(x, weight, values), bias),
    );
  });

  it('a probe shows the gradient and changes nothing', () => {
    const x = image('x', [1, 2, 2, 2]);
    const shown: number[] = [];
    const [dx] = gradients(
      (a) => probe(a as tf.Tensor4D, (dy) => shown.push(...dy.dataSync())),
      [tensorOf(x)],
      x.values,
    );
    expect(shown).toEqual(x.values);
    expect([...dx!.dataSync()]).toEqual(x.values);
  });
});
