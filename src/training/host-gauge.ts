/**
 * Measures pairs of tensors on the processor, in float64, and how the numbers of a tensor are spread: at once where the backend
 * is synchronous, else in the end.
 */
import * as tf from '@tensorflow/tfjs-core';
import { histogram } from '../architecture/instruments';
import { pairStatistics, type PairStatistics } from '../engine/measures';
import { peek, readAll } from '../engine/read';
import { hasCosine } from './pairs';

interface Waiting {
  readonly key: string;
  readonly tensors: readonly tf.Tensor[];
}

export class HostGauge {
  readonly pairs = new Map<string, PairStatistics>();
  /** Shares of the bins of what `spread` was given last. */
  spreadShares: Float32Array | null = null;
  readonly #waiting: Waiting[] = [];
  #spread: tf.Tensor | null = null;
  readonly #synchronous = tf.getBackend() !== 'webgpu';

  measure(key: string, a: tf.Tensor, b: tf.Tensor | null): void {
    if (this.#synchronous) {
      const [first, second] = [peek(a), b === null ? null : peek(b)];
      this.pairs.set(key, pairStatistics(first, second, hasCosine(key)));
      return;
    }
    const tensors = b === null ? [a] : [a, b];
    this.#waiting.push({ key, tensors: tensors.map((tensor) => tf.keep(tensor.clone())) });
  }

  spread(tensor: tf.Tensor): void {
    if (this.#synchronous) this.spreadShares = histogram(peek(tensor));
    else this.#spread = tf.keep(tensor.clone());
  }

  /** Waits for what could not be read at once, and frees it. */
  async finish(): Promise<void> {
    const waiting = this.#waiting.splice(0);
    const spread = this.#spread === null ? [] : [this.#spread];
    this.#spread = null;
    const tensors = [...waiting.flatMap((one) => one.tensors), ...spread];
    try {
      const values = await readAll(tensors);
      let next = 0;
      for (const { key, tensors: own } of waiting) {
        const a = values[next++] ?? new Float32Array(0);
        const b = own.length > 1 ? (values[next++] ?? null) : null;
        this.pairs.set(key, pairStatistics(a, b, hasCosine(key)));
      }
      const last = spread.length === 0 ? undefined : values.at(-1);
      if (last !== undefined) this.spreadShares = histogram(last);
    } finally {
      tf.dispose(tensors);
    }
  }
}
