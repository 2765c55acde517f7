/** The browsers that the page names where it meets an older one are those that it is built for. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import config from '../vite.config';
import base from '../tsconfig.base.json' with { type: 'json' };

const told = readFileSync(new URL('../public/start.js', import.meta.url), 'utf8');

it('are the targets of the build', () => {
  const { target } = config.build ?? {};
  const named = [target ?? []].flat().map((one) => /^([a-z]+)([\d.]+)$/.exec(String(one)));
  expect(named).toHaveLength(4);
  for (const [, name = '', version = ''] of named.map((one) => one ?? [])) {
    const words = name === 'edge' || name === 'chrome' ? `Chrome / Edge ${version}` : `${name} ${version}`;
    expect(told.toLowerCase()).toContain(words.toLowerCase());
  }
});

it('know the JavaScript that the compiler allows', () => {
  // Chrome 110, Firefox 115 and Safari 16 are the first with all of ES2023.
  expect(base.compilerOptions.target).toBe('ES2023');
  const libs = ['page', 'worker'].map((name) =>
    readFileSync(new URL(`../tsconfig.${name}.json`, import.meta.url), 'utf8'),
  );
  for (const lib of libs) expect(lib.match(/"ES[\w.]+"/g)).toEqual(['"ES2023"']);
});
