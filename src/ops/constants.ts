/** Constant tensors that ops share, made once per backend and shape, and freed together when the backend is left. */
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

/** [1, count] filled with `value`: a product with it sums the rows of a matrix. */
export function rowOf(value: number, count: number): tf.Tensor2D {
  return constant(`row:${value}:${count}`, () => tf.fill([1, count], value) as tf.Tensor2D);
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
