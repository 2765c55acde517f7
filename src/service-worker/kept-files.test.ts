import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { digestOf, KeptFiles, type DeployFile } from './kept-files';

const SCOPE = 'https://page.test/some/where/';

/** A store of caches as browsers have it, as far as it is used. */
class Caches implements Pick<CacheStorage, 'open'> {
  readonly all = new Map<string, Map<string, Response>>();
  /** How many more files fit. */
  room = Number.POSITIVE_INFINITY;

  async open(name: string): Promise<Cache> {
    const files = this.all.get(name) ?? new Map<string, Response>();
    this.all.set(name, files);
    const addressOf = (request: RequestInfo | URL) =>
      request instanceof Request ? request.url : String(request);
    const cache: Pick<Cache, 'delete' | 'keys' | 'match' | 'put'> = {
      delete: async (request) => files.delete(addressOf(request)),
      keys: async () => [...files.keys()].map((address) => new Request(address)),
      match: async (request) => files.get(addressOf(request))?.clone(),
      put: async (request, response) => {
        if (this.room-- <= 0) throw new DOMException('full', 'QuotaExceededError');
        files.set(addressOf(request), response);
      },
    };
    return cache as Cache;
  }

  /** Addresses of all files, without those that say which deploys there are. */
  files(): string[] {
    return [...(this.all.get(`resnet-explorer files ${SCOPE}`)?.keys() ?? [])];
  }
}

/** What a host serves, by path; `''` is the folder. */
type Site = Readonly<Record<string, string>>;

const OLD: Site = {
  '': '<old>',
  'assets/main-1.js': 'old code',
  'assets/same-1.js': 'code',
  'start.js': 'old start',
  'data/set.bin': 'old data',
};
const NEW: Site = {
  '': '<new>',
  'assets/main-2.js': 'new code',
  'assets/same-1.js': 'code',
  'start.js': 'new start',
  'data/set.bin': 'new data',
};

const filesOf = (site: Site): DeployFile[] =>
  Object.entries(site).map(([path, text]) => ({
    path: path || 'index.html',
    digest: createHash('sha256').update(text).digest('hex').slice(0, 32),
  }));

let site: Site;
/** What the browser has of it from before. */
let stale: Site;
let caches: Caches;
const fetched = vi.fn((address: string, init?: RequestInit): Promise<Response> => {
  const path = address.slice(SCOPE.length);
  const text = (init?.cache === 'default' ? stale[path] : undefined) ?? site[path];
  return Promise.resolve(
    text === undefined
      ? new Response('none', { status: 404 })
      : new Response(text, { headers: { 'X-Of': 'host' } }),
  );
});

function kept(files = filesOf(site)): KeptFiles {
  return new KeptFiles({
    scope: SCOPE,
    files,
    caches,
    fetch: (address, init) => fetched(String(address instanceof Request ? address.url : address), init),
  });
}

const text = async (files: KeptFiles, path: string, asker?: string): Promise<string | undefined> =>
  (await files.match(path, async () => asker))?.text();

beforeEach(() => {
  site = OLD;
  stale = {};
  caches = new Caches();
  fetched.mockClear();
});

describe('what is kept', () => {
  it('is first all but the data sets, then these', async () => {
    const files = kept();
    await files.install();
    expect(fetched.mock.calls.map(([address]) => address)).not.toContain(`${SCOPE}data/set.bin`);
    expect(await files.isComplete()).toBe(false);
    expect(await text(files, 'index.html')).toBe('<old>');
    await files.complete();
    expect(await files.isComplete()).toBe(true);
    expect(await text(files, 'data/set.bin')).toBe('old data');
    expect((await files.match('start.js', async () => undefined))?.headers.get('X-Of')).toBe('host');
  });

  it('is asked for once, and not again for the next deploy that has it', async () => {
    await kept().install();
    site = NEW;
    fetched.mockClear();
    await kept().install();
    const asked = fetched.mock.calls.map(([address]) => address.slice(SCOPE.length));
    expect(asked.toSorted()).toEqual(['', 'assets/main-2.js', 'start.js']);
  });

  it('is what this deploy has, also where the browser still has another', async () => {
    site = NEW;
    const files = kept();
    stale = OLD;
    await files.install();
    expect(await text(files, 'start.js')).toBe('new start');
  });

  it('has the page by its name where the host knows it by that alone', async () => {
    const files = kept();
    const { '': page = '', ...others } = OLD;
    site = { ...others, 'index.html': page };
    await files.install();
    expect(await text(files, 'index.html')).toBe('<old>');
  });

  it.each([
    ['is missing', { 'assets/main-1.js': undefined }],
    ['is broken off', { 'assets/main-1.js': 'old co' }],
    ['is of the next deploy', { '': '<new>' }],
  ])('is nothing where a file %s', async (_, change) => {
    const files = kept();
    site = { ...OLD, ...change } as Site;
    await expect(files.install()).rejects.toThrow('is not there as this deploy has it');
    expect(caches.all.get(`resnet-explorer deploys ${SCOPE}`)?.size ?? 0).toBe(0);
  });

  it('leaves no trace where there is no room for it, but what an older deploy has', async () => {
    const old = kept();
    await old.install();
    const before = caches.files();
    site = NEW;
    caches.room = 1;
    await expect(kept().install()).rejects.toThrow('full');
    expect(caches.files()).toEqual(before);
    expect(await text(old, 'start.js')).toBe('old start');
  });

  it('gives the room of data sets back where not all of them fit', async () => {
    site = { ...OLD, 'data/more.bin': 'more' };
    const files = kept();
    await files.install();
    const before = caches.files();
    caches.room = 1;
    await expect(files.complete()).rejects.toThrow('full');
    expect(caches.files()).toEqual(before);
  });

  it('is also what a page has asked for, if that is whole', async () => {
    const files = kept();
    await files.keepUsed('data/set.bin', new Response('old da'));
    await files.keepUsed('data/set.bin', new Response('old data', { status: 404 }));
    await files.keepUsed('data/other.bin', new Response('other'));
    expect(caches.files()).toEqual([]);
    await files.keepUsed('data/set.bin', new Response('old data'));
    expect(await text(files, 'data/set.bin')).toBe('old data');
  });
});

