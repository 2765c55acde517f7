/** A page of this folder in a headless browser that has a WebGPU adapter, served from the sources. */
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { ensureChromium, quietFlags, webgpuFlags } from '../chromium';

export interface OpenPage {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** Opens `scripts/webgpu/NAME`. Errors and warnings of the page come out on stderr. */
export async function openPage(name: string): Promise<OpenPage> {
  const server = await createServer({ logLevel: 'error', server: { port: 0, hmr: false, watch: null } });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: ensureChromium(),
    args: [...quietFlags, ...webgpuFlags],
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => console.error(error));
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) console.error(message.text());
    });
    await page.goto(new URL(`scripts/webgpu/${name}`, server.resolvedUrls?.local[0]).href);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
