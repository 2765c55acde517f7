/** Runs goldens on WebGPU, in a browser that this starts. */
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { ensureChromium, quietFlags, webgpuFlags } from '../chromium';
import type { GoldenCase } from './case';
import type { Verdict } from './judge';

export interface WebGpuJudge {
  /** What the adapter calls itself. */
  readonly adapter: string;
  judge(golden: GoldenCase): Promise<Verdict>;
  close(): Promise<void>;
}

/** Null where the browser has no WebGPU adapter. */
export async function openWebGpu(): Promise<WebGpuJudge | null> {
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
    await page.goto(new URL('scripts/goldens/page.html', server.resolvedUrls?.local[0]).href);
    await page.waitForFunction(() => 'judgeGolden' in window);
    const adapter = await page.evaluate(() => window.startWebGpu());
    if (adapter === null) {
      await close();
      return null;
    }
    return { adapter, judge: (golden) => page.evaluate((each) => window.judgeGolden(each), golden), close };
  } catch (error) {
    await close();
    throw error;
  }
}
