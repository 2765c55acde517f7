/**
 * What the built page may do, as a content security policy: in the page itself, for hosts that send no headers, and as a header
 * of `npm start`. docs/hosting.md shows it to other hosts.
 */
import { OWN_SCRIPTS } from '../../src/contract/own-scripts.ts';

/** Its directives, in their order. What is not named falls back to the first. */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  // WebAssembly is compiled from files of the page, and from nothing else.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  // Photos for a set of own images, and charts on their way to a PNG.
  'img-src': "'self' blob:",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'font-src': "'none'",
  // What a camera sees is no address.
  'media-src': "'none'",
  'object-src': "'none'",
  // Figures of the article are parts of the page.
  'frame-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'require-trusted-types-for': "'script'",
  'trusted-types': OWN_SCRIPTS,
};

/** As headers and `meta` have it. */
export const POLICY_TEXT = Object.entries(POLICY)
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ');
