import { describe, expect, it, vi } from 'vitest';
import { LESSON_FORMAT, LESSON_VERSION } from '../../../lessons/format';
import { LESSON_LIMITS } from '../../../lessons/read';
import { openFile, openFromHost, openText } from './files';

const STEP = { title: 'One', text: 'Words.', experiment: 'v=1' };
const LESSON = {
  format: LESSON_FORMAT,
  version: LESSON_VERSION,
  language: 'en',
  title: 'Depth',
  steps: [STEP],
};
const TEXT = JSON.stringify(LESSON);

const refusal = (reason: string) => ({ kind: 'refused', refusal: { reason } });

describe('the text of a file', () => {
  it('is a lesson', () => {
    expect(openText('depth.json', TEXT)).toMatchObject({ kind: 'lesson', name: 'depth.json', repairs: [] });
  });

  it.each([
    ['', 'no-json'],
    ['<html>', 'no-json'],
    ['{"format":"resnet-explorer-lesson"', 'no-json'],
    ['alert(1)', 'no-json'],
    ['null', 'no-lesson'],
    ['[1, 2]', 'no-lesson'],
    ['{"format":"something else"}', 'no-lesson'],
    [`{"format":"${LESSON_FORMAT}","version":1}`, 'no-steps'],
    [`{"format":"${LESSON_FORMAT}","steps":[1, "two", null]}`, 'no-steps'],
  ])('“%s” is refused: %s', (text, reason) => {
    expect(openText('x.json', text)).toMatchObject(refusal(reason));
  });
});

/** What somebody makes who wants the page to break. */
const HOSTILE: Readonly<Record<string, string>> = {
  'ten thousand steps': JSON.stringify({ ...LESSON, steps: Array.from({ length: 10_000 }, () => STEP) }),
  'a text of a hundred thousand characters': JSON.stringify({
    ...LESSON,
    steps: [{ ...STEP, text: '$'.repeat(100_000) }],
  }),
  'numbers for everything': JSON.stringify({
    ...LESSON,
    language: 1,
    title: 2,
    summary: 3,
    steps: [{ title: 4, text: 5, experiment: 6, until: 'x', look: 7, question: 8, further: 9 }],
  }),
  'a question of wrong types': JSON.stringify({
    ...LESSON,
    steps: [
      {
        ...STEP,
        question: {
          text: [],
          choices: [{}, { from: 'a', below: [] }],
          act: { kind: 'study', request: { kind: '__proto__' } },
          measure: { one: { of: 'constructor' }, other: [] },
        },
      },
    ],
  }),
  prototypes: `{"__proto__":{"polluted":true},${TEXT.slice(1, -1)},"constructor":{"prototype":{"polluted":true}},"hasOwnProperty":1,"toString":1}`,
  'deep nesting of a text': TEXT.replace('"Words."', `${'['.repeat(5_000)}${']'.repeat(5_000)}`),
};

describe('a hostile file', () => {
  it.each(Object.entries(HOSTILE))('of %s is bounded', (_, text) => {
    const opened = openText('x.json', text);
    if (opened.kind !== 'lesson') throw new Error('A lesson can be made of this.');
    expect(opened.lesson.steps.length).toBeLessThanOrEqual(LESSON_LIMITS.steps);
    expect(JSON.stringify(opened.lesson).length).toBeLessThan(60_000);
    expect(opened.repairs.length).toBeLessThanOrEqual(100);
    expect(JSON.stringify(opened.repairs).length).toBeLessThan(30_000);
    expect('polluted' in {}).toBe(false);
  });

  it('of nothing but brackets is refused', () => {
    expect(openText('x.json', '['.repeat(900_000))).toMatchObject(refusal('no-json'));
  });
});

describe('a file of the device', () => {
  it('that is too large is not read', async () => {
    const text = vi.fn<() => Promise<string>>();
    const file = { name: 'x.json', size: LESSON_LIMITS.file + 1, text };
    expect(await openFile(file)).toMatchObject(refusal('too-large'));
    expect(text).not.toHaveBeenCalled();
  });

  it('that the browser cannot read says why', async () => {
    const file = { name: 'x.json', size: 10, text: () => Promise.reject(new Error('moved away')) };
    expect(await openFile(file)).toMatchObject({ refusal: { reason: 'unreadable', detail: 'moved away' } });
  });

  it('has a name of bounded length', async () => {
    const file = { name: `${'n'.repeat(500)}.json`, size: 10, text: () => Promise.resolve(TEXT) };
    expect((await openFile(file)).name).toHaveLength(120);
  });
});

describe('a file of the host', () => {
  const PAGE = 'https://school.example/explorer/index.html?lesson=x.json#v=1';
  const answering = (body: string, init?: ResponseInit) =>
    vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, init)));

  it('is asked for beside the page', async () => {
    const ask = answering(TEXT);
    expect(await openFromHost('x.json', PAGE, ask)).toMatchObject({ kind: 'lesson', name: 'x.json' });
    expect(ask.mock.calls[0]?.[0]).toEqual(new URL('https://school.example/explorer/x.json'));
  });

  it.each([
    ['https://evil.example/x.json', 'other-host'],
    ['//evil.example/x.json', 'other-host'],
    ['http://school.example/x.json', 'other-host'],
    ['data:application/json,{}.json', 'other-host'],
    ['javascript:alert(1)//.json', 'other-host'],
    ['x.js', 'no-name'],
    ['https://[', 'no-name'],
  ])('of the name %s is not asked for', async (name, reason) => {
    const ask = answering(TEXT);
    expect(await openFromHost(name, PAGE, ask)).toMatchObject(refusal(reason));
    expect(ask).not.toHaveBeenCalled();
  });

  it('that leads elsewhere is not read', async () => {
    const answer = new Response(TEXT);
    Object.defineProperty(answer, 'url', { value: 'https://evil.example/x.json' });
    const ask = vi.fn<typeof fetch>(() => Promise.resolve(answer));
    expect(await openFromHost('x.json', PAGE, ask)).toMatchObject(refusal('other-host'));
  });

  it('that is missing, a page in its place, or no JSON says so', async () => {
    expect(await openFromHost('x.json', PAGE, answering('', { status: 404 }))).toMatchObject({
      refusal: { reason: 'not-found', detail: '404' },
    });
    expect(await openFromHost('x.json', PAGE, answering('\n<!doctype html>'))).toMatchObject({
      refusal: { reason: 'not-found', detail: 'text/html' },
    });
    expect(await openFromHost('x.json', PAGE, answering('{"format":'))).toMatchObject(refusal('no-json'));
  });

  it('is read no further than a lesson may be long', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const ask = vi.fn<typeof fetch>(() => Promise.resolve(new Response(endless)));
    expect(await openFromHost('x.json', PAGE, ask)).toMatchObject(refusal('too-large'));
    expect(sent).toBeLessThan(2 * LESSON_LIMITS.file);
  });

  it('that does not answer says so', async () => {
    const ask = vi.fn<typeof fetch>(() => Promise.reject(new TypeError('offline')));
    expect(await openFromHost('x.json', PAGE, ask)).toMatchObject(refusal('unreachable'));
  });
});
