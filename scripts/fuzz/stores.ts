/** What the browser kept, replaced by anything: the page opens all the same. */
import type { FuzzOptions } from './options';
import { openBuiltPage } from '../live/built-page';
import { Draw } from '../live/draw';
import { watchFaults } from '../live/faults';

const PREFIX = 'resnet-explorer.';
const KEYS = [
  'theme',
  'lessons',
  'lessons-seen',
  'lesson-draft',
  'lesson-file.x',
  'shortcuts',
  'run.x',
  'run.y',
  'step-times',
  'language',
  'steps',
  'panels',
  'sections',
  'drawer',
  'alive.x',
  'run-of-tab',
];
const WORDS = [
  '',
  '{',
  '[]',
  '{}',
  'null',
  'true',
  '0',
  '-1',
  '1e999',
  '"x"',
  'NaN',
  '[null]',
  '[[]]',
  '{"__proto__":1}',
  'dark',
  'zh-Hans',
  'xx',
  '\u0000',
  '深い',
  'a'.repeat(100_000),
];
const NAMES = [
  'id',
  'name',
  'lanes',
  'link',
  'loss',
  'steps',
  'pinned',
  'points',
  'normSteps',
  'shown',
  'wasm',
  'multiplyAdds',
  'layers',
  'milliseconds',
  'order',
  'hidden',
  'open',
  'version',
  'format',
  'title',
];
/** Stores tried in a browser profile. */
const SITTING = 25;

export async function fuzzStores({ seed, count, backend, hang }: FuzzOptions): Promise<readonly string[]> {
  const { browser, address, close } = await openBuiltPage(backend);
  const faults: string[] = [];
  try {
    for (let i = 0; i < count; i += SITTING) {
      const context = await browser.newContext({ serviceWorkers: 'block' });
      let store: Readonly<Record<string, string>> = {};
      const report = (fault: string): void => {
        faults.push(`${fault} with ${JSON.stringify(store).slice(0, 1_500)}`);
      };
      await watchFaults(context, { address, hang, report });
      const page = await context.newPage();
      await page.goto(`${address}#v=1&set=shapes&blocks=1,0,0&width=4&batch=8&test=0`);
      // What the page itself has kept is what is damaged, too.
      const kept = await page.evaluate(() =>
        Object.fromEntries(Object.entries(localStorage) as [string, string][]),
      );
      for (let j = i; j < Math.min(count, i + SITTING); j++) {
        store = storeOf(new Draw(seed * 100_000 + j), kept);
        await page.evaluate((entries) => {
          localStorage.clear();
          for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, value);
        }, store);
        await page.reload();
        await page
          .locator('[data-testid="step"]:not([disabled])')
          .waitFor({ timeout: 60_000 })
          .catch(() => report('the page cannot be trained after a minute'));
      }
      await context.close();
      console.error(`stores: ${Math.min(count, i + SITTING)} tried, ${faults.length} faults`);
    }
  } finally {
    await close();
  }
  return faults;
}

/** Some entries, each of them anything. */
function storeOf(draw: Draw, kept: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const keys = [...new Set([...KEYS.map((key) => PREFIX + key), ...Object.keys(kept)])];
  const chosen = keys.filter(() => draw.chance(0.4));
  return Object.fromEntries(chosen.map((key) => [key, textOf(draw, kept[key])]));
}

function textOf(draw: Draw, kept = ''): string {
  if (kept !== '' && draw.chance(0.5)) return damaged(draw, kept);
  return draw.chance(0.4) ? draw.among(WORDS) : JSON.stringify(valueOf(draw, 4));
}

function damaged(draw: Draw, text: string): string {
  const at = draw.integer(0, text.length);
  const end = draw.integer(at, Math.min(text.length, at + 20));
  return (
    text.slice(0, at) +
    draw.among(['', ...WORDS.slice(0, 12), text.slice(at, end).repeat(3)]) +
    text.slice(end)
  );
}

function valueOf(draw: Draw, depth: number): unknown {
  const kind = draw.integer(0, depth > 0 ? 7 : 4);
  if (kind === 0) return draw.among([null, true, false]);
  if (kind <= 2) return draw.among([0, 1, -1, 0.5, 1e308, draw.integer(-9, 9_999), Date.now()]);
  if (kind <= 4) return draw.among(WORDS.slice(0, -1));
  const length = draw.integer(0, 5);
  if (kind === 5) return Array.from({ length }, () => valueOf(draw, depth - 1));
  return Object.fromEntries(Array.from({ length }, () => [draw.among(NAMES), valueOf(draw, depth - 1)]));
}
