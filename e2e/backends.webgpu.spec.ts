/** WebGPU in a browser whose only adapter is a software one. */
import { TINY } from './experiments';
import { expect, test } from './test';

test('asked for, WebGPU trains, with the losses of wasm', async ({ explorer }) => {
  await explorer.openReady(TINY, '?backend=webgpu');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'webgpu');
  await expect(explorer.backend).toContainText('webgpu · asked for');
  await expect(explorer.notice).toHaveCount(0);
  const webgpu = await explorer.stepTo(3);
  const norms = await explorer.normsOf(2);

  await explorer.openReady(TINY, '?backend=wasm');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  const wasm = await explorer.stepTo(3);
  const wasmNorms = await explorer.normsOf(2);

  expect(webgpu).toHaveLength(3);
  webgpu.forEach(({ residual, plain }, index) => {
    expect(Number(residual)).toBeCloseToRelative(Number(wasm[index]?.residual), 1e-3);
    expect(Number(plain)).toBeCloseToRelative(Number(wasm[index]?.plain), 1e-3);
  });
  for (const [name, { residual, plain }] of Object.entries(norms.layers)) {
    expect(Number(residual), name).toBeCloseToRelative(Number(wasmNorms.layers[name]?.residual), 1e-2);
    expect(Number(plain), name).toBeCloseToRelative(Number(wasmNorms.layers[name]?.plain), 1e-2);
  }
});

test('unasked, an adapter in software is recognised: wasm, and why', async ({ explorer }) => {
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  await expect(explorer.backend).toContainText('emulated in software');
});
