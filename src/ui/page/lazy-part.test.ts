import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failedAddress, loadAgain } from './lazy-part';

const HERE = 'https://page.test';
const PART = `${HERE}/some/where/assets/Part-a1B2.js`;

describe('the address that an import failed on', () => {
  it('is found in what browsers say', () => {
    // Chromium and Firefox.
    for (const words of [
      'Failed to fetch dynamically imported module',
      'error loading dynamically imported module',
    ])
      expect(failedAddress(new TypeError(`${words}: ${PART}`), HERE)).toBe(PART);
  });

  it('is null where nothing is said of it, or where it is not of this page', () => {
    // WebKit says no more, and loads the same address again.
    for (const message of [
      'Importing a module script failed.',
      'no https://[',
      `at https://elsewhere.test/x.js`,
    ])
      expect(failedAddress(new TypeError(message), HERE)).toBe(null);
    expect(failedAddress('no error', HERE)).toBe(null);
  });
});

describe('a module that did not arrive', () => {
  beforeEach(() => vi.stubGlobal('location', { origin: HERE }));
  afterEach(() => vi.unstubAllGlobals());
  const failure = new TypeError(`Failed to fetch dynamically imported module: ${PART}`);
  const fails = () => Promise.reject(failure);

  it('is loaded from its own address where that answers', async () => {
    const importFrom = vi.fn<(address: string) => Promise<string>>();
    await expect(loadAgain(() => Promise.resolve('part'), true, importFrom)).resolves.toBe('part');
    expect(importFrom).not.toHaveBeenCalled();
  });

  it('is loaded from a new address only once it has failed before', async () => {
    const importFrom = vi.fn((address: string) => Promise.resolve(address));
    await expect(loadAgain(fails, false, importFrom)).rejects.toBe(failure);
    expect(importFrom).not.toHaveBeenCalled();
    const address = new URL(await loadAgain(fails, true, importFrom));
    expect(address.searchParams.has('again')).toBe(true);
    expect(`${address.origin}${address.pathname}`).toBe(PART);
  });
});
