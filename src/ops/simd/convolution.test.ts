import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { simdModule } from '../../../scripts/simd';
import { randomStream, type RandomStream } from '../../data/random';
import { conv2dReference } from '../reference/convolution';
import { SimdConvolution, type ConvShape } from './convolution';
import type { Work } from './work';
import { OwnHeap, type Address } from './heap';
import { Machine } from './machine';

const module = new WebAssembly.Module(readFileSync(simdModule('plain')));

/** What lies before and behind outputs: must stay. */
const CANARY = 12_345.5;
const MARGIN = 12;
/** Of the largest value: sums of up to some thousand products in another order. */
const TOLERANCE = 1e-5;

/** Tensors on a machine's heap with something around each that shows whether a kernel went too far. */
class Room {
  readonly machine = new Machine(module, new OwnHeap());
  #outputs: { at: Address; count: number }[] = [];
  #starts: Address[] = [];

  /** Around an input lies NaN, which poisons what is computed with it. */
  input(values: Float32Array): Address {
    return this.#place(values, NaN);
  }

  output(values: Float32Array): Address {
    const at = this.#place(values, CANARY);
    this.#outputs.push({ at, count: values.length });
    return at;
  }

  #place(values: Float32Array, around: number): Address {
    const start = this.machine.allocate(values.length + 2 * MARGIN);
    const all = this.machine.floats(start, values.length + 2 * MARGIN);
    all.fill(around);
    all.set(values, MARGIN);
    this.#starts.push(start);
    return start + 4 * MARGIN;
  }

  read(at: Address, count: number): Float32Array {
    return this.machine.floats(at, count).slice();
  }

  /** Takes the tensors away; what the machine keeps stays, for the next ones. */
  clear(): void {
    for (const start of this.#starts) this.machine.heap.free(start);
    this.#starts = [];
    this.#outputs = [];
  }

  /** Whether nothing around the outputs was written. */
  get isWhole(): boolean {
    return this.#outputs.every(({ at, count }) => {
      const all = this.machine.floats(at - 4 * MARGIN, count + 2 * MARGIN);
      return [...all.subarray(0, MARGIN), ...all.subarray(MARGIN + count)].every((value) => value === CANARY);
    });
  }
}

function values(random: RandomStream, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.uniform() * 2 - 1);
}

/** The largest difference, as a part of the largest value that should be there. */
function distance(found: Float32Array, wanted: Float32Array): number {
  expect(found.length).toBe(wanted.length);
  const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  // NaN is no smaller than anything.
  return found.reduce((most, value, i) => {
    const difference = Math.abs(value - (wanted[i] ?? NaN)) / largest;
    return difference <= most ? most : difference;
  }, 0);
}

const read = (tensor: tf.Tensor): Float32Array => tensor.dataSync<'float32'>();

/** Forward pass and both gradients against the reference: what went wrong, nothing where all is well. */
function faultsOf(shape: ConvShape, random: RandomStream, room = new Room()): string[] {
  const { n, h, w, ci, co, kernel, groups } = shape;
  const simd = new SimdConvolution(room.machine, shape);
  const sizes = { x: n * h * w * ci, y: n * simd.outH * simd.outW * co, f: (kernel ** 2 * ci * co) / groups };
  const x = values(random, sizes.x);
  const [filter, dy] = [values(random, sizes.f), values(random, sizes.y)];
  const before = values(random, sizes.x);
  const wanted = tf.tidy(() => {
    const [xs, dys] = [tf.tensor4d(x, [n, h, w, ci]), tf.tensor4d(dy, [n, simd.outH, simd.outW, co])];
    const filters = tf.tensor4d(filter, [kernel, kernel, ci / groups, co]);
    return {
      y: read(conv2dReference.forward(xs, filters, shape)),
      dx: read(conv2dReference.inputGradient(dys, filters, xs.shape, shape)),
      dFilter: read(conv2dReference.filterGradient(xs, dys, filters.shape, shape)),
    };
  });
  const [xAt, filterAt, dyAt] = [room.input(x), room.input(filter), room.input(dy)];
  const [yAt, dxAt] = [room.output(dy), room.output(before)];
  const [sumAt, dFilterAt] = [room.output(before), room.output(filter)];
  simd.forward(xAt, filterAt, yAt);
  simd.inputGradient(dyAt, filterAt, dxAt, false);
  simd.inputGradient(dyAt, filterAt, sumAt, true);
  simd.filterGradient(xAt, dyAt, dFilterAt);
  const distances = {
    y: distance(room.read(yAt, sizes.y), wanted.y),
    dx: distance(room.read(dxAt, sizes.x), wanted.dx),
    sum: distance(
      room.read(sumAt, sizes.x),
      wanted.dx.map((value, i) => value + (before[i] ?? NaN)),
    ),
    dFilter: distance(room.read(dFilterAt, sizes.f), wanted.dFilter),
  };
  const faults = Object.entries(distances).filter(([, far]) => !(far < TOLERANCE));
  const told = faults.map(([name, far]) => `${name} of ${JSON.stringify(shape)} by ${far}`);
  if (!room.isWhole) told.push(`written outside by ${JSON.stringify(shape)}`);
  room.clear();
  return told;
}

