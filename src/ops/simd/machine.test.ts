import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simdModule } from '../../../scripts/simd';
import { OwnHeap } from './heap';
import { Machine } from './machine';

describe.each(['plain', 'relaxed'] as const)('the %s module', (kind) => {
  // Node 20 knows relaxed instructions behind a flag only.
  const bytes = readFileSync(simdModule(kind));
  const machine = WebAssembly.validate(bytes)
    ? new Machine(new WebAssembly.Module(bytes), new OwnHeap())
    : null;

  it.skipIf(machine === null)('adds what lies on the heap, rests included', () => {
    if (machine === null) return;
    for (const count of [1, 4, 7, 40]) {
      const [a, b] = [machine.allocate(count), machine.allocate(count)];
      const numbers = Array.from({ length: count }, (_, i) => i - 2.5);
      machine.floats(a, count).set(numbers);
      machine.floats(b, count).fill(0.25);
      machine.kernel('addTo')(a, b, count);
      expect([...machine.floats(a, count)]).toEqual(numbers.map((number) => number + 0.25));
    }
  });
});
