/** What follows from the probabilities of test images: the class they are taken for, and who is confused. */

/** One network's look at every image. */
export interface Verdicts {
  /** Class of the largest probability; -1 where they are not finite. */
  readonly predicted: readonly number[];
  /** Of the predicted class. */
  readonly confidence: readonly number[];
}

/** Verdicts from probabilities [count, classes]. */
export function verdictsOf(probabilities: Float32Array, classes: number): Verdicts {
  const predicted: number[] = [];
  const confidence: number[] = [];
  for (let start = 0; start < probabilities.length; start += classes) {
    const row = probabilities.subarray(start, start + classes);
    const finite = row.every((value) => Number.isFinite(value));
    const best = finite ? row.indexOf(Math.max(...row)) : -1;
    predicted.push(best);
    confidence.push(best < 0 ? Number.NaN : (row[best] ?? Number.NaN));
  }
  return { predicted, confidence };
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

/** Images that a selection is of, in its order; `losses` are those of the images, lane by lane, NaN where not finite. */
export function selectImages(
  { hardestFor, truth, predicted }: Selection,
  labels: Uint8Array,
  verdicts: readonly Verdicts[],
  losses: readonly ArrayLike<number>[],
): number[] {
  const images = [...labels.keys()].filter(
    (image) =>
      (truth === null || labels[image] === truth) &&
      (predicted === null || verdicts[predicted.lane]?.predicted[image] === predicted.as),
  );
  const own = hardestFor === null ? undefined : losses[hardestFor];
  if (own === undefined) return images;
  const hardness = (image: number): number => {
    const loss = own[image] ?? Number.NaN;
    return Number.isNaN(loss) ? Infinity : loss;
  };
  return images.toSorted((a, b) => {
    const [first, second] = [hardness(a), hardness(b)];
    return first === second ? a - b : second - first;
  });
}
