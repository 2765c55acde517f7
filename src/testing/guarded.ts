/** Tensors on a machine's heap with numbers around them that must stay. */
import { readFileSync } from 'node:fs';
import { simdModule } from '../../scripts/simd';
import { randomStream } from '../data/random';
import { OwnHeap, type Address } from '../ops/simd/heap';
import { Machine } from '../ops/simd/machine';

const CANARY = 12_345;
const EDGE = 16;

export interface Guarded {
  readonly at: Address;
  /** What lies there now, as a copy. @throws Error where something was written beside it. */
  values(): Float32Array<ArrayBuffer>;
}

const compiled = new WebAssembly.Module(readFileSync(simdModule('plain')));

/** A machine of its own, of the plain module. */
export const plainMachine = (): Machine => new Machine(compiled, new OwnHeap());

export function guarded(machine: Machine, values: ArrayLike<number>): Guarded {
  const { length } = values;
  const whole = machine.allocate(length + 2 * EDGE);
  machine.floats(whole, length + 2 * EDGE).fill(CANARY);
  const at = whole + 4 * EDGE;
  machine.floats(at, length).set(values);
  return {
    at,
    values: () => {
      for (const edge of [whole, at + 4 * length])
        if (machine.floats(edge, EDGE).some((value) => value !== CANARY))
          throw new Error('A kernel has written beside its tensor.');
      return machine.floats(at, length).slice();
    },
  };
}

/** Standard normal numbers of float32. */
export function normals(label: string, count: number): Float32Array<ArrayBuffer> {
  const stream = randomStream(1, label);
  return Float32Array.from({ length: count }, () => stream.normal());
}

/** The largest difference over the largest value; infinite where one is finite and the other is not. */
export function largestError(actual: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let [error, most] = [0, 1e-30];
  for (let i = 0; i < wanted.length; i++) {
    const [is, should] = [actual[i] as number, wanted[i] as number];
    if (Object.is(is, should) || is === should) continue;
    error = Math.max(error, Number.isFinite(is - should) ? Math.abs(is - should) : Infinity);
  }
  for (let i = 0; i < wanted.length; i++)
    if (Number.isFinite(wanted[i])) most = Math.max(most, Math.abs(wanted[i] as number));
  return error / most;
}