describe('what a request is answered with', () => {
  const path = (url: string, mode: RequestMode = 'cors', method = 'GET') =>
    kept().pathFor({ method, mode, url });

  it('is the page for its folder and its name, whatever the query', () => {
    for (const address of ['', 'index.html', '?backend=wasm&until=20', '#v=1', 'index.html?lang=en#v=1'])
      expect(path(SCOPE + address, 'navigate')).toBe('index.html');
  });

  it('is nothing kept for other documents, hosts and folders, and for whoever sends something', () => {
    expect(path(`${SCOPE}licenses.md`, 'navigate')).toBe(null);
    expect(path('https://page.test/some/', 'navigate')).toBe(null);
    expect(path('https://elsewhere.test/some/where/start.js')).toBe(null);
    expect(path(`${SCOPE}other.txt`)).toBe(null);
    expect(path(`${SCOPE}start.js`, 'cors', 'POST')).toBe(null);
  });

  it('is what the server has for whoever reads the page to look for a newer one', () => {
    expect(path(SCOPE)).toBe(null);
    expect(path(`${SCOPE}index.html`)).toBe(null);
  });

  it('is the same chunk when it is asked for again', async () => {
    await kept().install();
    const asked = path(`${SCOPE}assets/main-1.js?again=k3`);
    expect(asked).toBe('assets/main-1.js');
    expect(await text(kept(), asked ?? '')).toBe('old code');
  });
});

describe('two deploys', () => {
  let old: KeptFiles;
  let next: KeptFiles;
  beforeEach(async () => {
    old = kept();
    await old.install();
    await old.complete();
    site = NEW;
    next = kept();
    await next.install();
  });

  it('are never mixed: a page finds what is of its own, from either worker', async () => {
    expect(await text(next, 'assets/main-1.js')).toBe('old code');
    expect(await text(next, 'assets/main-2.js')).toBe('new code');
    expect(await text(old, 'index.html')).toBe('<old>');
    expect(await text(next, 'index.html')).toBe('<new>');
    expect(await text(next, 'start.js')).toBe('new start');
    // A worker of the old deploy wants the data of that.
    expect(await text(next, 'data/set.bin', `${SCOPE}assets/main-1.js?x#y`)).toBe('old data');
    expect(await text(next, 'data/set.bin', `${SCOPE}assets/main-2.js`)).toBe(undefined);
  });

  it('stay both while a page of the old one is open; then it goes, and what both have stays', async () => {
    await next.tidy([`${SCOPE}assets/main-2.js`, `${SCOPE}assets/main-1.js`]);
    expect(await text(next, 'assets/main-1.js')).toBe('old code');
    await next.tidy([`${SCOPE}assets/main-2.js`]);
    expect(await text(next, 'assets/main-1.js')).toBe(undefined);
    expect(await text(next, 'assets/same-1.js')).toBe('code');
    expect(caches.files()).toHaveLength(4);
    expect(next.has(`${SCOPE}assets/main-1.js`)).toBe(false);
    expect(next.has(`${SCOPE}assets/main-2.js`)).toBe(true);
  });
});

it('tells bytes by the first half of their SHA-256', async () => {
  // FIPS 180-2, appendix B.1.
  expect(await digestOf(new TextEncoder().encode('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223');
});
