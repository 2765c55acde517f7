/** Hostile names within files: tensors, their metadata and files of archives keep them as texts, whatever objects make of such names. */
import { expect, it } from 'vitest';
import { PAYLOADS } from '../testing/payloads';
import { readSafetensors, writeSafetensors } from './safetensors';
import { zip, zipEntries } from './zip';

/** JSON and UTF-8 have no halves of characters. */
const whole = (text: string): string => text.replaceAll(/\p{Cs}/gu, '\uFFFD');

const NAMES = [...new Set(PAYLOADS.map(whole))].filter((name) => name !== '__metadata__');

it('tensors', () => {
  const tensors = new Map(NAMES.map((name, at) => [name, { shape: [1], values: Float32Array.of(at) }]));
  const read = readSafetensors(writeSafetensors(tensors));
  expect([...read.tensors.keys()]).toEqual(NAMES);
});

it('metadata', () => {
  const metadata = Object.fromEntries(NAMES.map((name) => [name, name]));
  const tensors = new Map([['a', { shape: [1], values: Float32Array.of(1) }]]);
  const read = readSafetensors(writeSafetensors(tensors, metadata)).metadata;
  expect(new Map(Object.entries(read))).toEqual(new Map(NAMES.map((name) => [name, name])));
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
});

it('files of a zip', async () => {
  // The writer, which has only our own names to write, knows objects with prototypes, and folders by slashes.
  const paths = NAMES.filter(
    (name) => name !== '' && name !== '__proto__' && !/\\|\/$/.test(name) && name.length < 1000,
  );
  const archive = zip(new Map(paths.map((path) => [path, Uint8Array.of(1)])));
  expect((await zipEntries(new Blob([archive]))).map(({ path }) => path)).toEqual(paths);
});
