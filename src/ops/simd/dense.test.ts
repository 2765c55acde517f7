/** The dense layer and concatenation on a machine, against products of matrices in float64. */
import { expect, it } from 'vitest';
import { randomStream } from '../../data/random';
import { guarded, largestError, normals, plainMachine } from '../../testing/guarded';
import { SimdConcatenation, SimdDense } from './dense';

const machine = plainMachine();

/** Σ over the inner side of a[i, k] · b[k, j] by what finds their values. */
function product(
  [rows, inner, columns]: readonly [number, number, number],
  a: (i: number, k: number) => number,
  b: (k: number, j: number) => number,
): Float64Array {
  const y = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      for (let k = 0; k < inner; k++) y[i * columns + j] = (y[i * columns + j] as number) + a(i, k) * b(k, j);
  return y;
}

const random = randomStream(1, 'dense');
const shapes = [
  ...Array.from(
    { length: 80 },
    (_, i) => [1 + random.integer(9), 1 + random.integer(70), 1 + (i % 40)] as const,
  ),
  // More terms than are taken at a time.
  [5, 300, 9] as const,
  [3, 10, 260] as const,
  [300, 6, 11] as const,
];

it.each(shapes)('%d rows of %d to %d', (n, inputs, outputs) => {
  const dense = new SimdDense(machine, { n, in: inputs, out: outputs });
  const [x, weight, bias, dy] = [n * inputs, inputs * outputs, outputs, n * outputs].map((size, i) =>
    normals(`${n} ${inputs} ${outputs} ${i}`, size),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const at = [x, weight, bias, dy].map((values) => guarded(machine, values));
  const [xAt, weightAt, biasAt, dyAt] = at.map((one) => one.at) as [number, number, number, number];
  const get = (values: Float32Array, columns: number) => (i: number, j: number) =>
    values[i * columns + j] as number;
  const turned = (values: Float32Array, columns: number) => (i: number, j: number) =>
    values[j * columns + i] as number;

  const y = guarded(machine, new Float32Array(dy.length).fill(9));
  const values = product([n, inputs, outputs], get(x, inputs), get(weight, outputs));
  dense.forward(xAt, weightAt, 0, y.at);
  expect(largestError(y.values(), values)).toBeLessThan(2e-6);
  dense.forward(xAt, weightAt, biasAt, y.at);
  expect(
    largestError(
      y.values(),
      values.map((value, i) => value + (bias[i % outputs] as number)),
    ),
  ).toBeLessThan(2e-6);

  const dx = guarded(machine, new Float32Array(x.length).fill(9));
  const slopes = product([n, outputs, inputs], get(dy, outputs), turned(weight, outputs));
  dense.inputGradient(dyAt, weightAt, dx.at, false);
  expect(largestError(dx.values(), slopes)).toBeLessThan(2e-6);
  dense.inputGradient(dyAt, weightAt, dx.at, true);
  expect(
    largestError(
      dx.values(),
      slopes.map((value) => 2 * value),
    ),
  ).toBeLessThan(2e-6);

  const [dWeight, dBias] = [
    guarded(machine, new Float32Array(weight.length)),
    guarded(machine, new Float32Array(outputs)),
  ];
  dense.parameterGradients(xAt, dyAt, dWeight.at, dBias.at);
  const ofWeight = product([inputs, n, outputs], turned(x, inputs), get(dy, outputs));
  expect(largestError(dWeight.values(), ofWeight)).toBeLessThan(2e-6);
  expect(
    largestError(
      dBias.values(),
      product([1, n, outputs], () => 1, get(dy, outputs)),
    ),
  ).toBeLessThan(2e-6);
  for (const one of at) one.values();
});

it('what is not finite stays in its row, and shows in all of it', () => {
  const dense = new SimdDense(machine, { n: 6, in: 5, out: 10 });
  const x = normals('x', 30).map((value, i) => (i === 7 ? Number.NaN : value));
  const y = guarded(machine, new Float32Array(60));
  dense.forward(guarded(machine, x).at, guarded(machine, normals('w', 50)).at, 0, y.at);
  expect([...y.values()].map((value) => Number.isNaN(value))).toEqual(
    Array.from({ length: 60 }, (_, i) => Math.floor(i / 10) === 1),
  );
});

it('channels side by side, and both parts of their gradient', () => {
  for (const [rows, a, b] of shapes.slice(0, 40)) {
    const both = new SimdConcatenation(machine, { rows, a, b });
    const [left, right] = [normals('left', rows * a), normals('right', rows * b)];
    const y = guarded(machine, new Float32Array(rows * (a + b)));
    both.join(guarded(machine, left).at, guarded(machine, right).at, y.at);
    const wanted = Array.from({ length: rows }, (_, i) => [
      ...left.subarray(i * a, (i + 1) * a),
      ...right.subarray(i * b, (i + 1) * b),
    ]).flat();
    expect([...y.values()]).toEqual(wanted);
    const dLeft = guarded(machine, new Float32Array(rows * a).fill(5));
    const dRight = guarded(machine, right);
    both.parts(y.at, dLeft.at, false, dRight.at, true);
    expect(dLeft.values()).toEqual(left);
    expect(dRight.values()).toEqual(right.map((value) => 2 * value));
    both.parts(y.at, 0, false, dRight.at, false);
    expect(dRight.values()).toEqual(right);
  }
});
