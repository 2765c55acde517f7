/** The built page, served to a real Chromium, for programs that use it for a long time. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright';
import { preview } from 'vite';
import { ensureChromium, quietFlags, webgpuFlags } from '../chromium';

/** What trains: WebAssembly, or WebGPU in software. */
export const BACKENDS = ['wasm', 'webgpu'] as const;
export type LiveBackend = (typeof BACKENDS)[number];

export interface BuiltPage {
  readonly browser: Browser;
  /** Ends with a slash. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/**
 * Serves `dist` and starts a browser.
 * @param flags Further ones for the browser.
 * @throws Error where nothing was built.
 */
export async function openBuiltPage(backend: LiveBackend, flags: readonly string[] = []): Promise<BuiltPage> {
  if (!existsSync('dist/index.html')) throw new Error('There is no built page: run `npm run build` first.');
  const server = await preview({ logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } });
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [...quietFlags, ...(backend === 'webgpu' ? webgpuFlags : []), ...flags],
  });
  return {
    browser,
    address: server.resolvedUrls?.local[0] ?? '',
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}
