/** Which backend runs is said, with the reason, and can be asked for. Here without any GPU adapter. */
import { TINY } from './experiments';
import { expect, expectFault, test } from './test';
import { inWorker } from './worker-script';

/** Programs as small as those that ask for an instruction are not valid. */
const withoutValid = `{
  const validate = WebAssembly.validate.bind(WebAssembly);
  WebAssembly.validate = (bytes) => bytes.byteLength > 100 && validate(bytes);
}`;

test('without an adapter it is wasm, and says why', async ({ explorer }) => {
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  await expect(explorer.backend).toContainText('wasm');
  await expect(explorer.backend).toContainText('no GPU adapter');
  await expect(explorer.backend).toContainText('SIMD kernels');
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
  await explorer.openBuilder();
  await explorer.openDetails();
  await page.getByRole('combobox', { name: 'Run on' }).selectOption('cpu');
  await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
  await explorer.ready();
  expect(new URL(page.url()).searchParams.get('backend')).toBe('cpu');
  expect(await explorer.hash()).toBe(TINY);
  await explorer.stepTo(1);
});

test('relaxed SIMD is offered with what it costs, and computes nearly what plain computes', async ({
  explorer,
  page,
}) => {
  await explorer.openReady(TINY, '?backend=wasm');
  const [plain] = await explorer.stepTo(1);
  await explorer.openBuilder();
  await explorer.openDetails();
  const choice = page.getByRole('combobox', { name: 'Run on' });
  await expect(choice).toHaveAccessibleDescription(/last digits on another machine/);
  await choice.selectOption('wasm-relaxed');
  await expect(explorer.backend).toContainText('relaxed SIMD kernels');
  await explorer.ready();
  expect(new URL(page.url()).searchParams.get('backend')).toBe('wasm-relaxed');
  const [relaxed] = await explorer.stepTo(1);
  expect(Number(relaxed?.residual)).toBeCloseToRelative(Number(plain?.residual), 1e-4);
});

test('where the browser has no relaxed SIMD it is not offered, and told where it is asked for', async ({
  explorer,
  page,
}) => {
  await page.addInitScript(withoutValid);
  await inWorker(page, withoutValid);
  await explorer.openReady(TINY);
  await explorer.openBuilder();
  await explorer.openDetails();
  await expect(page.getByRole('option', { name: 'wasm, relaxed' })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Run on' })).not.toHaveAccessibleDescription(/relaxed/i);
  await explorer.openReady(TINY, '?backend=wasm-relaxed');
  await expect(explorer.notice).toContainText(
    'wasm-relaxed was asked for but cannot be had here: wasm is used',
  );
});

test('without SIMD the reference kernels run, and the badge says so', async ({ explorer, page }) => {
  await inWorker(page, withoutValid);
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  await expect(explorer.backend).toContainText('reference kernels: no SIMD here');
  await explorer.stepTo(1);
});

test('where our kernels do not arrive the reference kernels run, and the notice tells why', async ({
  explorer,
  page,
  faults,
}) => {
  await page.route('**/assets/plain-*.wasm', (route) => route.abort());
  await explorer.openReady(TINY);
  await expect(explorer.backend).toContainText('reference kernels: ours did not arrive');
  await expect(explorer.notice).toContainText(/No answer.*plain/);
  await explorer.stepTo(1);
  expectFault(faults, /plain/);
});

for (const [what, cause, answer] of [
  ['does not arrive', 'No answer', null],
  ['is not there', 'answered 404', { status: 404 }],
  [
    'is a page',
    'came as “text/html” instead of WebAssembly',
    { contentType: 'text/html', body: '<!doctype html>' },
  ],
  [
    'is cut short',
    'came with 9 bytes instead of',
    { body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1]) },
  ],
] as const) {
  test(`where the file of WebAssembly ${what} it is cpu, and says so`, async ({ explorer, page, faults }) => {
    await page.route('**/*.wasm', (route) => (answer === null ? route.abort() : route.fulfill(answer)));
    await explorer.openReady(TINY);
    await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
    await expect(explorer.backend).toContainText('a file of WebAssembly did not arrive whole');
    await expect(explorer.notice).toContainText(cause);
    await expect(explorer.notice).toContainText('.wasm');
    await explorer.stepTo(1);
    if (answer === null) expectFault(faults, /\.wasm/);
  });
}

test('where the policy forbids WebAssembly it is cpu, and says so', async ({ explorer, page }) => {
  await page.route(/\/$|worker/, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-security-policy': "script-src 'self'" };
    await route.fulfill({ response, headers });
  });
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
  await expect(explorer.notice).toContainText('policy');
});

test('a backend whose code is missing gives way to the next, by name', async ({ explorer, page, faults }) => {
  await page.route('**/assets/plain-*.wasm', (route) => route.abort());
  await page.route('**/assets/wasm-*.js', (route) => route.abort());
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
  await expect(explorer.notice).toContainText(/wasm: .*assets\/wasm-/);
  expectFault(faults, /assets\/(wasm|plain)-/);
});

test('planned steps do without tfjs: it comes when a layer is inspected, and where its wasm does not, its processor backend does', async ({
  explorer,
  page,
  faults,
}) => {
  const ofTfjs = /assets\/(wasm|tfjs-backend-wasm)/;
  const asked: string[] = [];
  page.on('request', (request) => void (ofTfjs.test(request.url()) && asked.push(request.url())));
  await page.route('**/assets/wasm-*.js', (route) => route.abort());
  await explorer.openReady(TINY);
  await explorer.stepTo(2);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  expect(asked).toEqual([]);
  await page.getByTestId('instrument-layer-toggle').click();
  await expect(page.getByTestId('layer-state')).toHaveAttribute('data-step', '2');
  expect(asked).toHaveLength(1);
  await explorer.stepTo(3);
  expectFault(faults, ofTfjs);
});

test('a GPU that never answers gives way to wasm, and the badge says so', async ({ explorer, page }) => {
  await inWorker(
    page,
    `Object.defineProperty(WorkerNavigator.prototype, 'gpu', {
      get: () => ({ requestAdapter: () => new Promise(() => undefined) }),
    });`,
  );
  await explorer.openReady(TINY);
  await expect(explorer.backend).toHaveAttribute('data-backend', 'wasm');
  await expect(explorer.backend).toContainText('the GPU does not answer');
});
