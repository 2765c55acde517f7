import { describe, expect, test } from 'vitest';
import { hashOf, type OwnImages } from '../images/kept';
import { MissingSetError, loadOwnSet, ownDataSet } from './own';

const images: OwnImages = {
  set: {
    format: 1,
    name: 'two',
    side: 8,
    channels: 1,
    classes: ['dark', 'light'],
    train: 2,
    test: 1,
    mean: [0.5],
    deviation: [0.25],
  },
  trainImages: Uint8Array.from({ length: 128 }, (_, at) => (at < 64 ? 0 : 255)),
  trainLabels: Uint8Array.from([0, 1]),
  testImages: new Uint8Array(64).fill(51),
  testLabels: Uint8Array.from([0]),
};
const own = { hash: '3f0c5a7e91b2d480', channels: 1, classes: 2, train: 2, name: 'two' };

describe('own sets', () => {
  test('are standardised by their own figures', () => {
    const data = ownDataSet(images, { set: 'own', inputSize: 8, own });
    expect(data).toMatchObject({ name: 'own', height: 8, width: 8, channels: 1, classes: ['dark', 'light'] });
    // (0 − 0.5) / 0.25, (1 − 0.5) / 0.25 and (0.2 − 0.5) / 0.25.
    expect(data.train.images[0]).toBe(-2);
    expect(data.train.images[127]).toBe(2);
    expect(data.test.images[5]).toBeCloseTo(-1.2, 6);
    expect(data.test.count).toBe(1);
  });

  test.each([
    { set: 'own', inputSize: 16, own } as const,
    { set: 'own', inputSize: 8, own: { ...own, classes: 3 } } as const,
    { set: 'own', inputSize: 8, own: { ...own, train: 3 } } as const,
  ])('that are not what the experiment says are none (%j)', (choice) => {
    expect(() => ownDataSet(images, choice)).toThrow(MissingSetError);
  });

  test('that are not kept are missed by name', async () => {
    await expect(loadOwnSet({ set: 'own', inputSize: 8, own })).rejects.toThrow(/two \(3f0c5a7e91b2d480\)/);
  });
});

describe('the hash of a set', () => {
  test('tells pixels, labels and classes apart, and not what the set is called', async () => {
    const hash = await hashOf(images);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(await hashOf({ ...images, set: { ...images.set, name: 'three' } })).toBe(hash);
    const others = [
      { ...images, trainLabels: Uint8Array.from([1, 0]) },
      { ...images, testImages: new Uint8Array(64).fill(52) },
      { ...images, set: { ...images.set, classes: ['light', 'dark'] } },
    ];
    for (const other of others) expect(await hashOf(other)).not.toBe(hash);
  });
});
