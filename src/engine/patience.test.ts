/** A GPU that does not answer, and binaries of WebAssembly that are none. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { stoppedClock } from '../testing/stopped-clock';
import { findAdapter, noteGpu } from './gpu';
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

  it('that a browser had before is asked for again: its process may be about to start anew', async () => {
    let asked = 0;
    offering(() => Promise.resolve(++asked < 3 ? null : { info }));
    noteGpu();
    const { delay, pass } = stoppedClock();
    let found: unknown;
    void findAdapter(delay).then((adapter) => (found = adapter));
    await pass(250);
    expect(asked).toBe(2);
    expect(found).toBeUndefined();
    await pass(500);
    expect(found).toEqual({ software: false, detail: 'd v a' });

    asked = -10;
    found = undefined;
    void findAdapter(delay).then((adapter) => (found = adapter));
    for (const pause of [250, 500, 1000, 2000]) {
      expect(found).toBeUndefined();
      await pass(pause);
    }
    expect(found).toBe('none');
  });
});

describe('a binary', () => {
  const whole = new Uint8Array(
    readFileSync(
      createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'),
    ),
  );
  const file = {
    address: 'https://example.test/assets/kernels.wasm',
    bytes: whole.length,
    sha256: createHash('sha256').update(whole).digest('hex'),
  };
  const name = '/assets/kernels.wasm';
  const served = (body: BodyInit, status = 200, type = 'application/wasm') => ({
    fetch: () => Promise.resolve(new Response(body, { status, headers: { 'content-type': type } })),
  });
  /** Still valid: of the text of a name in it. */
  const flipped = (): Uint8Array<ArrayBuffer> => {
    const copy = whole.slice();
    const at = Buffer.from(copy).lastIndexOf('memory');
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };

  it('that is whole is handed over, whatever type it comes as', async () => {
    expect(await fetchBinary(file, served(whole))).toEqual(whole);
    expect(await fetchBinary(file, served(whole, 200, 'text/plain'))).toEqual(whole);
  });

  it.each([
    [{ what: 'status', status: 404 }, served('no', 404)],
    [{ what: 'type', type: 'text/html', wanted: 'WebAssembly' }, served('<!doctype html>', 200, 'text/html')],
    [{ what: 'length', bytes: 0, wanted: whole.length }, served('')],
    [{ what: 'length', bytes: 100_000, wanted: whole.length }, served(whole.slice(0, 100_000))],
    [{ what: 'content' }, served(flipped())],
  ])('is told of otherwise: %j', async (fault, tools) => {
    await expect(fetchBinary(file, tools)).rejects.toMatchObject({ fault: { file: name, ...fault } });
  });

  it('that is no module any more is told without Web Crypto too', async () => {
    vi.stubGlobal('crypto', {});
    const zeros = new Uint8Array(whole.length);
    await expect(fetchBinary(file, served(zeros))).rejects.toThrow(`${name} is not what its hash says`);
  });

  it('is not asked for where there is no WebAssembly, or a policy forbids it', async () => {
    const asked = { fetch: () => Promise.reject(new Error('asked all the same')) };
    vi.stubGlobal('WebAssembly', undefined);
    await expect(fetchBinary(file, asked)).rejects.toThrow('no WebAssembly');
    vi.stubGlobal('WebAssembly', {
      Module: function refuse() {
        throw new Error('Refused to compile');
      },
    });
    await expect(fetchBinary(file, asked)).rejects.toThrow('policy');
  });
});
