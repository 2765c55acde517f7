/** A monkey at the page: presses, types, drags, resizes and travels at random, a while on each of some experiments. */
import type { FuzzOptions } from './options';
import { ACTIONS, LINKS } from '../live/actions';
import { openBuiltPage } from '../live/built-page';
import { Draw } from '../live/draw';
import { watchFaults } from '../live/faults';

/** Actions of a sitting, each in a browser profile of its own. */
const SITTING = 250;
/** What is told of the way to a fault. */
const TOLD = 6;
/** Milliseconds after which the page does not answer. */
const PATIENCE = 30_000;

export async function fuzzMonkey({ seed, count, backend, hang }: FuzzOptions): Promise<readonly string[]> {
  const { browser, address, close } = await openBuiltPage(backend);
  const faults: string[] = [];
  try {
    for (let sitting = 0; sitting * SITTING < count; sitting++) {
      const draw = new Draw(seed * 1_000 + sitting);
      const done: string[] = [];
      const report = (fault: string): void => {
        const way = done.slice(-TOLD).join(' | ');
        faults.push(`sitting ${sitting} of seed ${seed}, action ${done.length} (${way}): ${fault}`);
        console.error(faults.at(-1));
      };
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        acceptDownloads: false,
      });
      context.setDefaultTimeout(PATIENCE);
      await watchFaults(context, { address, hang, report });
      const page = await context.newPage();
      // A file is chosen by nobody.
      page.on('filechooser', () => undefined);
      page.on('dialog', (dialog) => void dialog.dismiss());
      context.on('page', (other) => void other.close());
      page.on('crash', () => report('the page crashed'));
      const link = draw.among(LINKS);
      done.push(link);
      await page.goto(`${address}?backend=${backend}${draw.chance(0.5) ? '&play' : ''}${link}`);
      for (let i = 0; i < Math.min(SITTING, count - sitting * SITTING); i++) {
        const action = draw.weighted(ACTIONS);
        try {
          done.push(`${action.name} ${await action.act(page, draw)}`);
          if (draw.chance(0.3)) await page.evaluate(() => new Promise(requestAnimationFrame));
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          // The page was left or loaded anew in the middle of it.
          if (!/navigat|Execution context|detached/i.test(message))
            report(`${action.name}: ${message.split('\n')[0] ?? ''}`);
        }
        if (!page.url().startsWith(address)) await page.goto(`${address}${link}`);
      }
      await context.close();
      console.error(`monkey: sitting ${sitting}, ${faults.length} faults`);
    }
  } finally {
    await close();
  }
  return faults;
}
