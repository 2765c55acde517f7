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

test('a GPU that is taken away costs no step of a paused run, and the page says so', async ({ explorer }) => {
  await explorer.openReady(TINY, '?backend=webgpu');
  const [worker] = explorer.page.workers();
  if (worker === undefined) throw new Error('The page has no worker');
  // The device that the worker asks things of, kept where the test can destroy it: nothing else loses one on demand.
  await worker.evaluate(() => {
    const { prototype } = GPUDevice;
    const create = Object.getOwnPropertyDescriptor(prototype, 'createCommandEncoder')?.value as (
      this: GPUDevice,
      descriptor?: GPUCommandEncoderDescriptor,
    ) => GPUCommandEncoder;
    prototype.createCommandEncoder = function (descriptor) {
      Object.assign(self, { deviceOfTest: this });
      return create.call(this, descriptor);
    };
  });
  const before = await explorer.stepTo(2);
  await worker.evaluate(() => (self as unknown as { deviceOfTest: GPUDevice }).deviceOfTest.destroy());
  await expect(explorer.notice).toContainText('after step 2');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'webgpu');
  await expect(explorer.step).toBeEnabled();
  const after = await explorer.stepTo(4);

  // The same run without the loss.
  await explorer.reset.click();
  await explorer.ready();
  const calm = await explorer.stepTo(4);
  [...before, ...after].forEach(({ residual, plain }, index) => {
    expect(Number(residual)).toBeCloseToRelative(Number(calm[index]?.residual), 1e-5);
    expect(Number(plain)).toBeCloseToRelative(Number(calm[index]?.plain), 1e-5);
  });
});
