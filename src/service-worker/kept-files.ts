/**
 * The files of deploys, as the service worker keeps them. A file is kept under its content: by its own name where the build has
 * put a hash into that, else with a digest for a query. So deploys share what they have in common, files of two of them never
 * stand for each other, and a page finds those of its own as long as it is open.
 */

export interface DeployFile {
  /** Below the folder of the deploy. */
  readonly path: string;
  /** Of its bytes: see `digestOf`. */
  readonly digest: string;
}

export interface KeptFilesOptions {
  /** Address of the folder that the deploy is served from, with a slash at its end. */
  readonly scope: string;
  /** All files to keep. */
  readonly files: readonly DeployFile[];
  readonly caches: Pick<CacheStorage, 'open'>;
  readonly fetch: typeof fetch;
}

/** The page itself, which is opened by the address of its folder. */
const PAGE = 'index.html';
/** Names in here have hashes. */
const HASHED = 'assets/';
/** What is large, and kept after all else. */
const LARGE = 'data/';
/** How many files of a deploy are asked for at a time. */
const AT_ONCE = 4;

export class KeptFiles {
  readonly #options: KeptFilesOptions;
  readonly #files: ReadonlyMap<string, DeployFile>;

  constructor(options: KeptFilesOptions) {
    this.#options = options;
    this.#files = filesByPath(options.files);
  }

