/** What follows from the probabilities of test images: the class they are taken for, the loss of each, who is confused. */

/** One network's look at every image. */
export interface Verdicts {
  /** Class of the largest probability; -1 where they are not finite. */
  readonly predicted: readonly number[];
  /** Of the predicted class. */
  readonly confidence: readonly number[];
  /** Cross-entropy of the true class in nats; Infinity where its probability is 0, or not finite. */
  readonly losses: readonly number[];
}

/** Verdicts from probabilities [count, classes]. */
export function verdictsOf(probabilities: Float32Array, labels: Uint8Array, classes: number): Verdicts {
  const predicted: number[] = [];
  const confidence: number[] = [];
  const losses: number[] = [];
  labels.forEach((label, image) => {
    const row = probabilities.subarray(image * classes, (image + 1) * classes);
    const finite = row.every((value) => Number.isFinite(value));
    const best = finite ? row.indexOf(Math.max(...row)) : -1;
    predicted.push(best);
    confidence.push(best < 0 ? Number.NaN : (row[best] ?? Number.NaN));
    losses.push(finite ? -Math.log(row[label] ?? 0) : Infinity);
  });
  return { predicted, confidence, losses };
}

/** Images by true class (row) and predicted class (column). */
export function confusionOf(
  predicted: readonly number[],
  labels: Uint8Array,
  classes: number,
): readonly (readonly number[])[] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  labels.forEach((label, image) => {
    const row = counts[label];
    const column = predicted[image] ?? -1;
    if (row?.[column] !== undefined) row[column]++;
  });
  return counts;
}

/** Which images to show. */
export interface Selection {
  /** Lane whose largest losses come first; null as they come. */
  readonly hardestFor: number | null;
  /** Only of this class; null of all. */
  readonly truth: number | null;
  /** Only those taken for this class by this lane. */
  readonly predicted: { readonly lane: number; readonly as: number } | null;
}

/** Images that a selection is of, in its order. */
export function selectImages(
  { hardestFor, truth, predicted }: Selection,
  labels: Uint8Array,
  verdicts: readonly Verdicts[],
): number[] {
  const images = [...labels.keys()].filter(
    (image) =>
      (truth === null || labels[image] === truth) &&
      (predicted === null || verdicts[predicted.lane]?.predicted[image] === predicted.as),
  );
  const losses = hardestFor === null ? undefined : verdicts[hardestFor]?.losses;
  if (losses === undefined) return images;
  return images.toSorted((a, b) => {
    const [first, second] = [losses[a] ?? 0, losses[b] ?? 0];
    return first === second ? a - b : second - first;
  });
}
