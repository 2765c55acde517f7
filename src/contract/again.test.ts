import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addressOf, loadAgain } from './again';
import { arriving, inTime, LateError } from './arrival';

const HERE = 'https://page.test/some/where/assets/page-1.js';
const PART = 'https://page.test/some/where/assets/Part-a1B2.js';
/** As the build writes it. */
const written = Object.assign(() => undefined, {
  toString: () => '() => preload(() => import(`./Part-a1B2.js`), [])',
});

describe('the address of an import', () => {
  it('is what it says itself', () => {
    expect(addressOf(written, undefined, HERE)).toBe(PART);
    expect(addressOf(() => 7, undefined, HERE)).toBeNull();
  });

  it('is found in what browsers say of a failure', () => {
    // Chromium and Firefox.
    for (const words of [
      'Failed to fetch dynamically imported module',
      'error loading dynamically imported module',
    ])
      expect(addressOf(() => 7, new TypeError(`${words}: ${PART}`), HERE)).toBe(PART);
  });

  it('is none where nothing is said of it, or where it is not of this page', () => {
    // What WebKit says.
    for (const message of [
      'Importing a module script failed.',
      'no https://[',
      'at https://elsewhere.test/x.js',
    ])
      expect(addressOf(() => 7, new TypeError(message), HERE)).toBeNull();
    // A style sheet is no module.
    expect(
      addressOf(() => 7, new Error(`Unable to preload CSS for ${PART}.css`.replace('.js', '')), HERE),
    ).toBeNull();
  });
});

describe('a module that did not arrive', () => {
  const failure = new TypeError(`Failed to fetch dynamically imported module: ${PART}`);
  const importFrom = vi.fn((address: string) => Promise.resolve(address));
  const tools = { importFrom, here: HERE };
  beforeEach(() => importFrom.mockClear());

  it('is loaded from its own address where that answers', async () => {
    await expect(
      loadAgain(
        () => Promise.resolve('part'),
        () => true,
        tools,
      ),
    ).resolves.toBe('part');
    expect(importFrom).not.toHaveBeenCalled();
  });

  it.each([
    ['fails again', () => Promise.reject(failure), () => true],
    [
      'is not whole',
      Object.assign(() => Promise.resolve('half'), { toString: () => String(written) }),
      () => false,
    ],
    [
      'stands still',
      Object.assign(() => new Promise<string>(() => undefined), { toString: () => String(written) }),
      () => true,
    ],
  ])('is loaded from a new address where it %s', async (_, load, isWhole) => {
    const address = new URL(await loadAgain<string>(load, isWhole, tools));
    expect(address.searchParams.has('again')).toBe(true);
    expect(`${address.origin}${address.pathname}`).toBe(PART);
  });
});

describe('patience', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('ends after ten seconds, and tells when it comes after all', async () => {
    let come: (value: string) => void = () => undefined;
    const task = inTime(new Promise<string>((resolve) => (come = resolve)));
    const told = task.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10_000);
    const error = await told;
    expect(error).toBeInstanceOf(LateError);
    const { arrival } = error as LateError;
    come('here');
    await expect(arrival).resolves.toBe('here');
  });

  it('asks for what failed again', async () => {
    let tries = 0;
    const arrive = arriving(() =>
      tries++ === 0 ? Promise.reject(new Error('no')) : Promise.resolve('part'),
    );
    await expect(arrive()).rejects.toThrow('no');
    await expect(arrive()).resolves.toBe('part');
  });
});
