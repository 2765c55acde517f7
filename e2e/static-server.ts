/** The plainest host there is: files of a folder below a path, types by their endings, no headers but those. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';

/** Types of a build's files, by their endings. */
export const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

export interface StaticServer {
  /** Address of the folder, ending with a slash. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Serves a folder below `path`, which begins and ends with a slash, on a free port of this machine. */
export async function serve(folder: string, path: string): Promise<StaticServer> {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const inside = pathname.startsWith(path) ? decodeURIComponent(pathname.slice(path.length)) : null;
    const file = join(root, inside === '' ? 'index.html' : (inside ?? ''));
    void stat(file).then(
      (found) => {
        if (inside === null || !found.isFile() || !file.startsWith(root))
          return response.writeHead(404).end();
        response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
        return createReadStream(file).pipe(response);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${path}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
