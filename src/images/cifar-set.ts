/** CIFAR's binary batches put together to a set. */
import { CIFAR, cifarLabels, cifarNames, recordBytes, type CifarKind } from '../formats/cifar';
import { cifarImages } from './arrays';
import { partedBy, partNamed, type ArrayPart, type ArraySet } from './array-set';
import { compare } from './folders';
import type { Entry } from './open';
import { ImportError, reading } from './problem';

/** Records whose labels are read at once. */
const RECORDS = 1_000;

/**
 * Puts batches together.
 * @param names Files that may name the classes; without them these are numbers.
 * @throws ImportError
 */
export async function cifarSet(
  batches: readonly Entry[],
  kind: CifarKind,
  names: readonly Entry[],
): Promise<ArraySet> {
  const parts: ArrayPart[] = [];
  for (const batch of batches.toSorted((a, b) => compare(a.path, b.path))) {
    const images = cifarImages(batch, kind);
    parts.push({
      part: partNamed(batch.path) === 'test' ? 'test' : 'train',
      images,
      layout: { height: 32, width: 32, channels: 3, isPlanar: true },
      scale: 1,
      labels: await labelsOf({ ...batch, open: images.open }, kind),
    });
  }
  const classes = Array.from({ length: CIFAR[kind].classes }, (_, label) => `${label}`);
  return { classes: (await namesOf(names, kind)) ?? classes, ...partedBy(parts), validation: null };
}

async function labelsOf({ path, size, open }: Entry, kind: CifarKind): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await reading(path, open);
  const labels = new Uint8Array(size / recordBytes(kind));
  for (let first = 0; first < labels.length; first += RECORDS) {
    const start = first * recordBytes(kind);
    const end = Math.min(size, start + RECORDS * recordBytes(kind));
    const bytes = await reading(path, async () => blob.slice(start, end).arrayBuffer());
    labels.set(cifarLabels(kind, new Uint8Array(bytes)), first);
  }
  const wrong = labels.find((label) => label >= CIFAR[kind].classes);
  if (wrong !== undefined) throw new ImportError({ code: 'wrong-label', path, label: wrong });
  return labels;
}

/** Names from the file that comes with the batches. */
async function namesOf(entries: readonly Entry[], kind: CifarKind): Promise<readonly string[] | null> {
  const file = entries.find(({ path }) => path.endsWith(CIFAR[kind].names));
  if (file === undefined || file.size > 65_536) return null;
  const blob = await reading(file.path, file.open);
  return cifarNames(kind, await blob.text());
}
