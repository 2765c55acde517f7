/** Files of safetensors against the specification, written out by hand, and damaged ones. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormatError } from './errors';
import { floatsOf, readSafetensors, writeSafetensors } from './safetensors';

/** A file from a header's text and bytes behind it. */
function file(header: string | object, data: readonly number[] = [], length?: number): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const prefix = new DataView(new ArrayBuffer(8));
  prefix.setBigUint64(0, BigInt(length ?? text.length), true);
  return Uint8Array.from([...new Uint8Array(prefix.buffer), ...text, ...data]);
}

function codeOf(bytes: Uint8Array): string {
  try {
    readSafetensors(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

const entry = (shape: readonly number[], start: number, end: number, dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

describe('a file that is written', () => {
  const tensors = new Map([
    ['fc.weight', { shape: [1, 2], values: Float32Array.of(1, -2) }],
    ['fc.bias', { shape: [1], values: Float32Array.of(0.5) }],
  ]);
  // One, minus two and a half as float32, lowest byte first.
  const data = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f];

  test('has the bytes of the specification, its data at a multiple of eight', () => {
    const header =
      '{"__metadata__":{"format":"pt"},' +
      '"fc.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},' +
      '"fc.bias":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
    expect(writeSafetensors(tensors, { format: 'pt' })).toStrictEqual(file(padded, data));
  });

  test('is read back, from the middle of a buffer too', () => {
    const written = writeSafetensors(tensors, { step: '5' });
    const inside = new Uint8Array(written.length + 3);
    inside.set(written, 3);
    const { tensors: read, metadata } = readSafetensors(inside.subarray(3));
    expect(metadata).toStrictEqual({ step: '5' });
    expect([...read.keys()]).toStrictEqual(['fc.weight', 'fc.bias']);
    for (const [name, { shape, values }] of tensors) {
      expect(read.get(name)?.shape).toStrictEqual(shape);
      expect(floatsOf(read.get(name)!)).toStrictEqual(values);
    }
  });
});

describe('a file that is read', () => {
  test("may be in Node's own kind of bytes", () => {
    const bytes = Buffer.from(
      file({ a: entry([1], 0, 4), b: entry([1], 4, 8) }, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]),
    );
    const { tensors } = readSafetensors(bytes);
    expect([...tensors.values()].map((tensor) => [...floatsOf(tensor)!])).toStrictEqual([[1], [-2]]);
  });

  test('may name its tensors in any order, have empty ones and single numbers, and no metadata', () => {
    const header = { b: entry([], 4, 8), none: entry([0, 3], 4, 4), a: entry([1], 0, 4) };
    const { tensors, metadata } = readSafetensors(file(header, [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]));
    const floats = [...tensors].map(([name, tensor]) => [name, [...floatsOf(tensor)!]]);
    expect(floats).toStrictEqual([
      ['b', [-2]],
      ['none', []],
      ['a', [1]],
    ]);
    expect(metadata).toStrictEqual({});
  });

  // From the tables of IEEE 754 and of bfloat16: one, the smallest of all, the largest, and no number.
  test.each([
    ['F16', [0x00, 0x3c, 0x01, 0x00, 0xff, 0xfb, 0x01, 0x7c], [1, 2 ** -24, -65504, NaN]],
    ['F16', [0x00, 0xfc, 0x00, 0x80, 0x00, 0x04], [-Infinity, -0, 2 ** -14]],
    ['BF16', [0x80, 0x3f, 0x49, 0x40, 0x80, 0xff], [1, 3.140625, -Infinity]],
    ['F64', [0x9a, 0x99, 0x99, 0x99, 0x99, 0x99, 0xb9, 0x3f], [Math.fround(0.1)]],
  ])('gives the numbers of %s', (dtype, bytes, numbers) => {
    const { tensors } = readSafetensors(file({ x: entry([numbers.length], 0, bytes.length, dtype) }, bytes));
    expect([...floatsOf(tensors.get('x')!)!]).toStrictEqual(numbers);
  });

  test('gives integers as bytes alone', () => {
    const { tensors } = readSafetensors(file({ x: entry([1], 0, 8, 'I64') }, [7, 0, 0, 0, 0, 0, 0, 0]));
    expect(floatsOf(tensors.get('x')!)).toBeNull();
    expect([...tensors.get('x')!.bytes]).toStrictEqual([7, 0, 0, 0, 0, 0, 0, 0]);
  });

  const four = [0, 0, 0, 0];
  test.each<[string, Uint8Array, string]>([
    ['nothing at all', new Uint8Array(0), 'truncated'],
    ['less than a length', new Uint8Array(7), 'truncated'],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13), 'not-that'],
    ['a length beyond its limit', file('{}', [], 100_000_001), 'too-large'],
    ['the largest length', file('{}', [], 2 ** 63), 'too-large'],
    ['a length beyond its end', file('{}', [], 3), 'truncated'],
    ['a header that is cut', file('{"a":{"dty'), 'malformed'],
    ['a header that is a list', file('[]'), 'not-that'],
    ['a header in front of which there is space', file(' {}'), 'not-that'],
    ['a header with a byte that is no UTF-8', file('{"x":1}', [], 2), 'malformed'],
    ['metadata that are numbers', file({ __metadata__: { step: 1 } }), 'malformed'],
    ['metadata that are a list', file({ __metadata__: ['a'] }), 'malformed'],
    ['an entry that is null', file({ a: null }), 'malformed'],
    ['an unknown type', file({ a: entry([1], 0, 4, 'F31') }, four), 'unsupported'],
    ['a type of every object', file({ a: entry([1], 0, 4, 'constructor') }, four), 'unsupported'],
    ['a type that is a number', file({ a: { ...entry([1], 0, 4), dtype: 4 } }, four), 'malformed'],
    ['a negative side', file({ a: entry([-1, -1], 0, 4) }, four), 'malformed'],
    ['half a side', file({ a: entry([0.5, 2], 0, 4) }, four), 'malformed'],
    ['sides beyond all numbers', file({ a: entry([2 ** 52, 2 ** 52], 0, 4) }, four), 'malformed'],
    ['a shape that is a text', file({ a: { ...entry([1], 0, 4), shape: '1' } }, four), 'malformed'],
    ['three offsets', file({ a: { ...entry([1], 0, 4), data_offsets: [0, 4, 4] } }, four), 'malformed'],
    ['offsets that go back', file({ a: entry([1], 4, 0) }, four), 'malformed'],
    ['fewer bytes than its shape', file({ a: entry([2], 0, 4) }, four), 'malformed'],
    ['a hole in front', file({ a: entry([1], 4, 8) }, [...four, ...four]), 'malformed'],
    ['a hole', file({ a: entry([1], 0, 4), b: entry([1], 5, 9) }, [...four, 0, ...four]), 'malformed'],
    ['two tensors in one place', file({ a: entry([1], 0, 4), b: entry([1], 0, 4) }, four), 'malformed'],
    ['bytes behind the last', file({ a: entry([1], 0, 4) }, [...four, 0]), 'malformed'],
    ['bytes that are missing', file({ a: entry([1], 0, 4) }, [0, 0, 0]), 'truncated'],
    [
      'a name twice',
      file('{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\\u0061" :{}}'),
      'malformed',
    ],
    [
      'a field twice',
      file('{"a":{"dtype":"U8","dtype":"I8","shape":[0],"data_offsets":[0,0]}}'),
      'malformed',
    ],
  ])('is refused with %s', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  test('says where it is wrong', () => {
    const read = () => readSafetensors(file({ 'fc.bias': entry([3], 0, 8) }, [...four, ...four]));
    expect(read).toThrowError(
      expect.objectContaining({ code: 'malformed', detail: { at: 'fc.bias', expected: 12, found: 8 } }),
    );
  });

  test('may have names that objects have by themselves, and braces and quotes in names', () => {
    const names = ['__proto__', 'constructor', 'a{"b":}', '\\'];
    const entries = names.map(
      (name, i) => `${JSON.stringify(name)}:${JSON.stringify(entry([1], 4 * i, 4 * i + 4))}`,
    );
    const { tensors } = readSafetensors(
      file(
        `{${entries.join(',')}}`,
        names.flatMap(() => four),
      ),
    );
    expect([...tensors.keys()]).toStrictEqual(names);
  });
});

test('1,000 damaged files are refused with an error of their own, or hold what they say', () => {
  const whole = writeSafetensors(
    new Map([
      ['conv1.weight', { shape: [2, 1, 3, 3], values: Float32Array.from({ length: 18 }, (_, i) => i / 7) }],
      ['bn1.running_var', { shape: [2], values: Float32Array.of(1, 2) }],
      ['fc.bias', { shape: [3], values: Float32Array.of(0, -1, 1e-30) }],
    ]),
    { format: 'pt', step: '12' },
  );
  // Most damage is in the header, where there is more to mistake.
  const place = fc.oneof(fc.nat(whole.length - 1), fc.nat(280));
  const damage = fc.record({
    bytes: fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
    cut: fc.option(place),
    inserted: fc.option(fc.tuple(place, fc.uint8Array({ maxLength: 40 }))),
  });
  const codes = new Map<string, number>();
  fc.assert(
    fc.property(damage, ({ bytes, cut, inserted }) => {
      let damaged: number[] = [...whole];
      for (const [at, byte] of bytes) damaged[at] = byte;
      if (inserted !== null) damaged.splice(inserted[0], 0, ...inserted[1]);
      if (cut !== null) damaged = damaged.slice(0, cut);
      const code = codeOf(Uint8Array.from(damaged));
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (code !== 'read') return;
      const { tensors } = readSafetensors(Uint8Array.from(damaged));
      const held = [...tensors.values()].reduce((sum, tensor) => sum + tensor.bytes.length, 0);
      const header = Number(new DataView(Uint8Array.from(damaged).buffer).getBigUint64(0, true));
      expect(8 + header + held).toBe(damaged.length);
    }),
    { numRuns: 1000, seed: 15 },
  );
  expect([...codes.keys()].toSorted()).toEqual(expect.arrayContaining(['malformed', 'read', 'truncated']));
});
