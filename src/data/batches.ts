/**
 * Which images make up the batch of which step. Every epoch has its own seeded shuffle, what is left over at its end is
 * dropped (as PyTorch's `drop_last`), and any step can be asked for at any time, so that a replay needs no history.
 */
import { randomStream } from './random';

export interface Batches {
  readonly stepsPerEpoch: number;
  /** Indices into the training images of the batch of a step (0, 1, …); `batchSize` of them, valid for ever. */
  indicesOfStep(step: number): Uint32Array<ArrayBuffer>;
}

/**
 * Batches of `batchSize` out of `count` images.
 * @param seed The experiment's order seed.
 * @throws RangeError where not even one batch can be filled.
 */
export function planBatches(count: number, batchSize: number, seed: number): Batches {
  const stepsPerEpoch = Math.floor(count / batchSize);
  if (!(stepsPerEpoch >= 1)) throw new RangeError(`No batch of ${batchSize} in ${count} images.`);
  // Steps are asked for one after the other, so one epoch is kept.
  let epoch = -1;
  let order = new Uint32Array(0);
  return {
    stepsPerEpoch,
    indicesOfStep(step) {
      const wanted = Math.floor(step / stepsPerEpoch);
      if (wanted !== epoch) {
        order = permutation(count, seed, wanted);
        epoch = wanted;
      }
      const start = (step - wanted * stepsPerEpoch) * batchSize;
      return order.slice(start, start + batchSize);
    },
  };
}

/** A seeded Fisher–Yates shuffle of 0 to count − 1. */
export function permutation(count: number, seed: number, epoch: number): Uint32Array<ArrayBuffer> {
  const random = randomStream(seed, 'order', epoch);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let last = count - 1; last > 0; last--) {
    const pick = random.integer(last + 1);
    const value = order[last] ?? 0;
    order[last] = order[pick] ?? 0;
    order[pick] = value;
  }
  return order;
}
