/** A GPU that does not answer, and binaries of WebAssembly that are none. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stoppedClock } from '../testing/stopped-clock';
import { findAdapter } from './gpu';
import { fetchBinary } from './binary';

afterEach(() => vi.unstubAllGlobals());

describe('the adapter', () => {
  const info = { vendor: 'v', architecture: 'a', device: '', description: 'd', isFallbackAdapter: false };
  const offering = (requestAdapter: () => Promise<unknown>) =>
    vi.stubGlobal('navigator', { gpu: { requestAdapter } });

  it('that never answers is silent after ten seconds', async () => {
    offering(() => new Promise(() => undefined));
    const { delay, pass } = stoppedClock();
    let found: unknown;
    void findAdapter(delay).then((adapter) => (found = adapter));
    await pass(9_999);
    expect(found).toBeUndefined();
    await pass(1);
    expect(found).toBe('silent');
  });

  it.each([
    ['none', () => Promise.resolve(null)],
    ['none', () => Promise.reject(new Error('blocked'))],
    [{ software: false, detail: 'd v a' }, () => Promise.resolve({ info })],
    [
      { software: true, detail: 'SwiftShader v a' },
      () => Promise.resolve({ info: { ...info, description: 'SwiftShader' } }),
    ],
  ])('is %j', async (expected, answer) => {
    offering(answer);
    expect(await findAdapter()).toEqual(expected);
  });

  it('is none where the browser knows no WebGPU', async () => {
    vi.stubGlobal('navigator', {});
    expect(await findAdapter()).toBe('none');
  });
});

describe('a binary', () => {
  const url = new URL('https://example.test/assets/kernels.wasm');
  const whole = new Uint8Array(
    readFileSync(
      createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'),
    ),
  );
  const served = (body: BodyInit, status = 200) => ({
    fetch: () => Promise.resolve(new Response(body, { status })),
  });

  it('that is whole is handed over', async () => {
    expect(await fetchBinary(url, served(whole))).toEqual(whole);
  });

  it.each([
    ['the server answered 404', 'no', 404],
    ['kernels.wasm is not WebAssembly', '<!doctype html>', 200],
    ['kernels.wasm is not WebAssembly', '', 200],
    ['kernels.wasm is not whole', whole.slice(0, 100_000), 200],
  ] as const)('is told of otherwise: %s', async (message, body, status) => {
    await expect(fetchBinary(url, served(body, status))).rejects.toThrow(message);
  });

  it('is not asked for where there is no WebAssembly, or a policy forbids it', async () => {
    const asked = { fetch: () => Promise.reject(new Error('asked all the same')) };
    vi.stubGlobal('WebAssembly', undefined);
    await expect(fetchBinary(url, asked)).rejects.toThrow('no WebAssembly');
    vi.stubGlobal('WebAssembly', {
      Module: function refuse() {
        throw new Error('Refused to compile');
      },
    });
    await expect(fetchBinary(url, asked)).rejects.toThrow('policy');
  });
});
