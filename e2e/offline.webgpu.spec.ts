/** WebGPU without a network: its code and kernels are kept with the page. */
import { TINY } from './experiments';
import { serve } from './static-server';
import { expect, test } from './test';

test.use({ serviceWorkers: 'allow' });

test('WebGPU trains in airplane mode, where only wasm was used before', async ({
  context,
  explorer,
  page,
}) => {
  const host = await serve(process.env['E2E_DIST'] ?? 'dist', '/');
  await explorer.openReady(TINY, '?backend=wasm', host.address);
  await expect(page.getByTestId('works-offline')).toBeVisible();
  await host.close();
  await context.setOffline(true);
  await explorer.openReady(TINY, '?backend=webgpu', host.address);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'webgpu');
  await explorer.stepTo(2);
});
