/**
 * Build and development server. The build is static files with relative addresses, so that it works from
 * any path of any host.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { caching, HEADERS, ISOLATION, policyInPage } from './scripts/hosting/headers.ts';
import { endsOfSheets, knownFiles, listOfFiles } from './scripts/known-files.ts';
import { installable } from './scripts/service-worker.ts';
import { buildSimd } from './scripts/simd.ts';
import { workerLicences } from './scripts/worker-licences.ts';

/**
 * The threads of tfjs-wasm are started from the text of a function that leans on one variable outside of it. A minifier
 * renames that one, and the threads fail with a ReferenceError: here the function gets its own.
 */
const selfContainedThreads: Plugin = {
  name: 'self-contained-wasm-threads',
  transform: {
    filter: { id: /tfjs-backend-wasm-threaded-simd\.js$/ },
    handler(code) {
      const head = /^function\(WasmBackendModuleThreadedSimd\) \{\n/m;
      if (!head.test(code)) throw new Error('tfjs-wasm changed: its threads need another look.');
      return { code: code.replace(head, '$&  var _scriptDir;\n'), map: null };
    },
  },
};

/** Modules that the entry needs before it starts the worker, and those that the page needs besides to be drawn. */
const firstLoad = { start: new Set<string>(), page: new Set<string>() };

/**
 * Puts them into a file each. Else every module that a later part shares with them becomes a file of its own, and many small
 * files are packed worse than one.
 */
const filesOfFirstLoad: Plugin = {
  name: 'files-of-first-load',
  apply: 'build',
  buildEnd() {
    const modules = [...this.getModuleIds()];
    const follow = (id: string, found: Set<string>): void => {
      if (found.has(id)) return;
      found.add(id);
      for (const imported of this.getModuleInfo(id)?.importedIds ?? []) follow(imported, found);
    };
    const reached = (path: string): Set<string> => {
      const found = new Set<string>();
      const first = modules.find((id) => id.endsWith(path));
      if (first === undefined) throw new Error(`The page does not begin with ${path}.`);
      follow(first, found);
      // It has a file already.
      found.delete(first);
      return found;
    };
    firstLoad.start = reached('/src/main.ts');
    const page = reached('/src/ui/page/render.tsx');
    firstLoad.page = new Set([...page].filter((id) => !firstLoad.start.has(id)));
  },
};

/** Parts of d3 that only panels which come later use: the first view reaches them by d3's index alone. */
const LATER = /[\\/]node_modules[\\/]d3-(?:contour|scale-chromatic)[\\/]/;

const codeSplitting = {
  includeDependenciesRecursively: false,
  groups: (['start', 'page'] as const).map((name) => ({
    name,
    test: (id: string): boolean => firstLoad[name].has(id) && !LATER.test(id),
  })),
};

/**
 * The page's code is asked for by the entry, which starts the worker first; named in the HTML, it is under way by then. Its
 * style sheet comes likewise.
 */
const preloadPage: Plugin = {
  name: 'preload-page',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(_, { bundle }) {
      const chunks = Object.values(bundle ?? {}).flatMap((one) =>
        one.type === 'chunk' && (one.name === 'render' || one.name === 'page') ? [one] : [],
      );
      if (chunks.length !== 2) throw new Error('The page has no files of its own: nothing to preload.');
      const sheets = chunks.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
      return [
        ...chunks.map(({ fileName }) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${fileName}` },
          injectTo: 'head' as const,
        })),
        ...sheets.map((href) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'style', crossorigin: true, href: `./${href}` },
          injectTo: 'head' as const,
        })),
      ];
    },
  },
};

/** What is said before the page's own code is there, by language: `start.json` of every folder of texts. */
function startTexts(): Record<string, Record<string, string>> {
  const folder = new URL('./src/i18n/', import.meta.url);
  const languages = readdirSync(folder).filter((name) => existsSync(new URL(`${name}/start.json`, folder)));
  return Object.fromEntries(
    languages.map((name) => [
      name,
      JSON.parse(readFileSync(new URL(`${name}/start.json`, folder), 'utf8')) as Record<string, string>,
    ]),
  );
}

/** Puts these where `public/start.js` finds them, and where they are read without any script. */
const startingTexts: Plugin = {
  name: 'starting-texts',
  transformIndexHtml(html) {
    const texts = startTexts();
    const lines = Object.entries(texts).map(
      ([lang, { script }]) => `<p class="loading" lang="${lang}">${script}</p>`,
    );
    // No text ends the element that it stands in.
    const json = JSON.stringify(texts).replaceAll('<', '\\u003c');
    return html
      .replace('<!-- The texts without scripts. -->', () => lines.join('\n      '))
      .replace(
        '<!-- The texts of the start. -->',
        () => `<script type="application/json" id="start-texts">${json}</script>`,
      );
  },
};

/** Where the site will stand. Other sites want the whole address of the picture that they show beside a link. */
const SITE_URL = process.env['SITE_URL'];

const siteAddress: Plugin = {
  name: 'site-address',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html) {
      if (SITE_URL === undefined) return html;
      const site = SITE_URL.replace(/\/?$/, '/');
      const picture = new URL('card.png', site).href;
      return {
        html: html.replaceAll('content="./card.png"', `content="${picture}"`),
        tags: [{ tag: 'meta', attrs: { property: 'og:url', content: site }, injectTo: 'head' }],
      };
    },
  },
};

/** Most bytes, gzipped, of what the first view loads before anything is drawn; the worker comes beside it. */
const FIRST_LOAD = { scripts: 240_000, styles: 12_800 };

/** Fails the build where the first view loads more: what is not needed at once belongs into a part that comes later (`lazyPart`). */
const firstLoadBudget: Plugin = {
  name: 'first-load-budget',
  apply: 'build',
  writeBundle(_, bundle) {
    const scripts = new Set<string>();
    const styles = new Set<string>();
    const follow = (file: string): void => {
      const chunk = bundle[file];
      if (chunk?.type !== 'chunk' || scripts.has(file)) return;
      scripts.add(file);
      for (const sheet of chunk.viteMetadata?.importedCss ?? []) styles.add(sheet);
      for (const imported of chunk.imports) follow(imported);
    };
    for (const one of Object.values(bundle))
      if (one.type === 'chunk' && (one.isEntry || one.name === 'render')) follow(one.fileName);
    const packed = (files: ReadonlySet<string>): number =>
      [...files].reduce((sum, file) => {
        const one = bundle[file];
        const content = one === undefined ? '' : one.type === 'chunk' ? one.code : one.source;
        return sum + gzipSync(content, { level: 9 }).length;
      }, 0);
    const told = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
    const load = { scripts: packed(scripts), styles: packed(styles) };
    for (const kind of ['scripts', 'styles'] as const) {
      if (load[kind] > FIRST_LOAD[kind])
        this.error(
          `The first view loads ${told(load[kind])} of ${kind} (gzipped), above its budget of ${told(FIRST_LOAD[kind])}.`,
        );
    }
    this.info(
      `The first view loads ${told(load.scripts)} of scripts and ${told(load.styles)} of styles (gzipped).`,
    );
  },
};

await buildSimd();

const namedCharacters = fileURLToPath(
  new URL('node_modules/decode-named-character-reference/index.js', import.meta.url),
);

export const tfjsPackages = ['core', 'backend-cpu', 'backend-wasm', 'backend-webgpu'];

export default defineConfig({
  base: './',
  plugins: [
    react(),
    knownFiles(),
    startingTexts,
    filesOfFirstLoad,
    preloadPage,
    siteAddress,
    policyInPage,
    caching,
    firstLoadBudget,
    endsOfSheets,
    listOfFiles,
    installable(),
  ],
  // What is not there is answered so, and not with the page.
  appType: 'mpa',
  // One copy of tfjs-core: every backend registers itself with the engine of the copy it imports.
  resolve: {
    dedupe: ['@tensorflow/tfjs-core'],
    // For browsers it has names of characters read by innerHTML, which Trusted Types refuse.
    alias: { 'decode-named-character-reference': namedCharacters },
  },
  // Found at start, not when the worker first asks: a late find makes the development server reload the page.
  optimizeDeps: { include: tfjsPackages.map((name) => `@tensorflow/tfjs-${name}`) },
  worker: {
    format: 'es',
    plugins: () => [knownFiles(), selfContainedThreads, workerLicences('licenses-worker.md')],
  },
  // The addresses are bound by number: `localhost` may mean only one of 127.0.0.1 and ::1, and all clients try the first.
  server: { host: '127.0.0.1', headers: ISOLATION },
  preview: { host: '127.0.0.1', port: 4173, headers: HEADERS },
  // `public/start.js` names the same browsers. What they lack of JavaScript the compiler knows (`lib` is ES2023).
  build: {
    license: { fileName: 'licenses.md' },
    rolldownOptions: { output: { codeSplitting } },
    target: ['chrome111', 'edge111', 'firefox115', 'safari16.4'],
  },
});
