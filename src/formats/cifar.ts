/**
 * CIFAR-10 and CIFAR-100 in their binary version: records of one label (CIFAR-100: a coarse and a fine one) and 3 × 32 × 32 bytes,
 * channel by channel. https://www.cs.toronto.edu/~kriz/cifar.html describes them.
 */

export type CifarKind = 'cifar-10' | 'cifar-100';

/** Of a kind: bytes of labels before an image, classes, and the file that names them. */
export const CIFAR = {
  'cifar-10': { labels: 1, classes: 10, names: 'batches.meta.txt' },
  'cifar-100': { labels: 2, classes: 100, names: 'fine_label_names.txt' },
} as const;

/** Coarse classes of CIFAR-100. */
const COARSE = 20;

export const CIFAR_SIDE = 32;

/** Bytes of an image. */
export const CIFAR_PIXELS = 3 * CIFAR_SIDE * CIFAR_SIDE;

/** Bytes of a label and its image. */
export function recordBytes(kind: CifarKind): number {
  return CIFAR[kind].labels + CIFAR_PIXELS;
}

/** Whether the labels of a record are some that this kind has. */
function fits(kind: CifarKind, first: number, second: number): boolean {
  return kind === 'cifar-10'
    ? first < CIFAR['cifar-10'].classes
    : first < COARSE && second < CIFAR['cifar-100'].classes;
}

/** What a file may be by its size and first record; it has no mark of its own. */
export function cifarKind(bytes: Uint8Array, size: number): CifarKind | null {
  const [first = 0, second = 0] = bytes;
  const kinds: readonly CifarKind[] = ['cifar-10', 'cifar-100'];
  return (
    kinds.find((kind) => size > 0 && size % recordBytes(kind) === 0 && fits(kind, first, second)) ?? null
  );
}

/**
 * Labels of records, fine ones where there are two.
 * @param bytes Whole records.
 */
export function cifarLabels(kind: CifarKind, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const size = recordBytes(kind);
  const at = CIFAR[kind].labels - 1;
  return Uint8Array.from({ length: bytes.length / size }, (_, index) => bytes[index * size + at] ?? 0);
}

/** Names of classes, one a line; null where they are not as many as there are classes. */
export function cifarNames(kind: CifarKind, text: string): readonly string[] | null {
  const names = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return names.length === CIFAR[kind].classes ? names : null;
}
