import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { examine, type AskTools } from './examine';

const address = 'https://page.test/some/assets/worker-1.js';
const patient = () => () => undefined;
const script = { 'content-type': 'text/javascript' };
const code = 'import{a}from"./shared-2.js";a();';
const shared = 'export const a=()=>1;';

const facts = (text: string) => [text.length, createHash('sha256').update(text).digest('hex')];
const LIST = JSON.stringify({ 'assets/worker-1.js': facts(code), 'assets/shared-2.js': facts(shared) });

/** A host with these files, the one of the name in place of which comes something else. */
function host(name = '', instead: () => Promise<Response> | Response = () => new Response('')): AskTools {
  const files: Record<string, () => Promise<Response> | Response> = {
    'worker-1.js': () => new Response(code, { headers: script }),
    'shared-2.js': () => new Response(shared, { headers: script }),
    'files.json': () => new Response(LIST),
    ...(name !== '' && { [name]: instead }),
  };
  const answer = (asked: string) =>
    files[asked.replace(/^.*\//, '')]?.() ?? new Response('', { status: 404 });
  return { fetch: (asked) => Promise.resolve().then(() => answer(asked)), delay: patient };
}

it('finds nothing wrong where all arrives', async () => {
  expect(await examine(address, host())).toBeNull();
});

const breaking = () =>
  new Response(
    new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('import')),
      pull: (controller) => controller.error(new TypeError('network error')),
    }),
    { headers: script },
  );

it.each([
  [{ what: 'status', status: 404 }, () => new Response('', { status: 404 })],
  [
    { what: 'type', type: 'text/html', wanted: 'JavaScript' },
    () => new Response('<p>', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
  ],
  [{ what: 'silent' }, () => Promise.reject(new TypeError('Failed to fetch'))],
  [{ what: 'broken-off' }, breaking],
  [{ what: 'length', bytes: 0, wanted: shared.length }, () => new Response('', { headers: script })],
  [{ what: 'content' }, () => new Response(shared.replace('1', '2'), { headers: script })],
])('tells %j of a file that is imported', async (fault, instead) => {
  const file = '/some/assets/shared-2.js';
  expect(await examine(address, host('shared-2.js', instead))).toEqual({ file, ...fault });
});

it('knows less without the list of the build, and says only that', async () => {
  const tools = host('files.json', () => new Response('', { status: 404 }));
  expect(await examine(address, tools)).toBeNull();
});

it('does not wait for ever', async () => {
  const fault = await examine(address, {
    // Ends as a fetch does whose signal is aborted.
    fetch: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        const end = () => reject(new DOMException('aborted', 'AbortError'));
        if (signal?.aborted === true) end();
        signal?.addEventListener('abort', end);
      }),
    delay: (callback) => {
      queueMicrotask(callback);
      return () => undefined;
    },
  });
  expect(fault).toEqual({ file: '/some/assets/worker-1.js', what: 'silent' });
});
