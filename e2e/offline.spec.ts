/** Without a network, and with a server that has gone on to a newer build: what is open goes on, and what was kept opens. */
import { TINY } from './experiments';
import { serve } from './static-server';
import { expect, test } from './test';

const FOLDER = process.env['E2E_DIST'] ?? 'dist';

test.use({ serviceWorkers: 'allow' });

test('opens and works from a path of a host that is gone', async ({ context, explorer, page }) => {
  const host = await serve(FOLDER, '/some/where/');
  await explorer.openReady(TINY, '', host.address);
  const losses = await explorer.stepTo(2);
  await expect(page.getByTestId('works-offline')).toBeVisible();
  await host.close();
  await context.setOffline(true);

  await explorer.openReady(TINY, '?backend=wasm&theme=dark', host.address);
  expect(await explorer.stepTo(2)).toEqual(losses);
});
