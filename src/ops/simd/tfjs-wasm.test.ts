import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { TfjsHeap } from './tfjs-wasm';

/** What tests spoil. */
interface Inside {
  wasm: { asm: object; _malloc: unknown };
  dataIdMap: object;
  incRef: unknown;
}

beforeAll(() => useNodeBackend('wasm'));

const inside = (): Inside => tf.backend() as unknown as Inside;
let repair: () => void = () => undefined;
afterEach(() => repair());

it('finds the numbers of tensors where tfjs keeps them', () => {
  const heap = TfjsHeap.find();
  const tensor = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  expect([...new Float32Array(heap!.memory.buffer, heap!.at(tensor), 6)]).toEqual([1, 2, 3, 4, 5, 6]);
  const output = heap!.output<tf.Tensor2D>([3, 1]);
  new Float32Array(heap!.memory.buffer, heap!.at(output), 3).set([7, 8, 9]);
  expect([...output.dataSync<'float32'>()]).toEqual([7, 8, 9]);
  tf.dispose([tensor, output]);
});

it('gives out lines that tfjs uses for nothing else, and takes back all of them', () => {
  const heap = TfjsHeap.find()!;
  const blocks = [100, 64, 1].map((bytes) => heap.allocate(bytes));
  for (const at of blocks) expect(at % 64).toBe(0);
  new Uint8Array(heap.memory.buffer, blocks[0], 100).fill(255);
  const tensors = Array.from({ length: 20 }, () => tf.ones([16]));
  expect(new Uint8Array(heap.memory.buffer, blocks[0], 100).every((byte) => byte === 255)).toBe(true);
  for (const tensor of tensors) expect([...tensor.dataSync()]).toEqual(Array.from({ length: 16 }, () => 1));
  tf.dispose(tensors);
  heap.free(blocks[1]!);
  expect(() => heap.free(blocks[1]!)).toThrow(RangeError);
  heap.clear();
  expect(() => heap.free(blocks[0]!)).toThrow(RangeError);
});

it.each([
  ['its memory', (spoilt: Inside) => (spoilt.wasm.asm = {})],
  [
    'another memory',
    (spoilt: Inside) => (spoilt.wasm.asm = { memory: new WebAssembly.Memory({ initial: 64 }) }),
  ],
  ['its allocator', (spoilt: Inside) => (spoilt.wasm._malloc = undefined)],
  [
    'where tensors lie',
    (spoilt: Inside) => (spoilt.dataIdMap = Object.assign(new Map(), { get: () => ({}) })),
  ],
  ['counts of references', (spoilt: Inside) => (spoilt.incRef = undefined)],
])('is not there where tfjs has changed inside: %s', (_, spoil) => {
  const { wasm, dataIdMap, incRef } = inside();
  const { asm, _malloc } = wasm;
  repair = () => {
    Object.assign(wasm, { asm, _malloc });
    Object.assign(inside(), { dataIdMap, incRef });
  };
  const before = tf.memory().numTensors;
  spoil(inside());
  expect(TfjsHeap.find()).toBeNull();
  repair();
  expect(tf.memory().numTensors).toBe(before);
});

it('a clone shares its numbers, and outlives what it was made of', () => {
  const heap = TfjsHeap.find()!;
  const [first, other] = [tf.tensor1d([1, 2]), tf.tensor1d([true, false], 'bool')];
  const [clone, cast, changed] = [first.clone(), first.cast('float32'), other.cast('float32')];
  expect([heap.at(clone), heap.at(cast)]).toEqual([heap.at(first), heap.at(first)]);
  tf.dispose([first, other]);
  expect([...clone.dataSync(), ...cast.dataSync(), ...changed.dataSync()]).toEqual([1, 2, 1, 2, 1, 0]);
  tf.dispose([clone, cast, changed]);
});
