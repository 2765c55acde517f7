/** Without a network, and with a server that has gone on to a newer build: what is open goes on, and what was kept opens. */
import type { Locator, Page } from '@playwright/test';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { NOT_KEPT } from '../scripts/service-worker';
import { bring, npz, takeIn, trainOnIt } from './bringing';
import { SMALL, TINY, withFields } from './experiments';
import { Explorer } from './explorer';
import { copyNextDeploy } from './next-deploy';
import { upload } from './photos';
import { serve, type StaticServer } from './static-server';
import { filesOf, takeFile } from './taken';
import { expect, expectFault, test } from './test';

const FOLDER = process.env['E2E_DIST'] ?? 'dist';
/** Below which the page is served, as by many a host. */
const PATH = '/some/where/';

/** What begins the page, and tells its build from others. */
const entryOf = (page: Page): Locator => page.locator('script[type="module"][src]');
const pathOf = async (page: Page): Promise<string> =>
  PATH + ((await entryOf(page).getAttribute('src')) ?? '').replace('./', '');
const begins = (path: string): RegExp => new RegExp(`${path.slice(PATH.length)}$`);

/** Paths of what is kept. */
const keptOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const name = (await caches.keys()).find((key) => key.includes(' files '));
    const keys = name === undefined ? [] : await (await caches.open(name)).keys();
    return keys.map(({ url }) => new URL(url).pathname);
  });

