import { describe, expect, it } from 'vitest';
import files from '../testing/numpy-files.json';
import { FormatError } from './errors';
import { isNpy, readNpy, readNpz, rowMajor, writeNpy, writeNpz, type NpyArray } from './npy';

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64, 'base64'));

/** Values in row-major order as the file of NumPy's arrays has them: integers as texts. */
function valuesOf({ dtype, values, shape, fortran }: NpyArray): unknown[] {
  if (!ArrayBuffer.isView(values)) return [...values];
  const sorted = [...rowMajor(values, shape, fortran)];
  if (dtype === 'bool') return sorted.map((value) => value === 1);
  return dtype.startsWith('float') ? sorted : sorted.map(String);
}

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
  return 'none';
}

describe('what NumPy has saved', () => {
  it.each(files.arrays)(
    '$name is read with its type, shape and values',
    ({ base64, dtype, shape, values }) => {
      const array = readNpy(bytesOf(base64));
      expect(array.dtype).toBe(dtype);
      expect(array.shape).toEqual(shape);
      expect(valuesOf(array)).toEqual(values);
    },
  );

  it.each(['npz', 'packed'] as const)('%s: arrays by name', (kind) => {
    const arrays = readNpz(bytesOf(files[kind]));
    expect([...arrays.keys()]).toEqual(['images', 'labels']);
    expect(valuesOf(arrays.get('images')!)).toEqual(Array.from({ length: 12 }, (_, index) => `${index}`));
    expect(arrays.get('labels')!.values).toEqual(new BigInt64Array([0n, 1n, 0n]));
  });

  it('objects and records are not read, since they are programs and tables', () => {
    expect(codeOf(() => readNpy(bytesOf(files.objects)))).toBe('unsupported');
    expect(codeOf(() => readNpy(bytesOf(files.records)))).toBe('unsupported');
  });

  it.each(files.arrays.filter(({ name }) => /^<(?!f2)|^[<>][iu]1$|^(scalar|empty|text)$/.test(name)))(
    '$name is written as NumPy writes it, byte by byte',
    ({ base64 }) => {
      const { shape, values } = readNpy(bytesOf(base64));
      expect(writeNpy({ shape, values })).toEqual(bytesOf(base64));
    },
  );
});

describe('files that are not in order', () => {
  const whole = writeNpy({ shape: [2, 3], values: new Float32Array(6) });

  it('says of each what is wrong with it', () => {
    expect(isNpy(whole)).toBe(true);
    expect(codeOf(() => readNpy(new Uint8Array(20)))).toBe('not-that');
    expect(codeOf(() => readNpy(whole.slice(0, 40)))).toBe('truncated');
    expect(codeOf(() => readNpy(whole.slice(0, -1)))).toBe('truncated');
    const named = (from: string, to: string): Uint8Array =>
      Uint8Array.from(Buffer.from(Buffer.from(whole).toString('latin1').replace(from, to), 'latin1'));
    expect(codeOf(() => readNpy(named("'descr'", "'dscre'")))).toBe('malformed');
    expect(codeOf(() => readNpy(named('<f4', '<c8')))).toBe('unsupported');
    expect(codeOf(() => readNpy(named('(2, 3), ', '(2,-3), ')))).toBe('malformed');
    expect(codeOf(() => readNpy(named('(2, 3), }             ', '(99999999, 999999999)}')))).toBe(
      'too-large',
    );
  });

  it('an archive that would become larger than it may is not inflated', () => {
    const large = writeNpz(new Map([['images', { shape: [1000], values: new Uint8Array(1000) }]]));
    expect(codeOf(() => readNpz(large, 500))).toBe('too-large');
    expect(readNpz(large, 2000).get('images')!.shape).toEqual([1000]);
    expect(codeOf(() => readNpz(large.slice(0, 100)))).toBe('malformed');
  });

  it('the same arrays give the same bytes', () => {
    const arrays = new Map([['name', { shape: [], values: ['my set'] }]]);
    expect(writeNpz(arrays)).toEqual(writeNpz(arrays));
    expect(readNpz(writeNpz(arrays)).get('name')!.values).toEqual(['my set']);
  });
});