  /**
   * Keeps what the page needs but its data sets, and enters the deploy as one to serve.
   * @throws Error where a file does not arrive as it should, or does not fit: nothing then is entered.
   */
  async install(): Promise<void> {
    const { files } = this.#options;
    try {
      await this.#keep(
        files.filter(({ path }) => !path.startsWith(LARGE)),
        AT_ONCE,
      );
      const deploys = await this.#deploys();
      const record = await digestOf(new TextEncoder().encode(JSON.stringify(files)));
      await deploys.put(`${this.#options.scope}?${record}`, Response.json(files));
    } catch (error) {
      if (isFull(error)) await this.#removeAllBut(await this.#entered());
      throw error;
    }
  }

  /**
   * Keeps what is not kept yet, one file after the other. Where there is no room for all, what it has kept goes again: a reader's
   * runs and images need it more.
   * @throws Error as `install` does.
   */
  async complete(): Promise<void> {
    const missing = await this.#missing();
    try {
      await this.#keep(missing, 1);
    } catch (error) {
      const cache = await this.#cache();
      if (isFull(error)) await Promise.all(missing.map((file) => cache.delete(this.#keyOf(file))));
      throw error;
    }
  }

  async isComplete(): Promise<boolean> {
    return (await this.#missing()).length === 0;
  }

  /** Whether the deploy has a file of this address. */
  has(address: string): boolean {
    const path = this.#pathOf(address);
    return path !== null && this.#files.has(path);
  }

  /**
   * The path of what a request asks for, where that is or may be kept; else null. The query does not matter: to the page it says
   * how to open, to a chunk that it is asked for again.
   */
  pathFor({ method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>): string | null {
    if (method !== 'GET') return null;
    const path = this.#pathOf(url);
    if (mode === 'navigate') return path === '' || path === PAGE ? PAGE : null;
    // Whoever reads the page's own file wants to know what the server has now.
    if (path === null || path === PAGE) return null;
    return path.startsWith(HASHED) || this.#files.has(path) ? path : null;
  }

  /**
   * The kept file; undefined where there is none.
   * @param asker Address of the page or worker that asks. Where that is a script of an older deploy, the file is of that one too.
   */
  async match(path: string, asker: () => Promise<string | undefined>): Promise<Response | undefined> {
    const cache = await this.#cache();
    if (path.startsWith(HASHED)) return cache.match(this.#options.scope + path);
    const file = (await this.#filesFor(path, asker)).get(path);
    return file === undefined ? undefined : cache.match(this.#keyOf(file));
  }

  /** Keeps a file that came from the server for a page, if it is the one that this deploy has. */
  async keepUsed(path: string, response: Response): Promise<void> {
    const file = this.#files.get(path);
    const kept = file === undefined || !response.ok ? null : await checked(file, response);
    if (file !== undefined && kept !== null) await (await this.#cache()).put(this.#keyOf(file), kept);
  }

  /** Forgets other deploys, but those that have one of these addresses: pages of them are open. */
  async tidy(entries: readonly string[]): Promise<void> {
    const deploys = await this.#deploys();
    const stay = [this.#options.files];
    const opened = entries.map((entry) => this.#pathOf(entry));
    for (const [record, files] of await this.#records()) {
      const paths = filesByPath(files);
      if (opened.some((path) => path !== null && paths.has(path))) stay.push(files);
      else if (!isSame(files, this.#options.files)) await deploys.delete(record);
    }
    await this.#removeAllBut(stay);
  }

  /** Files of the deploy that the asker is of: this one, unless another is known to have it and this one has not. */
  async #filesFor(
    path: string,
    asker: () => Promise<string | undefined>,
  ): Promise<ReadonlyMap<string, DeployFile>> {
    if (path === PAGE) return this.#files;
    const entered = await this.#entered();
    if (entered.length < 2) return this.#files;
    const own = this.#pathOf((await asker()) ?? '');
    if (own === null || this.#files.has(own)) return this.#files;
    return entered.map(filesByPath).find((files) => files.has(own)) ?? this.#files;
  }

  async #missing(): Promise<DeployFile[]> {
    const kept = new Set((await (await this.#cache()).keys()).map(({ url }) => url));
    return this.#options.files.filter((file) => !kept.has(this.#keyOf(file)));
  }

  async #keep(files: readonly DeployFile[], atOnce: number): Promise<void> {
    const cache = await this.#cache();
    const waiting = files.values();
    const failures: unknown[] = [];
    const keepNext = async (): Promise<void> => {
      for (const file of waiting) {
        const key = this.#keyOf(file);
        try {
          if ((await cache.match(key)) === undefined) await cache.put(key, await this.#load(file));
        } catch (error) {
          failures.push(error);
        }
        if (failures.length > 0) return;
      }
    };
    // None is on its way any more when the first failure is told.
    await Promise.all(Array.from({ length: atOnce }, keepNext));
    if (failures.length > 0) throw failures[0];
  }

  /** The file as the server has it, past the browser's own cache where that has another. */
  async #load(file: DeployFile): Promise<Response> {
    const { fetch, scope } = this.#options;
    // Hosts lead from the name of the page to its folder, or know it by its name only.
    const addresses = file.path === PAGE ? [scope, scope + PAGE] : [scope + file.path];
    for (const address of addresses) {
      for (const cache of ['default', 'reload'] as const) {
        const response = await fetch(address, { cache, priority: 'low' });
        const kept = response.ok ? await checked(file, response) : null;
        if (kept !== null) return kept;
      }
    }
    throw new Error(`${file.path} is not there as this deploy has it.`);
  }

  async #removeAllBut(deploys: readonly (readonly DeployFile[])[]): Promise<void> {
    const cache = await this.#cache();
    const stay = new Set(deploys.flat().map((file) => this.#keyOf(file)));
    for (const request of await cache.keys()) if (!stay.has(request.url)) await cache.delete(request);
  }

  async #entered(): Promise<(readonly DeployFile[])[]> {
    return (await this.#records()).map(([, files]) => files);
  }

  async #records(): Promise<[record: Request, files: readonly DeployFile[]][]> {
    const deploys = await this.#deploys();
    const records: [Request, readonly DeployFile[]][] = [];
    for (const record of await deploys.keys()) {
      const response = await deploys.match(record);
      if (response !== undefined) records.push([record, (await response.json()) as DeployFile[]]);
    }
    return records;
  }

  // Deploys of other folders of the host have their own.
  async #cache(): Promise<Cache> {
    return this.#options.caches.open(`resnet-explorer files ${this.#options.scope}`);
  }

  async #deploys(): Promise<Cache> {
    return this.#options.caches.open(`resnet-explorer deploys ${this.#options.scope}`);
  }

  #keyOf({ path, digest }: DeployFile): string {
    return this.#options.scope + path + (path.startsWith(HASHED) ? '' : `?${digest}`);
  }

  /** Null where the address is outside of the deploy's folder. */
  #pathOf(address: string): string | null {
    const { scope } = this.#options;
    const [plain = ''] = address.split(/[?#]/);
    return plain.startsWith(scope) ? plain.slice(scope.length) : null;
  }
}

/** What tells the bytes of a file from others: the first half of their SHA-256, in hexadecimal digits. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer> | ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A response with the file's bytes, or null where they are others. Where it came from is forgotten, so that it may open a page. */
async function checked({ digest }: DeployFile, response: Response): Promise<Response | null> {
  const bytes = await response.arrayBuffer();
  return (await digestOf(bytes)) === digest ? new Response(bytes, { headers: response.headers }) : null;
}

function filesByPath(files: readonly DeployFile[]): ReadonlyMap<string, DeployFile> {
  return new Map(files.map((file) => [file.path, file]));
}

function isSame(one: readonly DeployFile[], other: readonly DeployFile[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
