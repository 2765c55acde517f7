/** What hosts are told is what `npm start` does. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CACHING, HEADERS } from './headers';
import { POLICY_TEXT } from './policy';

const guide = readFileSync(new URL('../../docs/hosting.md', import.meta.url), 'utf8');
const chapters = new Map(
  guide
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.split('\n', 1)[0], text]),
);

it.each(['Headers', 'nginx', 'Apache', 'Caddy', 'Netlify, Cloudflare Pages'])(
  'the policy, whole, and the other headers: %s',
  (host) => {
    const text = chapters.get(host) ?? '';
    expect(text.split(POLICY_TEXT)).toHaveLength(2);
    for (const name of ['X-Content-Type-Options', 'Referrer-Policy'] as const)
      expect(text).toMatch(new RegExp(`${name}:? ${HEADERS[name]}`));
  },
);

it.each(['nginx', 'Apache', 'Caddy', 'Netlify, Cloudflare Pages', 'Caching'])(
  'how long files are kept: %s',
  (host) => {
    expect(chapters.get(host)).toContain(CACHING.assets);
  },
);

it('the policy lets nothing be written into the page, and nothing come from elsewhere', () => {
  expect(POLICY_TEXT).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|data:|\*/);
});