test('every file of the build is kept, or named as one that need not be', () => {
  const worker = readFileSync(join(FOLDER, 'sw.js'), 'utf8');
  const listed = new Set([...worker.matchAll(/"url":"([^"]+)"/g)].map(([, url = '']) => url));
  const all = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ name, parentPath }) => relative(FOLDER, join(parentPath, name)));
  expect(all.length).toBeGreaterThan(100);
  const named = NOT_KEPT.map(
    ({ files }) => new RegExp(`^${files.replace('.', String.raw`\.`).replace('*', '[^/]*')}$`),
  );
  for (const pattern of named) expect(all.filter((file) => pattern.test(file))).not.toEqual([]);
  expect(all.filter((file) => !named.some((pattern) => pattern.test(file))).toSorted()).toEqual(
    [...listed].toSorted(),
  );
});

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  let host: StaticServer;
  let folder: string;
  test.beforeEach(async () => {
    folder = test.info().outputPath('site');
    cpSync(FOLDER, folder, { recursive: true });
    host = await serve(folder, PATH);
  });
  test.afterEach(async () => {
    await host.close();
    // Of many megabytes.
    rmSync(folder, { recursive: true });
  });

  test('everything works in airplane mode after the first visit', async ({ context, explorer, page }) => {
    await explorer.openReady(TINY, '', host.address);
    const losses = await explorer.stepTo(2);
    await expect(page.getByTestId('works-offline')).toBeVisible();
    await host.close();
    await context.setOffline(true);

    await test.step('the page that is open: code, and a folder to take along', async () => {
      await page.getByTestId('code').click();
      await expect(page.getByTestId('code-lines')).toContainText('class ResNet');
      await page.keyboard.press('Escape');
      await page.getByTestId('share').click();
      const files = filesOf((await takeFile(page, 'folder')).content, 'resnet-explorer-step-2');
      expect(new TextDecoder().decode(files.get('train.py'))).toContain('metrics.csv');
    });

    await test.step('a link, whatever its query, to the same losses', async () => {
      await explorer.openReady(TINY, '?backend=wasm&theme=dark', host.address);
      expect(await explorer.stepTo(2)).toEqual(losses);
      await explorer.skip('plain', 'all').click();
      await explorer.stepTo(3);
    });

    await test.step('data sets that were never opened, in Chinese', async () => {
      for (const set of ['fashion', 'emoji']) {
        await explorer.open(withFields(TINY, { set }), '?lang=zh-Hans', host.address);
        await explorer.ready();
        await explorer.step.click();
        await explorer.reaches(1);
      }
      await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
      await expect(page.getByTestId('works-offline')).toHaveText('可离线使用。');
    });

    await test.step('images of the reader’s own', async () => {
      await explorer.openReady(SMALL, '', host.address);
      await bring(page, [upload('set.npz', npz())]);
      await takeIn(page);
      await trainOnIt(explorer);
    });

    await test.step('a study, and a lesson', async () => {
      await explorer.openReady(TINY, '', host.address);
      await page.getByTestId('question-ablation').click();
      await page.getByTestId('deletion-board').getByRole('button').first().click();
      await expect(page.getByTestId('study-outcome')).toContainText('%');
      await page.getByTestId('lessons').click();
      await page.getByTestId('lesson-shortcuts').click();
      await expect(page.locator('#lesson-step-title')).toBeVisible();
    });

    await test.step('the article, with its figures', async () => {
      await page.goto(`${host.address}?article`);
      await expect(page.locator('#shortcuts h2')).toBeVisible();
      await page.locator('.article-frame').first().scrollIntoViewIfNeeded();
      await expect(page.frameLocator('.article-frame iframe >> nth=0').getByTestId('train')).toBeVisible();
    });
  });

  test('a new version waits for the reader, and the page that is open goes on with its own', async ({
    context,
    explorer,
    page,
  }) => {
    await explorer.openReady(SMALL, '', host.address);
    await expect(page.getByTestId('works-offline')).toBeVisible();
    const old = await pathOf(page);
    rmSync(folder, { recursive: true });
    copyNextDeploy(FOLDER, folder);

    const second = new Explorer(await context.newPage());
    await second.openReady(SMALL, '', host.address);
    expect(await pathOf(second.page)).toBe(old);
    for (const one of [page, second.page]) await expect(one.getByTestId('new-version')).toBeVisible();

    await test.step('one page takes it with its run, and the other keeps what it has', async () => {
      await explorer.stepTo(2);
      // A run that browsers would ask about, unless it is kept.
      await second.train.click();
      await second.reaches(25);
      await second.page.getByTestId('reload').click();
      await expect(entryOf(second.page)).not.toHaveAttribute('src', begins(old));
      await second.ready();
      const entry = await pathOf(second.page);
      await expect(second.page.getByTestId('works-offline')).toBeVisible();
      await expect(second.page.getByTestId('new-version')).toBeHidden();

      expect((await explorer.losses()).step).toBe(2);
      // Nowhere but in the store.
      await page.getByTestId('code').click();
      await expect(page.getByTestId('code-lines')).toContainText('class ResNet');
      await explorer.stepTo(3);
      const kept = await keptOf(page);
      for (const one of [old, entry]) expect(kept).toContain(one);
    });

    await test.step('the old one goes with its last page', async () => {
      await page.getByTestId('reload').click();
      await expect(entryOf(page)).not.toHaveAttribute('src', begins(old));
      await explorer.ready();
      await expect(page.getByTestId('works-offline')).toBeVisible();
      await expect.poll(() => keptOf(page)).not.toContain(old);
    });
  });

  test('where a file is missing, the page is as one without', async ({ context, explorer, page }) => {
    const gone = readdirSync(join(folder, 'assets')).find((name) => name.startsWith('QrCode-')) ?? '';
    rmSync(join(folder, 'assets', gone));
    const refused = context.waitForEvent('response', (response) => response.url().endsWith(gone));
    await explorer.openReady(TINY, '', host.address);
    expect((await refused).status()).toBe(404);
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length))
      .toBe(0);
    await expect(page.getByTestId('works-offline')).toBeHidden();
    await explorer.openReady(TINY, '', host.address);
    await explorer.stepTo(1);
  });

  test('who saves data keeps the data sets that are used', async ({ context, explorer, page }) => {
    await context.addInitScript(() => {
      Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
    });
    await explorer.openReady(TINY, '', host.address);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    expect((await keptOf(page)).length).toBeGreaterThan(100);
    const data = async (): Promise<string[]> =>
      (await keptOf(page)).filter((path) => path.includes('/data/')).toSorted();
    await explorer.openReady(withFields(TINY, { set: 'digits' }), '', host.address);
    await expect
      .poll(data)
      .toEqual(['digits/digits.bin', 'digits/manifest.json'].map((file) => `${PATH}data/${file}`));
    await expect(page.getByTestId('works-offline')).toBeHidden();
  });

  test('it can be installed, in both languages', async ({ explorer, page }) => {
    await explorer.openReady(TINY, '', host.address);
    await expect(page.getByTestId('works-offline')).toBeVisible();
    const browser = await page.context().newCDPSession(page);
    const { errors, data = '' } = await browser.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    expect(JSON.parse(data)).toMatchObject({
      name: 'ResNet Explorer',
      description_localized: { 'zh-Hans': { lang: 'zh-Hans' } },
    });
    const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
    // The tests' profiles leave nothing behind.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  });
});

test('a part that is gone with its deploy says so, without a service worker too, and the rest goes on', async ({
  explorer,
  faults,
  page,
}, info) => {
  const folder = info.outputPath('site');
  cpSync(FOLDER, folder, { recursive: true });
  const host = await serve(folder, PATH);
  try {
    await explorer.openReady(SMALL, '', host.address);
    const old = await pathOf(page);
    rmSync(folder, { recursive: true });
    copyNextDeploy(FOLDER, folder);
    await page.getByTestId('code').click();
    const failure = page.getByTestId('part-failure');
    await expect(failure).toContainText('newer version');
    await expect(page.getByTestId('new-version')).toBeVisible();
    await explorer.stepTo(2);
    await failure.getByRole('button').click();
    await expect(entryOf(page)).not.toHaveAttribute('src', begins(old));
    await explorer.ready();
    await page.getByTestId('code').click();
    await expect(page.getByTestId('code-lines')).toContainText('class ResNet');
    // The worker that keeps runs is gone as well.
    expectFault(faults, /404|dynamically imported|preload CSS|keep\.worker/);
  } finally {
    await host.close();
    rmSync(folder, { recursive: true });
  }
});
