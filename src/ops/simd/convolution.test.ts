import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simdModule } from '../../../scripts/simd';
import { randomStream } from '../../data/random';
import { SimdConvolution, type ConvShape } from './convolution';
import { OwnHeap, type Address } from './heap';
import { Machine } from './machine';

const module = new WebAssembly.Module(readFileSync(simdModule('plain')));

/** What stands in front of and behind every tensor, and must stay. */
const CANARY = 12_345;
const EDGE = 16;

function guarded(machine: Machine, values: ArrayLike<number>) {
  const whole = machine.allocate(values.length + 2 * EDGE);
  machine.floats(whole, values.length + 2 * EDGE).fill(CANARY);
  const at: Address = whole + 4 * EDGE;
  machine.floats(at, values.length).set(values);
  return {
    at,
    values: () => machine.floats(at, values.length).slice(),
    isWhole: () =>
      [whole, at + 4 * values.length].every((edge) =>
        machine.floats(edge, EDGE).every((value) => value === CANARY),
      ),
  };
}

function largestError(values: Float32Array, wanted: Float64Array): number {
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return (
    values.reduce((most, value, i) => Math.max(most, Math.abs(value - (wanted[i] as number))), 0) / largest
  );
}

/** A convolution and its gradients in float64, tap by tap. */
function byDefinition(
  { n, h, w, ci, co, kernel, stride, padding, dilation, groups }: ConvShape,
  { x, filter, dy }: Readonly<Record<'x' | 'filter' | 'dy', Float32Array>>,
) {
  const [outH, outW] = [h, w].map(
    (side) => Math.floor((side + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1,
  ) as [number, number];
  const [y, dx, dFilter] = [dy, x, filter].map(({ length }) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [inputs, outputs] = [ci / groups, co / groups];
  for (let i = 0; i < n; i++)
    for (let r = 0; r < outH; r++)
      for (let c = 0; c < outW; c++)
        for (let tap = 0; tap < kernel * kernel; tap++) {
          const row = r * stride - padding + Math.floor(tap / kernel) * dilation;
          const column = c * stride - padding + (tap % kernel) * dilation;
          if (row < 0 || row >= h || column < 0 || column >= w) continue;
          const [from, to] = [((i * h + row) * w + column) * ci, ((i * outH + r) * outW + c) * co];
          for (let o = 0; o < co; o++) {
            const first = from + Math.floor(o / outputs) * inputs;
            const slope = dy[to + o] as number;
            for (let each = 0; each < inputs; each++) {
              const weight = (tap * inputs + each) * co + o;
              y[to + o] = (y[to + o] as number) + (x[first + each] as number) * (filter[weight] as number);
              dx[first + each] = (dx[first + each] as number) + slope * (filter[weight] as number);
              dFilter[weight] = (dFilter[weight] as number) + slope * (x[first + each] as number);
            }
          }
        }
  return { y, dx, dFilter };
}

/** Errors of forward pass and gradients, relative to the largest value. */
function compare(machine: Machine, shape: ConvShape, seed: number): { errors: number[]; isWhole: boolean } {
  const random = randomStream(seed, 'convolution', Object.values(shape).join());
  const normal = (size: number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: size }, () => random.normal());
  const { n, h, w, ci, co, kernel, groups } = shape;
  const simd = new SimdConvolution(machine, shape);
  const sizes = {
    x: n * h * w * ci,
    y: n * simd.outH * simd.outW * co,
    filter: kernel * kernel * (ci / groups) * co,
  };
  const [x, dy, filter] = [normal(sizes.x), normal(sizes.y), normal(sizes.filter)];
  const before = normal(sizes.x);
  const adds = seed % 2 === 1;
  const at = {
    x: guarded(machine, x),
    filter: guarded(machine, filter),
    dy: guarded(machine, dy),
    y: guarded(machine, new Float32Array(sizes.y).fill(7)),
    dx: guarded(machine, before),
    dFilter: guarded(machine, new Float32Array(sizes.filter).fill(7)),
  };
  // Twice: what a pass leaves behind must not be in the way of the next.
  for (let time = 0; time < 2; time++) {
    simd.forward(at.x.at, at.filter.at, at.y.at);
    machine.floats(at.dx.at, sizes.x).set(before);
    simd.inputGradient(at.dy.at, at.filter.at, at.dx.at, adds);
    simd.filterGradient(at.x.at, at.dy.at, at.dFilter.at);
  }
  const { y, dx, dFilter } = byDefinition(shape, { x, filter, dy });
  const wanted = [y, adds ? dx.map((value, i) => value + (before[i] ?? 0)) : dx, dFilter];
  const found = [at.y, at.dx, at.dFilter].map(({ values }) => values());
  return {
    errors: found.map((values, i) => largestError(values, wanted[i] ?? new Float64Array())),
    isWhole: Object.values(at).every(({ isWhole }) => isWhole()),
  };
}

/** Geometries that networks may have, and many that they may not; small, for there are many. */
function geometry(seed: number): ConvShape {
  const random = randomStream(seed, 'geometry');
  const one = <T>(values: readonly T[]): T => values[random.integer(values.length)] as T;
  const kernel = one([1, 1, 2, 3, 3, 3, 3, 5, 7]);
  const dilation = kernel === 1 ? 1 : one([1, 1, 1, 2, 3]);
  const reach = dilation * (kernel - 1) + 1;
  const padding = one([0, Math.floor(reach / 2), random.integer(reach)]);
  const groups = one([1, 1, 1, 2, 3, 4, 8]);
  const isDepthwise = groups > 1 && random.integer(3) === 0;
  // Every number of channels has its turn.
  const channels = 1 + (seed % 40);
  const [ci, co] = isDepthwise
    ? [channels, channels]
    : groups > 1
      ? [groups * (1 + random.integer(6)), groups * (1 + random.integer(6))]
      : (one([
          [channels, 1 + random.integer(20)],
          [1 + random.integer(20), channels],
          [8 * (1 + random.integer(3)), 8 * (1 + random.integer(3))],
        ]) as [number, number]);
  const smallest = Math.max(1, reach - 2 * padding);
  return {
    n: 1 + random.integer(4),
    h: smallest + random.integer(6),
    w: smallest + random.integer(6),
    ci,
    co,
    kernel,
    stride: one([1, 1, 2, 2, 3]),
    padding,
    dilation,
    groups: isDepthwise ? channels : groups,
  };
}

describe('convolutions on the machine', () => {
  const CASES = 2_000;
  const PART = 200;
  it.each(Array.from({ length: CASES / PART }, (_, i) => i * PART))(
    'equal their definition at random geometries from the %ith on',
    (first) => {
      const machine = new Machine(module, new OwnHeap());
      for (let seed = first; seed < first + PART; seed++) {
        const shape = geometry(seed);
        const { errors, isWhole } = compare(machine, shape, seed);
        expect({ seed, shape, isWhole, isClose: errors.every((error) => error < 1e-5) }).toEqual({
          seed,
          shape,
          isWhole: true,
          isClose: true,
        });
      }
    },
  );
});
