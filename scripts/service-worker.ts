/**
 * What makes the build one that can be installed and works without a network: its manifest, and the service worker with the list
 * of all files that it keeps, each with a digest of its bytes.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin, PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { digestOf } from '../src/service-worker/kept-files.ts';

/** Files of the build that are not kept, and why they need not be. */
export const NOT_KEPT: readonly { readonly files: string; readonly reason: string }[] = [
  { files: 'sw.js', reason: 'the browser keeps its service workers itself' },
  {
    files: 'manifest.webmanifest',
    reason: 'the browser reads it when it installs the page, and keeps it then',
  },
  { files: 'icons/*', reason: 'likewise: named in the manifest only' },
  { files: 'card.png', reason: 'for other sites, which show it beside a link' },
  { files: 'screenshot.png', reason: 'for the README' },
  { files: 'licenses*.md', reason: 'to go with the build, and to be read where that is' },
];

const LANGUAGES = new URL('../src/i18n/', import.meta.url);

/** What the installed page is called: `install.json` of every language. */
interface InstallTexts {
  readonly name: string;
  readonly description: string;
}

/** The manifest as a host serves it: https://www.w3.org/TR/appmanifest/. Browsers take the language that they have, else English. */
export function webManifest(): Readonly<Record<string, unknown>> {
  const texts = new Map(
    readdirSync(LANGUAGES)
      .map((tag) => [tag, new URL(`${tag}/install.json`, LANGUAGES)] as const)
      .filter(([, file]) => existsSync(file))
      .map(([tag, file]) => [tag, JSON.parse(readFileSync(file, 'utf8')) as InstallTexts]),
  );
  const english = texts.get('en');
  if (english === undefined) throw new Error('There are no English texts for the manifest.');
  texts.delete('en');
  const localised = (text: keyof InstallTexts) =>
    Object.fromEntries([...texts].map(([tag, said]) => [tag, { value: said[text], lang: tag }]));
  const icon = (file: string, size: number, purpose: string) => ({
    src: `./icons/${file}.png`,
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose,
  });
  return {
    id: './',
    start_url: './',
    scope: './',
    lang: 'en',
    dir: 'ltr',
    name: english.name,
    short_name: 'ResNet',
    description: english.description,
    name_localized: localised('name'),
    description_localized: localised('description'),
    display: 'standalone',
    // In the dark the page's own `theme-color` holds, as soon as it is open.
    theme_color: '#ffffff',
    background_color: '#ffffff',
    categories: ['education'],
    icons: [
      icon('icon-192', 192, 'any'),
      icon('icon-512', 512, 'any'),
      icon('maskable-192', 192, 'maskable'),
      icon('maskable-512', 512, 'maskable'),
      { src: './favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
  };
}

const manifestFile: Plugin = {
  name: 'web-manifest',
  apply: 'build',
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: 'manifest.webmanifest',
      source: `${JSON.stringify(webManifest(), null, 2)}\n`,
    });
  },
  transformIndexHtml: () => [
    { tag: 'link', attrs: { rel: 'manifest', href: './manifest.webmanifest' }, injectTo: 'head' },
    { tag: 'link', attrs: { rel: 'apple-touch-icon', href: './icons/touch-180.png' }, injectTo: 'head' },
  ],
};

/** Plugins of the build alone: in development nothing is kept. */
export function installable(): PluginOption[] {
  let folder = '';
  const outDir: Plugin = {
    name: 'service-worker-folder',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
  };
  return [
    manifestFile,
    outDir,
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/service-worker',
      filename: 'sw.ts',
      injectRegister: false,
      manifest: false,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*'],
        globIgnores: NOT_KEPT.map(({ files }) => files),
        // The largest data set is kept as well.
        maximumFileSizeToCacheInBytes: 16 * 1024 ** 2,
        manifestTransforms: [
          async (entries) => ({
            manifest: await Promise.all(
              entries.map(async ({ url, size }) => ({
                url,
                size,
                revision: await digestOf(new Uint8Array(readFileSync(join(folder, url)))),
              })),
            ),
          }),
        ],
      },
    }),
  ];
}
