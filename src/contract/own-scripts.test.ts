import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OWN_SCRIPTS } from './own-scripts';

const PAGE = new URL('https://host.example/some/page?embed=loss#v=1');

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('self', { location: PAGE });
});
afterEach(() => vi.unstubAllGlobals());

it.each(['./assets/trainer.js', '/sw.js', 'https://host.example/elsewhere/worker.js'])(
  'lets %s be a script',
  async (address) => {
    const { ownScript } = await import('./own-scripts');
    expect(ownScript(address)).toBe(address);
  },
);

it.each([
  'https://other.example/worker.js',
  '//other.example/worker.js',
  'http://host.example/worker.js',
  'https://host.example:8443/worker.js',
  'https://host.example@other.example/worker.js',
  'data:text/javascript,alert(1)',
  'javascript:alert(1)',
  'blob:null/0f5d',
])('refuses %s', async (address) => {
  const { ownScript } = await import('./own-scripts');
  expect(() => ownScript(address)).toThrow(TypeError);
});

it('asks the browser for one policy, by its name, where it has any', async () => {
  const createPolicy = vi.fn((_: string, rule: { createScriptURL(address: string): string }) => ({
    createScriptURL: (address: string) => `trusted ${rule.createScriptURL(address)}`,
  }));
  vi.stubGlobal('trustedTypes', { createPolicy });
  const { ownScript } = await import('./own-scripts');
  expect(createPolicy).not.toHaveBeenCalled();
  expect([ownScript('a.js'), ownScript('b.js')]).toEqual(['trusted a.js', 'trusted b.js']);
  expect(() => ownScript('https://other.example/')).toThrow(TypeError);
  expect(createPolicy.mock.calls.map(([name]) => name)).toEqual([OWN_SCRIPTS]);
});
