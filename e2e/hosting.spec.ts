/** The build is files: they work from any path of any host, without headers of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import about from '../package.json' with { type: 'json' };
import { withFields, TINY } from './experiments';
import { serve } from './static-server';
import { expect, test } from './test';

const FOLDER = process.env['E2E_DIST'] ?? 'dist';

test('works from a path of a plain host, data set and tests included', async ({ explorer, page }) => {
  const host = await serve(FOLDER, '/some/where%20else/');
  try {
    const link = withFields(TINY, { set: 'fashion', test: '2' });
    await explorer.openReady(link, '', host.address);
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(false);
    await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
    const losses = await explorer.stepTo(2);
    await expect(page.getByTestId('lane-plain').getByTestId('test-accuracy')).toHaveText(/^\d/);
    expect(page.url()).toBe(`${host.address}${await explorer.hash()}`);

    // The same numbers as from the other host.
    await explorer.openReady(await explorer.hash());
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
    expect(await explorer.stepTo(2)).toEqual(losses);
  } finally {
    await host.close();
  }
});

/** Packages of packages, whose parts are named. */
const UMBRELLAS = new Set(['@tensorflow/tfjs', 'd3']);

test('licences of all that is served lie beside it', () => {
  const listed = (file: string): readonly (string | undefined)[] =>
    Array.from(readFileSync(join(FOLDER, file), 'utf8').matchAll(/^## (\S+) - /gm), ([, name]) => name);
  const workers = listed('licenses-worker.md');
  const all = new Set([...listed('licenses.md'), ...workers]);
  const ours = Object.keys(about.dependencies).filter((name) => !UMBRELLAS.has(name));
  expect(ours.filter((name) => !all.has(name))).toEqual([]);
  // What other workers than the trainer bundle: archives and models are read in them.
  expect(workers).toEqual(
    expect.arrayContaining(['@tensorflow/tfjs-core', 'assemblyscript', 'fflate', 'modern-tar', 'pbf']),
  );
});
