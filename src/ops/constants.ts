/**
 * Constant tensors that ops share, made once per backend and shape, and freed together when the backend is left. They are
 * made of values, never by ops: the first use may be in a step that is only recorded.
 */
import * as tf from '@tensorflow/tfjs-core';

const cache = new Map<string, tf.Tensor>();

function constant<T extends tf.Tensor>(key: string, make: () => T): T {
  const fullKey = `${tf.getBackend()}:${key}`;
  const known = cache.get(fullKey);
  if (known !== undefined) return known as T;
  const made = tf.keep(tf.tidy(make));
  cache.set(fullKey, made);
  return made;
}

/** [rows, columns] filled with `value`: products with a row or column of these sum or repeat. */
export function filled(rows: number, columns: number, value: number): tf.Tensor2D {
  return constant(`filled:${rows}:${columns}:${value}`, () =>
    tf.tensor2d(new Float32Array(rows * columns).fill(value), [rows, columns]),
  );
}

export function ones(rows: number, columns: number): tf.Tensor2D {
  return filled(rows, columns, 1);
}

/** [size, size] with ones from the lower left to the upper right: a product with it turns the order of rows around. */
export function antiDiagonal(size: number): tf.Tensor2D {
  return constant(`anti-diagonal:${size}`, () => {
    const values = new Float32Array(size * size);
    for (let row = 0; row < size; row++) values[row * size + size - 1 - row] = 1;
    return tf.tensor2d(values, [size, size]);
  });
}

/** [in, out] with ones where an input channel and an output channel are of the same of `groups` groups. */
export function groupMask(inChannels: number, outChannels: number, groups: number): tf.Tensor2D {
  return constant(`groups:${inChannels}:${outChannels}:${groups}`, () => {
    const group = (channel: number, channels: number): number => Math.floor((channel * groups) / channels);
    const mask = Float32Array.from({ length: inChannels * outChannels }, (_, i) => {
      const [row, column] = [Math.floor(i / outChannels), i % outChannels];
      return group(row, inChannels) === group(column, outChannels) ? 1 : 0;
    });
    return tf.tensor2d(mask, [inChannels, outChannels]);
  });
}

/** A scalar. */
export function scalar(value: number): tf.Scalar {
  return constant(`scalar:${value}`, () => tf.scalar(value));
}

/** Frees all constants; to be called before the backend changes or when memory is counted. */
export function disposeConstants(): void {
  for (const tensor of cache.values()) tensor.dispose();
  cache.clear();
}
