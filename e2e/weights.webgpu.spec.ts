/** Networks that start from weights of the reader's, on WebGPU as on wasm. */
import { writeSafetensors } from '../src/formats/safetensors';
import { bring as texts } from '../src/i18n/en/bring';
import { TINY } from './experiments';
import { upload } from './photos';
import { expect, test } from './test';

/** Filters and statistics that no seed gives. */
const wave = (shape: readonly number[], mean: number, size: number) => ({
  shape,
  values: Float32Array.from(
    { length: shape.reduce((product, side) => product * side, 1) },
    (_, i) => mean + size * Math.sin(3 * i + 1),
  ),
});
const FILE = writeSafetensors(
  new Map([
    ['conv1.weight', wave([4, 1, 3, 3], 0, 0.6)],
    ['bn1.weight', wave([4], 1, 0.4)],
    ['bn1.running_mean', wave([4], 0, 0.3)],
    ['bn1.running_var', wave([4], 1, 0.5)],
    ['layer1.0.conv2.weight', wave([4, 4, 3, 3], 0, 0.3)],
    ['fc.weight', wave([10, 4], 0, 0.5)],
  ]),
);

test('the losses of brought weights are those of wasm, after a reset too', async ({ explorer, page }) => {
  await explorer.openReady(TINY, '?backend=wasm');
  const before = await explorer.stepTo(1);
  await page.getByTestId('bring').click();
  await page.getByRole('radio', { name: texts.doors.weights, exact: true }).check();
  await page.getByTestId('weights-file').setInputFiles(upload('waves.safetensors', FILE));
  await page.getByTestId('weights-for-residual').getByRole('radio').check();
  await page.getByTestId('weights-start').click();
  await expect(page.getByTestId('start-residual')).toContainText('6 of');
  await explorer.ready();
  const link = await explorer.hash();
  const wasm = await explorer.stepTo(3);
  expect(wasm[0]?.residual).not.toBe(before[0]?.residual);
  expect(wasm[0]?.plain).toBe(before[0]?.plain);

  await explorer.openReady(link, '?backend=webgpu');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'webgpu');
  await expect(page.getByTestId('start-residual')).toContainText('6 of');
  const webgpu = await explorer.stepTo(3);
  webgpu.forEach(({ residual, plain }, index) => {
    expect(Number(residual)).toBeCloseToRelative(Number(wasm[index]?.residual), 1e-3);
    expect(Number(plain)).toBeCloseToRelative(Number(wasm[index]?.plain), 1e-3);
  });
  await explorer.reset.click();
  await explorer.ready();
  expect(await explorer.stepTo(3)).toEqual(webgpu);
});