/** 1 to `most`. */
const upTo = (random: RandomStream, most: number): number => 1 + random.integer(most);

function pick<T>(random: RandomStream, choices: readonly [T, ...T[]]): T {
  return choices[random.integer(choices.length)] ?? choices[0];
}

/** A geometry in which the filter fits into the image. */
function fitting(random: RandomStream, rest: Omit<ConvShape, 'n' | 'h' | 'w'>): ConvShape {
  const { kernel, padding, dilation } = rest;
  const least = Math.max(1, dilation * (kernel - 1) + 1 - 2 * padding);
  const [h, w] = [least - 1 + upTo(random, 6), least - 1 + upTo(random, 7)];
  return { n: upTo(random, 3), h, w, ...rest };
}

describe('convolution and its gradients against the reference', () => {
  beforeAll(() => useNodeBackend('wasm'));

  const plain = { kernel: 3, stride: 1, padding: 1, dilation: 1, groups: 1 };

  it('every number of channels from 1 to 40, in and out', () => {
    const [random, room] = [randomStream(1, 'channels'), new Room()];
    const faults = Array.from({ length: 40 }, (_, i) => i + 1).flatMap((channels) =>
      [1, 3, 4, 8, 12, upTo(random, 40), upTo(random, 40), upTo(random, 40), channels].flatMap((other) => [
        ...faultsOf(fitting(random, { ...plain, ci: channels, co: other }), random, room),
        ...faultsOf(fitting(random, { ...plain, ci: other, co: channels }), random, room),
      ]),
    );
    expect(faults).toEqual([]);
  });

  it('any kernel, stride, padding and dilation', () => {
    const [random, room] = [randomStream(2, 'geometries'), new Room()];
    const faults = Array.from({ length: 800 }, () => {
      const kernel = pick(random, [1, 1, 2, 3, 3, 4, 5, 7]);
      return fitting(random, {
        kernel,
        stride: pick(random, [1, 1, 2, 2, 3, 4]),
        padding: pick(random, [0, Math.floor(kernel / 2), upTo(random, kernel) - 1]),
        dilation: pick(random, [1, 1, 2, 3]),
        groups: 1,
        ci: upTo(random, 12),
        co: upTo(random, 12),
      });
    }).flatMap((shape) => faultsOf(shape, random, room));
    expect(faults).toEqual([]);
  });

  it('groups, and a filter for every channel', () => {
    const [random, room] = [randomStream(3, 'groups'), new Room()];
    const faults = Array.from({ length: 500 }, (_, i) => {
      const kernel = pick(random, [1, 2, 3, 3, 5]);
      const groups = i % 2 === 0 ? upTo(random, 40) : upTo(random, 8);
      const [ins, outs] = i % 2 === 0 ? [1, 1] : [upTo(random, 5), upTo(random, 9)];
      return fitting(random, {
        kernel,
        stride: pick(random, [1, 1, 2, 3]),
        padding: pick(random, [0, Math.floor(kernel / 2)]),
        dilation: pick(random, [1, 1, 2]),
        groups,
        ci: groups * ins,
        co: groups * outs,
      });
    }).flatMap((shape) => faultsOf(shape, random, room));
    expect(faults).toEqual([]);
  });

  it.each([
    { name: 'the stem of CIFAR networks', h: 32, w: 32, ci: 3, co: 16, kernel: 3, stride: 1, padding: 1 },
    { name: 'the stem of ImageNet networks', h: 37, w: 37, ci: 3, co: 16, kernel: 7, stride: 2, padding: 3 },
    { name: 'the stem of AlexNet', h: 43, w: 43, ci: 3, co: 24, kernel: 11, stride: 4, padding: 2 },
    { name: 'the stem of LeNet', h: 28, w: 28, ci: 1, co: 6, kernel: 5, stride: 1, padding: 2 },
    { name: 'a projection', h: 15, w: 14, ci: 16, co: 32, kernel: 1, stride: 2, padding: 0 },
    { name: 'many channels', h: 9, w: 8, ci: 72, co: 64, kernel: 3, stride: 1, padding: 1 },
  ])('$name', ({ name, ...shape }) => {
    expect(faultsOf({ ...plain, n: 3, ...shape }, randomStream(4, name))).toEqual([]);
  });

  it('refuses a filter that does not fit', () => {
    const { machine } = new Room();
    const shape = { ...plain, n: 1, h: 2, w: 9, ci: 1, co: 1, padding: 0 };
    expect(() => new SimdConvolution(machine, shape)).toThrow(RangeError);
  });
});

