/** Images that are read at once out of a file in which each takes the same room. */

export interface Run {
  /** The first image, and the one after the last. */
  readonly from: number;
  readonly end: number;
}

/** Runs that have all of these images in them, in ascending order; over up to so many others between two of them one run goes on. */
export function runsOf(images: readonly number[], gap: number): readonly Run[] {
  const runs: { from: number; end: number }[] = [];
  for (const image of images.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && image <= last.end + gap) last.end = Math.max(last.end, image + 1);
    else runs.push({ from: image, end: image + 1 });
  }
  return runs;
}
