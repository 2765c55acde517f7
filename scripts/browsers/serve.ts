/**
 * Serves the build as `npm start` does, with one script put before the page's own and before each worker's: it tells the server
 * what went wrong there. Not every browser tells its driver.
 */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { preview } from 'vite';

const WATCH = '/watch-faults.js';
const FAULTS = '/faults';

/** Runs in a page or a worker. What it tells is one line each. */
function watchFaults(address: string): void {
  const tell = (kind: string, what: unknown): void => {
    const text = what instanceof Error ? `${what.name}: ${what.message} ${what.stack ?? ''}` : String(what);
    void fetch(address, { method: 'POST', body: `${kind}: ${text}`, keepalive: true }).catch(() => undefined);
  };
  // It keeps files by their content, and refuses those that this server puts something before.
  if (typeof Navigator !== 'undefined') Reflect.deleteProperty(Navigator.prototype, 'serviceWorker');
  addEventListener(
    'error',
    (event) => {
      const { target } = event;
      // Of a script or a picture that did not arrive. Links that load ahead are given up by a page that is left.
      if (typeof Element !== 'undefined' && target instanceof Element) {
        if (!(target instanceof HTMLLinkElement)) tell('not loaded', target.outerHTML);
      } else if (event instanceof ErrorEvent) {
        // Says that an observer hears a frame later of a size that its own work changed; nothing is thrown.
        if (!event.message.startsWith('ResizeObserver loop')) tell('thrown', event.error ?? event.message);
      }
    },
    true,
  );
  addEventListener('unhandledrejection', ({ reason }) => tell('rejected', reason));
  addEventListener('securitypolicyviolation', (event) =>
    tell(
      'refused',
      `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
    ),
  );
  const { error } = console;
  console.error = (...given: unknown[]) => {
    tell('console', given.map(String).join(' '));
    error.apply(console, given);
  };
  const observer = new PerformanceObserver((list) => {
    for (const { name } of list.getEntries())
      if (name.startsWith('http') && !name.startsWith(`${location.origin}/`)) tell('elsewhere', name);
  });
  observer.observe({ type: 'resource', buffered: true });
}

/** With what TypeScript's compiler may have put around functions inside. */
const SCRIPT = `((__name) => (${watchFaults.toString()})('${FAULTS}'))((one) => one);\n`;

export interface Served {
  /** Ends with a slash. */
  readonly address: string;
  /** What went wrong since this was asked for last. */
  takeFaults(): string[];
  close(): Promise<void>;
}

/** @param folder The build. */
export async function serve(folder: string): Promise<Served> {
  let faults: string[] = [];
  const server = await preview({
    logLevel: 'error',
    preview: { port: 0, open: false },
    build: { outDir: folder },
    plugins: [
      {
        name: 'watch-faults',
        configurePreviewServer({ config, middlewares }) {
          middlewares.use((request, response, next) => {
            const { pathname } = new URL(request.url ?? '/', 'http://here');
            for (const [name, value] of Object.entries(config.preview.headers))
              if (value !== undefined) response.setHeader(name, value);
            if (pathname === FAULTS) {
              void bodyOf(request).then((text) => {
                faults.push(text);
                response.writeHead(204).end();
              });
            } else if (pathname === WATCH) answer(response, 'text/javascript', SCRIPT);
            else if (pathname === '/' || pathname === '/index.html') {
              const html = readFileSync(join(folder, 'index.html'), 'utf8');
              answer(response, 'text/html', html.replace('<head>', `<head><script src="${WATCH}"></script>`));
            } else if (/^\/assets\/[\w-]+\.worker-[\w-]+\.js$/.test(pathname))
              answer(response, 'text/javascript', SCRIPT + readFileSync(join(folder, pathname), 'utf8'));
            else next();
          });
        },
      },
    ],
  });
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('the server has no address');
  return {
    address,
    takeFaults() {
      const taken = faults;
      faults = [];
      return taken;
    },
    close: () => server.close(),
  };
}

function answer(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' });
  response.end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
