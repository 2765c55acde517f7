/**
 * Which images are test images where the files do not say so: a share of each class, drawn by a seed. What is drawn is the image
 * itself, by a hash of its pixels: neither names nor order count, and copies of an image always lie on the same side, so that no
 * test image is one that was trained on.
 */

/** Share of test images. */
const TEST_SHARE = 0.2;

/** Images among which copies are looked for. */
export interface Labelled {
  /** [images, size] */
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  /** Bytes of an image. */
  readonly size: number;
}

/** For each image the first that is equal to it: itself, where it is the first. */
export function firstEqual({ pixels, labels, size }: Labelled): Uint32Array<ArrayBuffer> {
  const first = new Uint32Array(labels.length);
  const known = new Map<number, number[]>();
  const imageAt = (index: number): Uint8Array => pixels.subarray(index * size, (index + 1) * size);
  for (let index = 0; index < labels.length; index++) {
    const image = imageAt(index);
    const hash = hashOfPixels(image, 0);
    const candidates = known.get(hash) ?? [];
    const same = candidates.find((other) => isEqual(imageAt(other), image));
    first[index] = same ?? index;
    if (same === undefined) known.set(hash, [...candidates, index]);
  }
  return first;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** 32 bits from bytes and a seed: FNV-1a, mixed to its end as murmur3 does. */
function hashOfPixels(bytes: Uint8Array, seed: number): number {
  let h = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1);
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Draws test images: of each class `TEST_SHARE`, at least one and never all, where it has two that are not copies.
 * @param first As `firstEqual` has it.
 * @returns 1 for test images.
 */
export function drawTest(images: Labelled, first: Uint32Array, seed: number): Uint8Array<ArrayBuffer> {
  const { pixels, labels, size } = images;
  const isTest = new Uint8Array(labels.length);
  /** Copies, by the first of them, which gives them its class. */
  const groups = new Map<number, number[]>();
  for (const [index, own] of first.entries()) {
    const group = groups.get(own);
    if (group === undefined) groups.set(own, [index]);
    else group.push(index);
  }
  const classes = new Map<number, number[]>();
  for (const own of groups.keys()) {
    const label = labels[own] ?? 0;
    const firsts = classes.get(label);
    if (firsts === undefined) classes.set(label, [own]);
    else firsts.push(own);
  }
  for (const firsts of classes.values()) {
    const keyed = firsts.map((own) => ({
      own,
      key: hashOfPixels(pixels.subarray(own * size, (own + 1) * size), seed + 1),
    }));
    keyed.sort((a, b) => a.key - b.key || a.own - b.own);
    const count = firsts.reduce((sum, own) => sum + (groups.get(own)?.length ?? 0), 0);
    let left = Math.max(1, Math.round(TEST_SHARE * count));
    // The last one is trained on.
    for (const { own } of keyed.slice(0, -1)) {
      if (left <= 0) break;
      const group = groups.get(own) ?? [];
      for (const index of group) isTest[index] = 1;
      left -= group.length;
    }
  }
  return isTest;
}
