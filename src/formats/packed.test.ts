import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from './errors';
import { packValue, unpackValue } from './packed';

const numbers = fc.oneof(
  fc.float32Array({ maxLength: 9 }),
  fc.float64Array({ maxLength: 9 }),
  fc.int32Array({ maxLength: 9 }),
  fc.uint32Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 9 }),
  fc.uint8ClampedArray({ maxLength: 9 }),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(null, true, false, Number.NaN, Infinity, -Infinity),
    fc.integer(),
    fc.double().map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.string(),
    numbers,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('$')), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
  ),
})).value;

describe('packed values', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(unpackValue(packValue(value))).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  it('come back from anywhere in a larger file', () => {
    const bytes = packValue({ rows: Float64Array.of(1, Number.NaN, -0) });
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(unpackValue(larger.subarray(3))).toStrictEqual({ rows: Float64Array.of(1, Number.NaN, -0) });
  });

  it('are not read where a byte of them is another, or they are shorter', () => {
    const bytes = packValue({ name: 'run', rows: Float32Array.from({ length: 40 }, (_, i) => i) });
    // The last bytes of the head mean nothing.
    const places = fc.nat(bytes.length - 1).filter((at) => at < 12 || at >= 16);
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ change;
        expect(() => unpackValue(damaged)).toThrow(FormatError);
        expect(() => unpackValue(bytes.slice(0, at))).toThrow(FormatError);
      }),
      { numRuns: 300 },
    );
  });

  it('are plain data only', () => {
    expect(() => packValue({ when: new Date(0) })).toThrow(TypeError);
    expect(() => packValue([() => 1])).toThrow(TypeError);
  });
});
