import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { useNodeBackend } from '../../../scripts/goldens/node';
import { simdModule } from '../../../scripts/simd';
import { Emitters } from './emitters';
import { TfjsHeap } from './tfjs-wasm';

beforeAll(() => useNodeBackend('wasm'));

it('makes one emitter a geometry, and all anew where they hold too much', () => {
  const heap = TfjsHeap.find()!;
  const emitters = new Emitters(new WebAssembly.Module(readFileSync(simdModule('plain'))), heap, 10_000);
  let made = 0;
  const of = emitters.of((machine, { size, use }: { readonly size: number; readonly use: string }) => {
    made++;
    return { machine, at: machine.table(`${use} ${size}`, () => Array.from({ length: size }, (_, i) => i)) };
  });
  const first = of({ size: 100, use: 'a' });
  expect(of({ size: 100, use: 'a' })).toBe(first);
  expect(of({ size: 100, use: 'b' }).at).not.toBe(first.at);
  expect(made).toBe(2);
  for (let size = 1; size < 400; size++) {
    const { machine, at } = of({ size, use: 'c' });
    expect([...machine.ints(at, size)]).toEqual(Array.from({ length: size }, (_, i) => i));
    expect(heap.used).toBeLessThan(12_000);
  }
  expect(of({ size: 100, use: 'a' })).not.toBe(first);
  heap.clear();
});
