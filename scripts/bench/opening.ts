/** Times the built page as a visitor meets it: from opening to the first gradients and to ten steps, and its frames while it trains. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { max, median, quantile } from 'd3';
import { chromium, type Browser } from 'playwright';
import { build, preview } from 'vite';
import { ensureChromium, quietFlags } from '../chromium';
import { inColumns } from './table';

/** Steps that a newcomer sees, and for how long frames are counted. */
const STEPS = 10;
const WATCHED_MILLISECONDS = 5_000;

interface Opened {
  /** Milliseconds from asking for the page, with nothing in any cache. */
  readonly drawn: number;
  readonly firstGradients: number;
  readonly tenSteps: number;
  /** Milliseconds between frames while it trains. */
  readonly frames: readonly number[];
}

/** Opens the default experiment on the processor so many times, each in a browser of its own. */
export async function timePage(
  times: number,
): Promise<{ readonly opened: readonly Opened[]; readonly table: string }> {
  const outDir = mkdtempSync(join(tmpdir(), 'bench-page-'));
  try {
    await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
    const server = await preview({ logLevel: 'error', build: { outDir }, preview: { port: 0 } });
    const address = server.resolvedUrls?.local[0] ?? '';
    const opened: Opened[] = [];
    for (let i = 0; i < times; i++) {
      const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...quietFlags] });
      opened.push(await timeOpening(browser, address));
      await browser.close();
      console.error(`opened ${i + 1} of ${times} times`);
    }
    await server.close();
    return { opened, table: tableOf(opened) };
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

async function timeOpening(browser: Browser, address: string): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(120_000);
  const start = performance.now();
  const since = (): number => performance.now() - start;
  await page.goto(`${address}?backend=wasm&play`, { waitUntil: 'commit' });
  await page.waitForSelector('[data-testid="story"]');
  const drawn = since();
  // In its first view the page tells the gradients before it has taken a step.
  await page.waitForSelector('[data-testid="gradient-table"][data-step]:not([data-step=""])', {
    state: 'attached',
  });
  const firstGradients = since();
  await page.waitForFunction(
    (steps) => Number(document.querySelector('[data-testid="step-count"]')?.textContent) >= steps,
    STEPS,
    { polling: 'raf' },
  );
  const tenSteps = since();
  const frames = await page.evaluate(async (milliseconds) => {
    const gaps: number[] = [];
    const begin = performance.now();
    for (let last = begin; last - begin < milliseconds;) {
      const now = await new Promise<number>((resolve) => void requestAnimationFrame(resolve));
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  }, WATCHED_MILLISECONDS);
  await page.close();
  return { drawn, firstGradients, tenSteps, frames };
}

function tableOf(opened: readonly Opened[]): string {
  const row = (what: string, values: readonly number[], unit: string, digits: number): string[] => [
    what,
    ...[median(values), quantile(values, 0.9), max(values)].map(
      (value) => `${(value ?? Number.NaN).toFixed(digits)} ${unit}`,
    ),
  ];
  const seconds = (what: string, of: (one: Opened) => number): string[] =>
    row(
      what,
      opened.map((one) => of(one) / 1000),
      's',
      2,
    );
  return inColumns([
    ['the default experiment on wasm, 1440×900', 'median', 'p90', 'most'],
    seconds('from opening to the drawn page', ({ drawn }) => drawn),
    seconds('to the first gradients', ({ firstGradients }) => firstGradients),
    seconds('to ten steps', ({ tenSteps }) => tenSteps),
    row(
      'between frames while it trains',
      opened.flatMap(({ frames }) => frames.slice(1)),
      'ms',
      1,
    ),
  ]);
}
