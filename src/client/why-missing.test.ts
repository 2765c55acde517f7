import { expect, it } from 'vitest';
import { whyMissing } from './why-missing';

const address = '/assets/trainer.worker-1.js';
const patient = () => () => undefined;

it.each<[string, () => Promise<Response>]>([
  ['the server answered 404', () => Promise.resolve(new Response('', { status: 404 }))],
  [
    'came as “text/html” instead of JavaScript',
    () => Promise.resolve(new Response('<p>', { headers: { 'content-type': 'text/html; charset=utf-8' } })),
  ],
  [
    'a part of it did not run',
    () => Promise.resolve(new Response('1', { headers: { 'content-type': 'text/javascript' } })),
  ],
  ['no answer', () => Promise.reject(new TypeError('Failed to fetch'))],
])('tells that %s', async (expected, fetch) => {
  const why = await whyMissing(address, { fetch, delay: patient });
  expect(why).toContain(address);
  expect(why).toContain(expected);
});

it('does not wait for ever', async () => {
  const why = await whyMissing(address, {
    // Ends as a fetch does whose signal is aborted.
    fetch: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      }),
    delay: (callback) => {
      queueMicrotask(callback);
      return () => undefined;
    },
  });
  expect(why).toContain('no answer');
});
