/**
 * Draws `public/card.png`, which other sites show beside a link to the page: the stage of the default experiment after 100 steps,
 * as the built page has it. Needs a build in `dist`.
 *
 *     npm run build && npm run card
 */
import { writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { ui } from '../src/i18n/en/ui';
import { ensureChromium, quietFlags } from './chromium';

/** In pixels, as `og:image` and Twitter's large card have it. */
const SIZE = { width: 1200, height: 630 };
/** Of the band that names the page. */
const BAND = 64;
/** Of the bar above a part in a frame, which is hidden under the band. */
const BAR = 44;
const STEPS = 100;

const server = await preview({ preview: { port: 0 }, logLevel: 'silent' });
const browser = await chromium.launch({ executablePath: ensureChromium(), args: [...quietFlags] });
try {
  const address = server.resolvedUrls?.local[0];
  if (address === undefined) throw new Error('The preview has no address.');
  const page = await browser.newPage({ viewport: SIZE });
  await page.setContent(`<!doctype html>
    <style>
      body { margin: 0; overflow: hidden; font: 20px system-ui, sans-serif; }
      header { position: relative; z-index: 1; display: flex; align-items: center; gap: 14px; box-sizing: border-box;
        height: ${BAND}px; padding: 0 18px; background: #151a20; color: #e9edf3; white-space: nowrap; }
      header img { width: 38px; }
      strong { font-size: 26px; }
      iframe { display: block; margin-top: -${BAR}px; border: 0; }
    </style>
    <header><img src="${address}favicon.svg" alt=""><strong>${ui.title}</strong><span>See why deep networks need skip connections: train both, live.</span></header>
    <iframe src="${address}?embed=stage&theme=light&backend=wasm&until=${STEPS}#v=1"
      width="${SIZE.width}" height="${SIZE.height - BAND + BAR}"></iframe>`);
  const frame = page.frameLocator('iframe');
  await frame
    .locator(
      `[data-testid="train"][data-going="false"] + p:has([data-testid="step-count"]:text-is("${STEPS}"))`,
    )
    .waitFor({ timeout: 300_000 });
  // What follows the last step by a frame or two.
  await frame.locator('.chart-panel[data-preparing="false"]').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  writeFileSync('public/card.png', await page.screenshot({ animations: 'disabled' }));
} finally {
  await browser.close();
  await new Promise((closed) => server.httpServer.close(closed));
}
