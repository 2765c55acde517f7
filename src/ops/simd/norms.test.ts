import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { simdModule } from '../../../scripts/simd';
import { ACTIVATIONS, type ActivationName } from '../../config/activations';
import { randomStream, type RandomStream } from '../../data/random';
import { referenceKernels } from '../reference/kernel-set';
import { keepsInput } from './epilogue';
import { OwnHeap } from './heap';
import { Machine } from './machine';
import { SimdBias, SimdScalars } from './affine';
import { SimdBatchNorm, SimdGroupNorm } from './norms';

const module = new WebAssembly.Module(readFileSync(simdModule('plain')));
const reference = referenceKernels;

beforeAll(() => useNodeBackend('cpu'));

/** Tensors of one case on the machine, by name, with room around them that must stay as it is. */
class Place {
  static readonly edge = 16;
  readonly #machine: Machine;
  readonly #places = new Map<string, { at: number; count: number }>();
  constructor(machine: Machine) {
    this.#machine = machine;
  }
  put(name: string, values: ArrayLike<number>): number {
    const whole = this.#machine.allocate(values.length + 2 * Place.edge);
    this.#machine.floats(whole, values.length + 2 * Place.edge).fill(777);
    const at = whole + 4 * Place.edge;
    this.#machine.floats(at, values.length).set(values);
    this.#places.set(name, { at, count: values.length });
    return at;
  }
  at(name: string): number {
    return this.#places.get(name)?.at ?? 0;
  }
  values(name: string): Float32Array {
    const { at, count } = this.#places.get(name) ?? { at: 0, count: 0 };
    return this.#machine.floats(at, count).slice();
  }
  get isWhole(): boolean {
    return [...this.#places.values()].every(({ at, count }) =>
      [at - 4 * Place.edge, at + 4 * count].every((edge) =>
        this.#machine.floats(edge, Place.edge).every((value) => value === 777),
      ),
    );
  }
}

function errorOf(found: Float32Array, wanted: ArrayLike<number>): number {
  const all = [...found].map((value, i) => [value, wanted[i] as number] as const);
  const largest = Math.max(1e-30, ...all.map(([, value]) => Math.abs(value)));
  return Math.max(...all.map(([a, b]) => Math.abs(a - b))) / largest;
}

interface Case {
  readonly n: number;
  readonly positions: number;
  readonly channels: number;
  readonly groups: number;
  readonly activation: ActivationName;
  readonly gain: number;
  readonly hasShortcut: boolean;
  readonly adds: boolean;
}

function caseOf(seed: number): Case & { readonly random: RandomStream } {
  const random = randomStream(seed, 'norms');
  const one = <T>(values: readonly T[]): T => values[random.integer(values.length)] as T;
  const groups = one([1, 2, 4]);
  return {
    random,
    n: 1 + random.integer(4),
    positions: 1 + random.integer(50),
    // Every number of channels up to 40, in turn.
    channels: groups * Math.max(1, Math.floor((1 + (seed % 40)) / groups)),
    groups,
    activation: ACTIVATIONS[seed % ACTIVATIONS.length] as ActivationName,
    gain: one([1, 0.5, -0.3]),
    hasShortcut: one([true, false]),
    adds: one([true, false]),
  };
}

