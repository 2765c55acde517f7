/** How the build is to be served: `npm start` does so, and docs/hosting.md tells other hosts. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { POLICY_TEXT } from './policy.ts';

/**
 * Cross-origin isolation: gives the worker fine clocks and shared memory, which threads of wasm need. In a frame without an
 * origin the page then may load no file that does not allow it, not even the one that says so.
 */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'cross-origin',
} as const;

/** Headers of every file. */
export const HEADERS = {
  'Content-Security-Policy': POLICY_TEXT,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  ...ISOLATION,
} as const;

/** How long files of the build may be kept, by the folder that they lie in. */
export const CACHING = {
  /** Their names hold a hash of what is in them, which so never changes. */
  assets: 'public, max-age=31536000, immutable',
  /** Of all else a browser asks whether it has changed. */
  others: 'no-cache',
} as const;

/** Lets the server of `npm start` say how long a file may be kept. That there is none is never kept. */
export const caching: Plugin = {
  name: 'caching',
  configurePreviewServer({ middlewares, config }) {
    const folder = resolve(config.root, config.build.outDir);
    const isFile = (path: string): boolean =>
      statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === true;
    middlewares.use(({ url = '/' }, response, next) => {
      const { pathname } = new URL(url, 'http://host');
      const isAsset = /^\/assets\/[\w.-]+$/.test(pathname) && isFile(pathname);
      response.setHeader('Cache-Control', isAsset ? CACHING.assets : CACHING.others);
      next();
    });
  },
};

/** Puts the policy into the page, before anything that it is about. The development server needs scripts within the page. */
export const policyInPage: Plugin = {
  name: 'policy-in-page',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY_TEXT },
        injectTo: 'head-prepend',
      },
    ],
  },
};
