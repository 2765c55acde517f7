/** Products and sums per channel on a machine, written out. */
import { expect, it } from 'vitest';
import { randomStream } from '../../data/random';
import { guarded, largestError, normals, plainMachine } from '../../testing/guarded';
import { complement, dropoutMask, multiply, scale, SimdByChannel } from './elementwise';

const machine = plainMachine();

it.each([1, 3, 4, 11, 64])('%d values: set, added to, and in place', (count) => {
  const [a, b] = [normals('a', count), normals('b', count)];
  const [x, z, y] = [guarded(machine, a), guarded(machine, b), guarded(machine, b)];
  const factor = Math.fround(0.3);
  scale(machine, x.at, count, 0.3, y.at, true);
  expect(y.values()).toEqual(b.map((value, i) => value + Math.fround(factor * (a[i] as number))));
  scale(machine, x.at, count, 0.3, y.at, false);
  expect(y.values()).toEqual(a.map((value) => factor * value));
  multiply(machine, x.at, z.at, count, y.at, false);
  const products = a.map((value, i) => value * (b[i] as number));
  expect(y.values()).toEqual(products);
  multiply(machine, x.at, z.at, count, y.at, true);
  expect(y.values()).toEqual(products.map((value) => 2 * value));
  complement(machine, y.at, count, y.at);
  expect(y.values()).toEqual(products.map((value) => 1 - 2 * value));
});

it('every channel of every image by its own factor, and sums of products over positions', () => {
  const random = randomStream(1, 'by channel');
  for (let channels = 1; channels <= 40; channels++) {
    const [n, positions] = [1 + random.integer(3), 1 + random.integer(30)];
    const size = n * positions * channels;
    const [a, b, f] = [normals('a', size), normals('b', size), normals('f', n * channels)];
    const kernel = new SimdByChannel(machine, { n, positions, channels });
    const [x, z, factors] = [guarded(machine, a), guarded(machine, b), guarded(machine, f)];
    const y = guarded(machine, b);
    const factorOf = (i: number): number => Math.floor(i / positions / channels) * channels + (i % channels);
    const scaled = a.map((value, i) => value * (f[factorOf(i)] as number));
    kernel.byChannel(x.at, factors.at, y.at, true);
    expect(y.values()).toEqual(b.map((value, i) => value + (scaled[i] as number)));
    kernel.byChannel(x.at, factors.at, y.at, false);
    expect(y.values()).toEqual(scaled);
    const sums = guarded(machine, new Float32Array(n * channels));
    kernel.along(x.at, z.at, sums.at);
    const wanted = new Float64Array(n * channels);
    for (let i = 0; i < size; i++)
      wanted[factorOf(i)] = (wanted[factorOf(i)] as number) + (a[i] as number) * (b[i] as number);
    expect(largestError(sums.values(), wanted)).toBeLessThan(1e-6);
  }
});

it('dropout drops by the numbers that are drawn, and scales the rest', () => {
  const mask = guarded(machine, new Float32Array(50));
  dropoutMask(machine, mask.at, 50, 0.3, randomStream(2, 'noise'));
  const stream = randomStream(2, 'noise');
  expect(mask.values()).toEqual(
    Float32Array.from({ length: 50 }, () => (stream.uniform() < 0.3 ? 0 : 1 / 0.7)),
  );
});
