/** The build is files: they work from any path of any host, without headers of its own. */
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
