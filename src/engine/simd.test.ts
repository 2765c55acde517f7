import { expect, it } from 'vitest';
import { useNodeBackend } from '../../scripts/goldens/node';
import { simdMachine, simdModule } from './simd';

it('has one machine for as long as its module is in use, and none elsewhere', async () => {
  await useNodeBackend('wasm');
  const first = simdMachine();
  expect(first).not.toBeNull();
  await useNodeBackend('wasm');
  expect(simdMachine()).toBe(first);
  for (const other of ['reference', 'cpu'] as const) {
    await useNodeBackend(other);
    expect([simdModule(), simdMachine()]).toEqual([null, null]);
  }
  await useNodeBackend('wasm');
  expect(simdMachine()).not.toBe(first);
});
