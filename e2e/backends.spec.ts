/** Which backend runs is said, with the reason, and can be asked for. Here without any GPU adapter. */
import { TINY } from './experiments';
import { expect, expectFault, test } from './test';

test('without an adapter it is wasm, and says why', async ({ explorer }) => {
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  await expect(explorer.backend).toContainText('wasm');
  await expect(explorer.backend).toContainText('no GPU adapter');
  await expect(explorer.notice).toHaveCount(0);
});

test('cpu can be asked for, and computes what wasm computes', async ({ explorer }) => {
  const losses = async (query: string): Promise<(readonly [number, number])[]> => {
    await explorer.openReady(TINY, query);
    return (await explorer.stepTo(2)).map(
      ({ residual, plain }) => [Number(residual), Number(plain)] as const,
    );
  };
  const wasm = await losses('?backend=wasm');
  await expect(explorer.backend).toContainText('wasm · asked for');
  const cpu = await losses('?backend=cpu');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
  await expect(explorer.backend).toContainText('cpu · asked for');
  wasm.forEach(([residual, plain], step) => {
    expect(cpu[step]?.[0]).toBeCloseToRelative(residual, 1e-4);
    expect(cpu[step]?.[1]).toBeCloseToRelative(plain, 1e-4);
  });
});

test('webgpu asked for in vain: says so and falls back', async ({ explorer, page }) => {
  await explorer.openReady(TINY, '?backend=webgpu');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  await expect(explorer.notice).toContainText('webgpu was asked for but cannot be had here: wasm is used');
  await explorer.stepTo(1);
  await explorer.notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(explorer.notice).toHaveCount(0);
  expect(new URL(page.url()).search).toBe('?backend=webgpu');
});

test('an unknown backend is told, and the best one runs', async ({ explorer }) => {
  await explorer.openReady(TINY, '?backend=%3Cb%3Ecuda');
  await expect(explorer.notice).toContainText('<b>cuda');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
});

test('the choice in the page keeps the experiment and stands in the query', async ({ explorer, page }) => {
  await explorer.openReady(TINY);
  await explorer.openDetails();
  await page.getByRole('combobox', { name: 'Run on' }).selectOption('cpu');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
  await explorer.ready();
  expect(new URL(page.url()).search).toBe('?backend=cpu');
  expect(await explorer.hash()).toBe(TINY);
  await explorer.stepTo(1);
});

test('where WebAssembly cannot be loaded it is cpu, and says why', async ({ explorer, page, faults }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
  await expect(explorer.backend).toContainText('no WebAssembly here');
  await explorer.stepTo(1);
  expectFault(faults, /\.wasm|wasm streaming|ERR_FAILED|Aborted/i);
});
