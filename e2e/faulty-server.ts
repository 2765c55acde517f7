/**
 * A host that serves the build below as many paths as there are rows of a table of faults, each with a fault of its own in the
 * files that it names, until the fault is lifted: pages of all rows may be open at once.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { TYPES } from './static-server';

/** What a host, or the way from it, makes of a file. */
export type Fault =
  'missing' | 'refused' | 'html' | 'truncated' | 'empty' | 'flipped' | 'breaks off' | 'stalls' | 'wrong type';

/** What is wrong below a path, as long as it is. */
export interface Faulty {
  readonly file: RegExp;
  readonly fault: Fault;
  /** How many requests for it are answered well before. */
  readonly after?: number;
}

const PAGE = '<!doctype html><html lang="en"><title>Not here</title><p>This host has a page for everything.';

export class FaultyServer {
  readonly #root: string;
  readonly #server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    void this.#answer(decodeURIComponent(pathname), response);
  });
  readonly #faults = new Map<string, { readonly faulty: Faulty; asked: number }>();
  /** By path, what goes on with the answers that stand still. */
  readonly #held = new Map<string, (() => void)[]>();

  constructor(folder: string) {
    this.#root = resolve(folder);
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** The address of the page below a path of one name, with this fault. */
  withFault(name: string, faulty: Faulty): string {
    this.#faults.set(name, { faulty, asked: 0 });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${name}/`;
  }

  /** From now on all is answered well below the path; what stands still does so. */
  mend(name: string): void {
    this.#faults.delete(name);
  }

  /** The same, and what stood still goes on. */
  lift(name: string): void {
    this.mend(name);
    for (const goOn of this.#held.get(name) ?? []) goOn();
    this.#held.delete(name);
  }

  async #answer(pathname: string, response: ServerResponse): Promise<void> {
    const [, name = '', inside = ''] = /^\/([^/]*)\/(.*)$/.exec(pathname) ?? [];
    const file = join(this.#root, inside === '' ? 'index.html' : inside);
    let body: Buffer;
    try {
      if (!file.startsWith(this.#root)) throw new Error('outside');
      body = await readFile(file);
    } catch {
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const here = this.#faults.get(name);
    const isWrong = here?.faulty.file.test(inside) === true && here.asked++ >= (here.faulty.after ?? 0);
    const give = (content: Buffer | string, contentType = type, length?: number): void => {
      response.writeHead(200, {
        'Content-Type': contentType,
        ...(length !== undefined && { 'Content-Length': length }),
      });
      response.write(content);
    };
    if (!isWrong) {
      give(body);
      response.end();
      return;
    }
    const half = body.subarray(0, Math.floor(body.length / 2));
    switch (here.faulty.fault) {
      case 'missing':
        response.writeHead(404, { 'Content-Type': 'text/plain' });
        break;
      case 'refused':
        response.writeHead(500, { 'Content-Type': 'text/plain' });
        break;
      case 'html':
        give(PAGE, 'text/html');
        break;
      case 'truncated':
        give(half);
        break;
      case 'empty':
        response.writeHead(200, { 'Content-Type': type });
        break;
      case 'flipped':
        give(flipped(body));
        break;
      case 'wrong type':
        give(body, 'text/plain');
        break;
      case 'breaks off':
        give(half, type, body.length);
        setImmediate(() => response.destroy());
        return;
      case 'stalls':
        give(half, type, body.length);
        this.#held.set(name, [
          ...(this.#held.get(name) ?? []),
          () => response.end(body.subarray(half.length)),
        ]);
        return;
    }
    response.end();
  }
}

/** With one bit of the byte in the middle another one. */
function flipped(body: Buffer): Buffer {
  const other = Buffer.from(body);
  const middle = Math.floor(body.length / 2);
  other.writeUInt8(other.readUInt8(middle) ^ 1, middle);
  return other;
}
