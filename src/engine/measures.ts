/** Numbers about vectors, in float64 on the processor, where squares of the tiniest float32 do not vanish. */

/** L2 norm of values[from..to). NaN and infinities show in the result. */
export function l2Norm(values: Float32Array, from = 0, to = values.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] as number;
    sum += value * value;
  }
  return Math.sqrt(sum);
}

/** Population standard deviation. */
export function standardDeviation(values: Float32Array): number {
  const count = values.length;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / count);
}

export interface Score {
  /** Mean cross-entropy in nats. */
  readonly loss: number;
  /** Number of images whose largest logit is that of their label. */
  readonly correct: number;
  /** Number of images. */
  readonly count: number;
}

/** Scores logits [N, classes], given row by row, against labels [N]. */
export function scoreLogits(logits: Float32Array, labels: Uint8Array, classes: number): Score {
  let loss = 0;
  let correct = 0;
  labels.forEach((label, image) => {
    const row = logits.subarray(image * classes, (image + 1) * classes);
    let largest = Number.NEGATIVE_INFINITY;
    let at = -1;
    let finite = true;
    row.forEach((logit, i) => {
      finite &&= Number.isFinite(logit);
      if (logit > largest) {
        largest = logit;
        at = i;
      }
    });
    if (!finite) {
      loss = Number.NaN;
      return;
    }
    let sum = 0;
    for (const logit of row) sum += Math.exp(logit - largest);
    loss += Math.log(sum) + largest - (row[label] as number);
    if (at === label) correct++;
  });
  return { loss: loss / labels.length, correct, count: labels.length };
}
