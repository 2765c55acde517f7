/**
 * Playwright's `test` with the page under test, and with what every test asserts unasked: nothing was thrown, written
 * to the console as an error, failed to load, or fetched from another host.
 */
import { expect as plainExpect, test as base, type BrowserContext } from '@playwright/test';
import { Explorer } from './explorer';

export const expect = plainExpect.extend({
  /** Finite, and within a relative error of a finite number; NaN and undefined are close to nothing. */
  toBeCloseToRelative(received: number | undefined, expected: number, tolerance: number) {
    const difference = Math.abs((received ?? Number.NaN) - expected);
    const pass = Number.isFinite(difference) && difference <= tolerance * Math.abs(expected);
    const error = (difference / Math.abs(expected)).toExponential(2);
    return { pass, message: () => `${received} is not within ${tolerance} of ${expected}: ${error}` };
  },
});

interface Fixtures {
  readonly explorer: Explorer;
  /** What went wrong in any page of the test. A test that provokes a fault takes it out: see `expectFault`. */
  readonly faults: string[];
  /** Opens the page in a browser profile of its own, as a friend would. */
  readonly friend: () => Promise<Explorer>;
}

export const test = base.extend<Fixtures>({
  faults: [
    async ({ context, baseURL }, use) => {
      const faults: string[] = [];
      watch(context, faults, baseURL);
      await use(faults);
      const kinds = provoked.get(faults) ?? [];
      for (const kind of kinds)
        expect(
          faults.some((fault) => kind.test(fault)),
          `a fault like ${kind}`,
        ).toBe(true);
      const others = faults.filter((fault) => !kinds.some((kind) => kind.test(fault)));
      expect(others, 'errors, failed requests and requests to other hosts').toEqual([]);
    },
    { auto: true },
  ],

  explorer: async ({ page }, use) => {
    await use(new Explorer(page));
  },

  friend: async ({ browser, faults, baseURL, viewport }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({
        viewport,
        serviceWorkers: 'block',
        ...(baseURL === undefined ? {} : { baseURL }),
      });
      contexts.push(context);
      watch(context, faults, baseURL);
      return new Explorer(await context.newPage());
    });
    for (const context of contexts) await context.close();
  },
});

function watch(context: BrowserContext, faults: string[], baseURL: string | undefined): void {
  const own = baseURL === undefined ? '' : new URL(baseURL).hostname;
  context.on('weberror', (event) => faults.push(`thrown: ${event.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  context.on('requestfailed', (request) => {
    const error = request.failure()?.errorText ?? '';
    // A browser gives up what a page was still loading when a test opens the next one: nobody's fault.
    if (error === 'net::ERR_ABORTED') return;
    faults.push(`failed: ${request.url()} ${error}`);
  });
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== own) faults.push(`elsewhere: ${request.url()}`);
  });
}

/** Kinds of faults that a test provokes. */
const provoked = new WeakMap<readonly string[], RegExp[]>();

/**
 * Names faults that the test itself provokes; it fails where there was none in the end. Whether a page shows a fault or the
 * browser tells of it first is chance.
 */
export function expectFault(faults: readonly string[], kind: RegExp): void {
  provoked.set(faults, [...(provoked.get(faults) ?? []), kind]);
}
