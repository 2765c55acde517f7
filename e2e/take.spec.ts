/** What is taken along of a run: every file, read back, says what the page says. */
import { AxeBuilder } from '@axe-core/playwright';
import { aside } from './aside';
import { SMALL, withFields } from './experiments';
import { filesOf, safetensorsOf, tableOf, takeFile, testOnnx } from './taken';
import { expect, test } from './test';

/** It is tested at its third step. */
const TESTED = withFields(SMALL, { test: '3' });
const STEPS = 3;
const LANES = ['residual', 'plain'] as const;

test('project, networks and weights are those of the step at hand, and answer as the page does', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TESTED, '?panels=predictions');
  await explorer.stepTo(STEPS);
  await page.getByRole('button', { name: 'Measure now' }).click();
  await expect(page.getByTestId('predictions-state')).toHaveAttribute('data-step', String(STEPS));
  const hash = await explorer.hash();
  await page.getByTestId('share').click();

  const folder = await takeFile(page, 'folder');
  expect(folder.name).toBe('resnet-explorer-step-3.zip');
  const files = filesOf(folder.content, 'resnet-explorer-step-3');
  const text = (path: string): string => new TextDecoder().decode(files.get(path));
  expect(text('train.py')).toContain('metrics.csv');
  const experiment = JSON.parse(text('experiment.json')) as Record<string, unknown>;
  expect(experiment).toMatchObject({ link: `${new URL('/', page.url()).href}${hash}`, start: STEPS });
  const npz = files.get('data.npz');
  if (npz === undefined) throw new Error('The folder has no images');

  for (const lane of LANES) {
    const weights = await takeFile(page, `weights-${lane}`);
    expect(weights.name).toBe(`resnet-explorer-${lane}-step-3.safetensors`);
    const { metadata, tensors } = safetensorsOf(weights.content);
    expect(metadata).toMatchObject({ format: 'pt', lane, step: '3' });
    expect(tensors.get('layer1.0.conv1.weight')?.shape).toEqual([4, 4, 3, 3]);
    expect(tensors.get('bn1.running_mean')?.shape).toEqual([4]);
    const inFolder = safetensorsOf(files.get(`weights/${lane}.step3.safetensors`) ?? new Uint8Array());
    expect([...inFolder.tensors]).toEqual([...tensors]);
    const before = safetensorsOf(files.get(`weights/${lane}.step0.safetensors`) ?? new Uint8Array());
    expect(before.tensors.get('fc.bias')?.values).toEqual(new Float32Array(10));

    const network = await takeFile(page, `onnx-${lane}`);
    expect(network.name).toBe(`resnet-explorer-${lane}-step-3.onnx`);
    const cells = await page
      .getByTestId(`confusion-${lane}`)
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))),
      );
    const count = cells.flat().reduce((sum, one) => sum + one, 0);
    const tested = await testOnnx(network.content, npz, count);
    expect(tested.confusion).toEqual(cells);
    const accuracy = page.getByTestId(`lane-${lane}`).getByTestId('test-accuracy');
    expect(tested.accuracy).toBe(Number(await accuracy.getAttribute('data-value')));
    const json = JSON.parse((await takeFile(page, 'json')).content.toString()) as {
      lanes: { id: string; series: Record<string, number[]> }[];
    };
    const own = json.lanes.find(({ id }) => id === lane);
    expect(own?.series['test_loss']?.at(-1)).toBeCloseTo(tested.loss, 5);
  }

  const notebook = JSON.parse((await takeFile(page, 'notebook')).content.toString()) as {
    nbformat: number;
    cells: unknown[];
  };
  expect(notebook.nbformat).toBe(4);
  expect(notebook.cells.length).toBeGreaterThan(2);
});

