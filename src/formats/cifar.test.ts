import { describe, expect, it } from 'vitest';
import { cifarKind, cifarLabels, cifarNames, recordBytes } from './cifar';

/** Records whose pixels do not count. */
function records(kind: 'cifar-10' | 'cifar-100', labels: readonly (readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(labels.length * recordBytes(kind)).fill(200);
  for (const [index, own] of labels.entries()) bytes.set(own, index * recordBytes(kind));
  return bytes;
}

describe("CIFAR's binary version", () => {
  it('is known by its size and its first labels: files of the real ones are so large', () => {
    expect(cifarKind(Uint8Array.from([6, 59, 43]), 30_730_000)).toBe('cifar-10');
    expect(cifarKind(Uint8Array.from([11, 19, 255]), 153_700_000)).toBe('cifar-100');
    expect(cifarKind(Uint8Array.from([10, 0]), 3073)).toBe(null);
    expect(cifarKind(Uint8Array.from([20, 0]), 3074)).toBe(null);
    expect(cifarKind(Uint8Array.from([3, 100]), 3074)).toBe(null);
    expect(cifarKind(Uint8Array.from([3]), 3072)).toBe(null);
    expect(cifarKind(new Uint8Array(), 0)).toBe(null);
  });

  it('labels are those of single classes, not of groups of them', () => {
    expect([...cifarLabels('cifar-10', records('cifar-10', [[6], [9], [0]]))]).toEqual([6, 9, 0]);
    expect([
      ...cifarLabels(
        'cifar-100',
        records('cifar-100', [
          [11, 19],
          [15, 99],
        ]),
      ),
    ]).toEqual([19, 99]);
  });

  it('names are lines, as many as there are classes', () => {
    const ten = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
    expect(cifarNames('cifar-10', `${ten.join('\n')}\n\n`)).toEqual(ten);
    expect(cifarNames('cifar-10', `${ten.join('\r\n')}\r\n`)).toEqual(ten);
    expect(cifarNames('cifar-100', ten.join('\n'))).toBe(null);
  });
});