/** Runs what a kernel does on the machine and by the reference, on the same numbers, and compares all that they give. */
function compare(
  kind: 'batch norm' | 'group norm' | 'bias' | 'addition' | 'scalars',
  machine: Machine,
  seed: number,
): { readonly told: object; readonly isClose: boolean; readonly isWhole: boolean } {
  const { random, ...one } = caseOf(seed);
  const { n, positions, channels, groups, activation, gain, hasShortcut, adds } = one;
  const rows = n * positions;
  const count = rows * channels;
  const numbers = (size: number, spread = 1): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: size }, () => spread * random.normal());
  const given = {
    x: numbers(count, 2),
    s: numbers(count),
    dy: numbers(count),
    scale: numbers(channels),
    shift: numbers(channels),
    factor: numbers(1),
    number: numbers(1),
    before: numbers(count),
  };
  const place = new Place(machine);
  for (const [name, values] of Object.entries(given)) place.put(name, values);
  for (const name of ['y', 'kept']) place.put(name, new Float32Array(count));
  for (const name of ['dx', 'ds']) place.put(name, given.before);
  for (const name of ['mean', 'variance', 'inverse', 'dScale', 'dShift'])
    place.put(name, new Float32Array(Math.max(channels, n * groups)));
  for (const name of ['dFactor', 'dNumber']) place.put(name, new Float32Array(1));
  const at = (name: string): number => place.at(name);
  const end = { activation, shortcut: hasShortcut ? at('s') : 0, gain };
  const kept = keepsInput(activation) ? at('kept') : at('y');
  const ds = hasShortcut ? at('ds') : 0;
  const shape: [number, number, number, number] = [n, positions, 1, channels];
  const wanted = tf.tidy(() => {
    const [x, s, dy] = [given.x, given.s, given.dy].map((values) => tf.tensor4d(values, shape)) as [
      tf.Tensor4D,
      tf.Tensor4D,
      tf.Tensor4D,
    ];
    const [scale, shift, factor, number] = [given.scale, given.shift, given.factor, given.number].map(
      (values) => tf.tensor1d(values),
    ) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    const epilogue = { activation, shortcut: hasShortcut ? s : null, gain };
    const incoming = (savedForBackward: tf.Tensor4D) => ({
      dy,
      savedForBackward,
      activation,
      gain,
      hasShortcut,
    });
    const told: Record<string, tf.Tensor | undefined> = {};
    if (kind === 'batch norm') {
      const simd = new SimdBatchNorm(machine, { rows, channels, positions });
      simd.training(
        at('x'),
        at('scale'),
        at('shift'),
        end,
        at('y'),
        kept,
        at('mean'),
        at('variance'),
        at('inverse'),
      );
      simd.trainingGradient(
        at('dy'),
        kept,
        at('x'),
        at('scale'),
        at('mean'),
        at('inverse'),
        end,
        at('dx'),
        adds,
        at('dScale'),
        at('dShift'),
        ds,
        adds,
      );
      const forward = reference.batchNorm.training(x, scale, shift, epilogue);
      const back = reference.batchNorm.trainingGradient(
        incoming(forward.savedForBackward),
        forward.saved,
        scale,
      );
      const { mean, variance } = forward.statistics();
      Object.assign(told, {
        y: forward.y,
        mean,
        variance,
        dx: back.x,
        dScale: back.scale,
        dShift: back.shift,
        ds: back.shortcut,
      });
    } else if (kind === 'group norm') {
      const simd = new SimdGroupNorm(machine, { n, positions, channels, groups });
      simd.forward(at('x'), at('scale'), at('shift'), end, at('y'), kept, at('mean'), at('inverse'));
      simd.gradient(
        at('dy'),
        kept,
        at('x'),
        at('scale'),
        at('mean'),
        at('inverse'),
        end,
        at('dx'),
        adds,
        at('dScale'),
        at('dShift'),
        ds,
        adds,
      );
      const forward = reference.groupNorm.forward(x, scale, shift, groups, epilogue);
      const back = reference.groupNorm.gradient(
        incoming(forward.savedForBackward),
        forward.saved,
        scale,
        groups,
      );
      Object.assign(told, {
        y: forward.y,
        dx: back.x,
        dScale: back.scale,
        dShift: back.shift,
        ds: back.shortcut,
      });
    } else if (kind === 'scalars') {
      const simd = new SimdScalars(machine, { size: count });
      simd.forward(at('x'), at('factor'), at('number'), end, at('y'), kept);
      simd.gradient(
        at('dy'),
        kept,
        at('x'),
        at('factor'),
        end,
        at('dx'),
        adds,
        at('dFactor'),
        at('dNumber'),
        ds,
        adds,
      );
      const forward = reference.scalars.forward(x, factor, number, epilogue);
      const back = reference.scalars.gradient(incoming(forward.savedForBackward), { x, factor });
      Object.assign(told, {
        y: forward.y,
        dx: back.x,
        dFactor: back.factor,
        dNumber: back.bias,
        ds: back.shortcut,
      });
    } else {
      const bias = kind === 'bias' ? at('shift') : 0;
      const simd = new SimdBias(machine, { rows, channels });
      simd.forward(at('x'), bias, end, at('y'), kept);
      simd.gradient(at('dy'), kept, end, at('dx'), adds, bias === 0 ? 0 : at('dShift'), ds, adds);
      const forward =
        bias === 0 ? reference.addition.forward(x, epilogue) : reference.bias.forward(x, shift, epilogue);
      const back = incoming(forward.savedForBackward);
      const { x: dx, shortcut } = reference.addition.gradient(back);
      const dShift = bias === 0 ? undefined : reference.bias.gradient(back).bias;
      Object.assign(told, { y: forward.y, dx, dShift, ds: shortcut });
    }
    return Object.entries(told).flatMap(([name, tensor]) => {
      if (tensor === undefined) return [];
      const values = tensor.dataSync();
      const isAdded = adds && (name === 'dx' || name === 'ds');
      return [[name, isAdded ? values.map((value, i) => value + (given.before[i] ?? 0)) : values] as const];
    });
  });
  // A norm over one value is all rounding: it divides it by the root of ε.
  const tolerance = positions * n < 3 ? 1e-3 : 2e-5;
  const errors = wanted.map(
    ([name, values]) => [name, errorOf(place.values(name).slice(0, values.length), values)] as const,
  );
  // What is one sum over everything nearly cancels, and the reference sums in float32.
  const allowed = (name: string): number => (name === 'dFactor' || name === 'dNumber' ? 1e-3 : tolerance);
  const worse = errors.filter(([name, error]) => !(error <= allowed(name)));
  return { told: { kind, seed, ...one, worse }, isClose: worse.length === 0, isWhole: place.isWhole };
}

describe.each(['batch norm', 'group norm', 'bias', 'addition', 'scalars'] as const)(
  '%s on the machine',
  (kind) => {
    it('equals the reference for every number of channels up to 40 and every activation', () => {
      const machine = new Machine(module, new OwnHeap());
      for (let seed = 0; seed < 160; seed++) {
        const { told, isClose, isWhole } = compare(kind, machine, seed);
        expect({ ...told, isClose, isWhole }).toEqual({ ...told, isClose: true, isWhole: true });
      }
    });
  },
);
