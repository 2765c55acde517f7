/** A page that cannot begin says why, whatever is missing; and the strictest policy lets it begin. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import start from '../src/i18n/zh-Hans/start.json' with { type: 'json' };
import { TINY } from './experiments';
import { expect, expectFault, test } from './test';

const FOLDER = process.env['E2E_DIST'] ?? 'dist';

test('opened as a file', async ({ page, faults }) => {
  await page.goto(pathToFileURL(resolve(FOLDER, 'index.html')).href);
  await expect(page.locator('#loading')).toContainText('opened as a file');
  await expect(page.locator('#loading')).toContainText('npm start');
  expectFault(faults, /file:\/\/|ERR_FAILED/);
});

test('in a frame without an origin', async ({ page, faults, baseURL }) => {
  await page.route('**/frame.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<iframe sandbox="allow-scripts" src="./"></iframe>' }),
  );
  await page.goto('frame.html');
  const frame = page.frameLocator('iframe');
  await expect(frame.locator('#loading')).toContainText('in a window of its own');
  await expect(frame.locator('#loading')).toContainText(baseURL ?? 'no address');
  expectFault(faults, /CORS|ERR_FAILED/);
});

for (const [what, file] of [
  ['the entry', '**/assets/index-*.js'],
  ['the page', '**/assets/render-*.js'],
  ['the style of the page', '**/assets/page-*.css'],
] as const) {
  test(`${what} does not arrive, and is loaded again`, async ({ explorer, page, faults }) => {
    await page.route(file, (route) => route.abort());
    await explorer.open(TINY);
    const loading = page.locator('#loading');
    await expect(loading).toContainText('did not arrive');
    await expect(loading).toContainText(file.slice(4, file.indexOf('*', 4)));
    expectFault(faults, /ERR_FAILED|dynamically imported|preload/);
    await page.unroute(file);
    await loading.getByRole('button', { name: 'Load again' }).click();
    await explorer.ready();
    expect(await explorer.hash()).toBe(TINY);
  });
}

for (const [what, body] of [
  ['is a page', async () => '<!doctype html><title>Not found</title>'],
  ['breaks off', async (whole: string) => whole.slice(0, whole.length / 2)],
] as const) {
  for (const name of ['start', 'page']) {
    test(`the style sheet “${name}” ${what}, and is loaded again`, async ({ explorer, page, faults }) => {
      const file = `**/assets/${name}-*.css`;
      await page.route(file, async (route) => {
        const answer = await route.fetch();
        const contentType = what === 'is a page' ? 'text/html' : 'text/css';
        await route.fulfill({ contentType, body: await body(await answer.text()) });
      });
      await explorer.open(TINY);
      const loading = page.locator('#loading');
      await expect(loading).toContainText(
        what === 'is a page' ? 'came as “text/html” instead of CSS' : /came with \d+ bytes instead of/,
      );
      expectFault(faults, /did not arrive whole|MIME type/);
      await page.unroute(file);
      await loading.getByRole('button', { name: 'Load again' }).click();
      await explorer.ready();
    });
  }
}

for (const feature of [
  'Array.prototype.toSorted',
  'Array.prototype.findLast',
  'window.DecompressionStream',
  'Object.hasOwn',
]) {
  test(`a browser without ${feature} is told which ones do`, async ({ explorer, page }) => {
    await page.addInitScript(`delete ${feature}`);
    await explorer.open(TINY);
    await expect(page.locator('#loading')).toContainText('too old');
    await expect(page.locator('#loading')).toContainText('Firefox 115');
    expect(page.workers()).toEqual([]);
  });
}

test('what takes long says so, and may still begin', async ({ explorer, page }) => {
  let go: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/assets/render-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.clock.install();
  await explorer.open(TINY);
  await expect(page.locator('#loading')).toHaveText('Loading ResNet Explorer…');
  await page.clock.fastForward(10_000);
  await expect(page.locator('#loading')).toContainText('longer than usual');
  go();
  await explorer.ready();
});

test('waits in the language of its reader, before any of its code has come', async ({ explorer, page }) => {
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  await page.route('**/assets/index-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`./?lang=zh${TINY}`, { waitUntil: 'commit' });
  // Not only once it takes long, ten seconds later.
  await expect(page.locator('#loading')).toHaveText(start.loading);
  goOn();
  await explorer.ready();
});

test('a policy that allows nothing but own files, and WebAssembly', async ({ explorer, page }) => {
  await page.route('**/', async (route) => {
    const response = await route.fetch();
    const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'";
    await route.fulfill({
      response,
      headers: { ...response.headers(), 'content-security-policy': policy },
    });
  });
  // What it refuses stands in the console, which fails the test.
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  await explorer.stepTo(1);
});