test('metrics have every number that the page shows, and what was switched', async ({ explorer, page }) => {
  await explorer.openReady(TESTED);
  await explorer.openDetails();
  const norms = [await explorer.normsOf(0)];
  const losses = [];
  for (let step = 1; step <= STEPS; step++) {
    losses.push(...(await explorer.stepTo(step)));
    norms[step - 1] = await explorer.normsOf(step - 1);
  }
  // Now the gradient of the next step is measured, with the skips as they are.
  await explorer.skip('plain', 'all').click();
  norms.push(await explorer.normsOf(STEPS));
  losses.push(await explorer.losses());
  const accuracies = await page
    .getByTestId('test-accuracy')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-value')));
  await page.getByTestId('share').click();
  const { name, content } = await takeFile(page, 'csv');
  expect(name).toBe('resnet-explorer-metrics-step-3.csv');
  const rows = tableOf(content);
  for (const [index, lane] of LANES.entries()) {
    const own = rows.filter((row) => row['lane'] === lane);
    expect(own.map((row) => row['loss'])).toEqual(losses.map((one) => one[lane]));
    for (const { step, layers } of norms)
      for (const [layer, norm] of Object.entries(layers))
        expect([step, own[step]?.[`grad:${layer}`]]).toEqual([step, norm[lane]]);
    expect(own.find((row) => row['step'] === '3')?.['test_accuracy']).toBe(accuracies[index]);
    expect(own.map((row) => row['switched'])).toEqual(['', '', '', lane === 'plain' ? 'all=1' : '']);
  }
  const json = JSON.parse((await takeFile(page, 'json')).content.toString()) as {
    steps: number[];
    switches: unknown[];
    lanes: { id: string; series: Record<string, (number | null)[]> }[];
  };
  expect(json.steps).toEqual([0, 1, 2, 3]);
  expect(json.switches).toEqual([{ step: 3, lane: 'plain', block: 'all', gain: 1 }]);
  for (const { id, series } of json.lanes)
    expect(series['loss']?.map(String)).toEqual(losses.map((one) => one[id as 'plain']));
});

test('the picture is the stage: networks with their numbers, both charts, settings and link', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(SMALL);
  await explorer.stepTo(2);
  await page.getByTestId('share').click();
  const { content } = await takeFile(page, 'svg');
  const read = (source: string) => {
    const { documentElement: root } = new DOMParser().parseFromString(source, 'image/svg+xml');
    const words = [...root.querySelectorAll('text')].map(({ textContent }) => textContent.trim());
    return { words, box: root.getAttribute('viewBox'), images: root.querySelectorAll('svg').length };
  };
  const seen = await aside(page, read, content.toString());
  expect(seen.words).toEqual(
    expect.arrayContaining([
      'Residual network',
      'Plain network',
      'Gradient per layer',
      'Loss',
      'conv1',
      'off',
    ]),
  );
  for (const lane of LANES) {
    const loss = await page
      .getByTestId(`lane-${lane}`)
      .getByTestId('loss')
      .locator('span')
      .first()
      .textContent();
    expect(seen.words).toContain(loss);
  }
  expect(seen.words.join('')).toContain((await explorer.hash()).slice(1));
  // Colours that only a style sheet knows would be black elsewhere.
  expect(content.toString().match(/="(?:var|color|color-mix|rgba|oklab)\(/)).toBeNull();

  const png = await takeFile(page, 'png');
  const side = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    return { width, height };
  }, png.content.toString('base64'));
  const [, , width = 0, height = 0] = seen.box?.split(' ').map(Number) ?? [];
  expect(side.width / side.height).toBeCloseTo(width / height, 2);
  expect(side.width).toBeGreaterThan(width);
});

test('training goes on while a folder is made', async ({ explorer, page }) => {
  await explorer.openReady(SMALL);
  await explorer.train.click();
  await explorer.reaches(3);
  await page.getByTestId('share').click();
  const { name } = await takeFile(page, 'folder');
  const [, step] = /step-(\d+)\.zip$/.exec(name) ?? [];
  expect(Number(step)).toBeGreaterThanOrEqual(3);
  await explorer.reaches(Number(step) + 3);
  await page.getByTestId('share-close').click();
  await explorer.pause();
});

test('where the code does not arrive, a sentence says so, and the run goes on', async ({
  explorer,
  page,
}) => {
  await page.route(/take\.worker/, (route) => route.abort());
  await explorer.openReady(SMALL);
  await page.getByTestId('share').click();
  await page.getByTestId('take-onnx-plain').click();
  await expect(page.getByTestId('take-news')).toHaveText(/did not arrive.*The run goes on/);
  await page.unroute(/take\.worker/);
  await takeFile(page, 'onnx-plain');
  await page.getByTestId('share-close').click();
  await explorer.stepTo(1);
});

test('by keyboard, on a narrow page, with nothing for axe to find', async ({ explorer, page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await explorer.openReady(SMALL);
  await page.getByTestId('share').click();
  const take = page.getByTestId('take');
  await expect(take).toBeVisible();
  const wide = await take.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
  expect(wide).toBe(0);
  const { violations } = await new AxeBuilder({ page }).include('[data-testid="share-dialog"]').analyze();
  expect(violations).toEqual([]);
  const saved = page.waitForEvent('download');
  const button = page.getByRole('button', { name: 'Save: Metrics, CSV' });
  await button.focus();
  await page.keyboard.press('Enter');
  expect((await saved).suggestedFilename()).toBe('resnet-explorer-metrics-step-0.csv');
  await expect(button).toBeFocused();
});
