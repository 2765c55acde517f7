/** Starts each browser in a folder of its own, which is gone afterwards. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBidi } from './bidi';
import type { Driver, Started } from './driver';
import type { Installed } from './find';
import { startWebKit } from './webkit';

/** Runs the browser as long as the work lasts. */
export async function withBrowser<Result>(
  browser: Installed,
  given: Pick<Started, 'headed' | 'onFault'>,
  work: (driver: Driver) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'browser-'));
  mkdirSync(join(folder, 'saved'));
  try {
    const started = { ...given, folder };
    const driver =
      browser.name === 'WebKit'
        ? await startWebKit(browser, started)
        : await startBidi(browser.name, browser.program, started);
    try {
      return await work(driver);
    } finally {
      await driver.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
