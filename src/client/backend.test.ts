import { afterEach, expect, it, vi } from 'vitest';
import { backendOf, offeredBackends, withBackend, workersOf } from './backend';

afterEach(() => vi.restoreAllMocks());

it('reads a backend from the query and tells of one that does not exist', () => {
  expect(backendOf('')).toEqual({ choice: 'auto', unknown: null });
  expect(backendOf('?backend=wasm')).toEqual({ choice: 'wasm', unknown: null });
  expect(backendOf('?backend=webgl')).toEqual({ choice: 'auto', unknown: 'webgl' });
  expect(backendOf(`?backend=${'x'.repeat(1000)}`).unknown).toHaveLength(40);
});

it('writes a backend without touching the experiment', () => {
  const href = 'https://example.org/page/?a=1&backend=cpu#v=1&lr=0.1';
  expect(withBackend(href, 'wasm')).toBe('https://example.org/page/?a=1&backend=wasm#v=1&lr=0.1');
  expect(withBackend(href, 'auto')).toBe('https://example.org/page/?a=1#v=1&lr=0.1');
});

it('offers relaxed SIMD where the browser knows it, or it was asked for', () => {
  const all = ['auto', 'webgpu', 'wasm', 'wasm-relaxed', 'cpu'];
  const validate = vi.spyOn(WebAssembly, 'validate').mockReturnValue(true);
  expect(offeredBackends('auto')).toEqual(all);
  validate.mockReturnValue(false);
  expect(offeredBackends('auto')).toEqual(all.filter((choice) => choice !== 'wasm-relaxed'));
  expect(offeredBackends('wasm-relaxed')).toEqual(all);
});

it('takes a number of workers from the address, and nothing else', () => {
  const asked = ['', '?workers=', '?workers=0', '?workers=-1', '?workers=1.5', '?workers=two', '?workers=4'];
  expect(asked.map(workersOf)).toEqual([...asked.slice(1).map(() => undefined), 4]);
});
