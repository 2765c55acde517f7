// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askForNewDeploy, deployStore } from './deploy';

const pageOf = (name: string) =>
  `<!doctype html><script type="module" crossorigin src="./assets/${name}"></script>`;

beforeEach(() => {
  deployStore.setState({ isReplaced: false });
  document.head.innerHTML = '';
  const script = document.createElement('script');
  script.type = 'module';
  // Not run.
  script.setAttribute('src', './assets/index-1.js');
  vi.spyOn(document, 'querySelector').mockReturnValue(script);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it.each([
  ['another build of the page', new Response(pageOf('index-2.js')), true],
  ['the same build', new Response(pageOf('index-1.js')), false],
  ['something that is no build', new Response('<p>Sign in to this network</p>'), false],
  ['a refusal', new Response(pageOf('index-2.js'), { status: 503 }), false],
  ['nothing', null, false],
])('where the server has %s', async (_, answer, isReplaced) => {
  const asked = vi.fn(() =>
    answer === null ? Promise.reject(new TypeError('offline')) : Promise.resolve(answer),
  );
  vi.stubGlobal('fetch', asked);
  await askForNewDeploy();
  expect(asked).toHaveBeenCalledOnce();
  expect(deployStore.getState().isReplaced).toBe(isReplaced);
});