describe('in pieces', () => {
  const base = { n: 60, h: 11, w: 9, kernel: 3, stride: 1, padding: 1, dilation: 1, groups: 1 } as const;
  it.each<[string, ConvShape]>([
    ['tap by tap', { ...base, ci: 6, co: 10, kernel: 5, padding: 2 }],
    ['with gaps in the gradient', { ...base, ci: 8, co: 12, stride: 2 }],
    ['by groups', { ...base, ci: 8, co: 12, groups: 2 }],
    ['by channel', { ...base, ci: 10, co: 10, groups: 10 }],
    ['by tiles of 2', { ...base, n: 40, h: 6, w: 6, ci: 4, co: 4 }],
    ['by tiles of 4', { ...base, n: 40, h: 12, w: 12, ci: 16, co: 20 }],
  ])('has the same numbers as in one: %s', (_, shape) => {
    const found = [Number.MAX_SAFE_INTEGER, 1].map((piece) => {
      const room = new Room();
      const random = randomStream(3, 'pieces');
      const simd = new SimdConvolution(room.machine, shape, piece);
      const { n, h, w, ci, co, kernel, groups } = shape;
      const sizes = {
        x: n * h * w * ci,
        y: n * simd.outH * simd.outW * co,
        f: (kernel ** 2 * ci * co) / groups,
      };
      const [x, filter, dy] = [sizes.x, sizes.f, sizes.y].map((size) => room.input(values(random, size)));
      const [y, dx, dFilter] = [sizes.y, sizes.x, sizes.f].map((size) => room.output(values(random, size)));
      const count = (work: Work): number => [...work].length;
      const pieces = [
        count(simd.forwardWork(x!, filter!, y!)),
        count(simd.inputGradientWork(dy!, filter!, dx!, true)),
        count(simd.filterGradientWork(x!, dy!, dFilter!)),
      ];
      return {
        pieces,
        numbers: [room.read(y!, sizes.y), room.read(dx!, sizes.x), room.read(dFilter!, sizes.f)],
      };
    });
    found[1]!.numbers.forEach((numbers, pass) =>
      // Of so many numbers a difference is not worth printing.
      expect(numbers.every((value, i) => Object.is(value, found[0]!.numbers[pass]![i]))).toBe(true),
    );
    found[1]!.pieces.forEach((pieces, pass) => expect(pieces).toBeGreaterThan(found[0]!.pieces[pass]!));
  });
});
