/**
 * Fifty faults of single files, as hosts and networks make them: what the page says of each, and how it goes on. Pages of many
 * rows are open at once, each below a path of its own, so that those that wait for ten seconds wait together.
 */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { Explorer } from './explorer';
import { TINY } from './experiments';
import { FaultyServer, type Fault } from './faulty-server';
import { expect, expectFault, test } from './test';

const FOLDER = process.env['E2E_DIST'] ?? 'dist';
/** The default data set, so that the link does not name it. */
const FASHION = TINY.replace('set=shapes&', '');

/** A file, how the page comes to need it, and where it speaks of it. */
interface FileOfPage {
  readonly file: RegExp;
  readonly address?: string;
  readonly after?: number;
  readonly need?: (explorer: Explorer) => Promise<void>;
  readonly says: (page: Page) => Locator;
  /** Where it speaks of its standing still, if not there. */
  readonly waits?: (page: Page) => Locator;
  /** Looks at what it brings, and puts it out of the way. */
  readonly came?: (page: Page) => Promise<void>;
}

const loading = (page: Page) => page.locator('#loading');
const failure = (page: Page) => page.getByTestId('failure');
const notice = (page: Page) => page.getByTestId('notice');
const stalled = (page: Page) => page.getByTestId('stalled');
const part = (page: Page) => page.getByTestId('part-failure');

const FILES = {
  entry: { file: /assets\/index-.*\.js$/, says: loading },
  page: { file: /assets\/page-.*\.js$/, says: loading },
  style: { file: /assets\/page-.*\.css$/, says: loading },
  trainer: { file: /trainer\.worker-/, says: failure, waits: stalled },
  'part of the trainer': { file: /assets\/conv_util-/, says: failure },
  'our kernels': { file: /assets\/plain-.*\.wasm$/, says: notice, waits: stalled },
  'all WebAssembly': { file: /\.wasm$/, says: notice },
  'code of cpu': { file: /assets\/(shared|dist-C)/, address: `?backend=cpu${TINY}`, says: notice },
  manifest: { file: /fashion-mnist\/manifest\.json$/, address: FASHION, says: failure, waits: stalled },
  images: { file: /fashion-mnist\/train-images\.bin$/, address: FASHION, says: failure, waits: stalled },
  labels: { file: /fashion-mnist\/test-labels\.bin$/, address: FASHION, says: failure, waits: stalled },
  questions: { file: /assets\/Studies-.*\.js$/, says: part },
  'style of questions': { file: /assets\/Studies-.*\.css$/, says: part },
  help: {
    file: /assets\/HelpDialog-.*\.js$/,
    need: ({ page }) => page.getByTestId('help').click(),
    says: part,
    came: async (page) => {
      await expect(page.getByRole('dialog')).toBeVisible();
      await page.keyboard.press('Escape');
    },
  },
  language: { file: /assets\/zh-Hans-.*\.js$/, address: `?lang=zh${TINY}`, says: notice },
  lesson: {
    file: /assets\/why-/,
    address: `?lesson=why${TINY}`,
    says: (page) => page.getByTestId('lesson-missing'),
  },
  article: { file: /assets\/Article-.*\.js$/, address: '?article', says: part },
  // The second time it is asked for by the trainer, for the lanes.
  'worker of lanes': { file: /trainer\.worker-/, after: 1, says: stalled },
  'code of WebAssembly': {
    file: /assets\/wasm-.*\.js$/,
    need: ({ page }) => page.getByTestId('instrument-layer-toggle').click(),
    says: stalled,
  },
} satisfies Record<string, FileOfPage>;

/** How the page goes on: with the file where the fault is lifted, by itself or when asked to, or without it. */
type Way =
  'by itself' | 'again' | 'again, restart' | 'as it is' | 'with shapes' | 'on cpu' | 'in English' | 'lesson';

type Row = readonly [what: keyof typeof FILES, fault: Fault, says: RegExp | null, then: Way];

const html = (wanted: string) => new RegExp(`came as “text/html” instead of ${wanted}`);
const short = /came with [\d,]+ bytes instead of [\d,]+/;
const damaged = /came damaged: its checksum does not fit/;
const slow = /for ten seconds/;

const WRONG: readonly Row[] = [
  ['entry', 'missing', /assets\/index-.*the server answered 404/, 'again'],
  ['entry', 'html', html('JavaScript'), 'again'],
  ['entry', 'truncated', short, 'again'],
  ['entry', 'empty', /came with 0 bytes/, 'again'],
  ['page', 'refused', /the server answered 500/, 'again'],
  ['page', 'truncated', short, 'again'],
  ['style', 'missing', /the server answered 404/, 'again'],
  ['style', 'html', html('CSS'), 'again'],
  ['style', 'truncated', short, 'again'],
  ['trainer', 'missing', /trainer\.worker-.*the server answered 404/, 'again, restart'],
  ['trainer', 'html', html('JavaScript'), 'again, restart'],
  ['trainer', 'truncated', short, 'again, restart'],
  ['part of the trainer', 'missing', /conv_util-.*the server answered 404/, 'again, restart'],
  ['part of the trainer', 'wrong type', /conv_util-.*came as “text\/plain” instead of/, 'again, restart'],
  ['our kernels', 'missing', /plain-.*the server answered 404/, 'as it is'],
  ['our kernels', 'html', html('WebAssembly'), 'as it is'],
  ['our kernels', 'truncated', short, 'as it is'],
  ['our kernels', 'empty', /came with 0 bytes/, 'as it is'],
  ['our kernels', 'flipped', damaged, 'as it is'],
  ['our kernels', 'breaks off', /The connection broke off in .*plain-/, 'as it is'],
  ['our kernels', 'wrong type', null, 'as it is'],
  ['all WebAssembly', 'html', html('WebAssembly'), 'as it is'],
  ['all WebAssembly', 'flipped', damaged, 'as it is'],
  ['code of cpu', 'missing', /cpu was asked for but cannot be had/, 'as it is'],
  ['manifest', 'missing', /manifest\.json: the server answered 404/, 'again, restart'],
  ['manifest', 'html', html('JSON'), 'again, restart'],
  ['manifest', 'flipped', damaged, 'with shapes'],
  ['images', 'refused', /train-images\.bin: the server answered 500/, 'again, restart'],
  ['images', 'truncated', short, 'with shapes'],
  ['images', 'flipped', damaged, 'again, restart'],
  ['images', 'breaks off', /The connection broke off in .*train-images/, 'again, restart'],
  ['labels', 'empty', /came with 0 bytes/, 'again, restart'],
  ['questions', 'html', html('JavaScript'), 'again'],
  ['questions', 'truncated', short, 'again'],
  ['style of questions', 'missing', /the server answered 404/, 'again'],
  ['style of questions', 'truncated', short, 'again'],
  ['language', 'missing', /The texts in 简体中文 did not arrive/, 'as it is'],
  ['lesson', 'missing', /The lesson “why” did not arrive/, 'lesson'],
];

const STALLED: readonly Row[] = [
  ['entry', 'stalls', /longer than usual.*Still waiting for index-/, 'by itself'],
  ['page', 'stalls', /longer than usual.*Still waiting for page-/, 'by itself'],
  ['trainer', 'stalls', /has not begun for ten seconds: trainer\.worker-/, 'by itself'],
  ['trainer', 'empty', /has not begun for ten seconds/, 'again, restart'],
  ['our kernels', 'stalls', slow, 'on cpu'],
  ['manifest', 'stalls', /of manifest\.json for ten seconds/, 'with shapes'],
  ['images', 'stalls', /of train-images\.bin for ten seconds/, 'by itself'],
  ['questions', 'stalls', /Nothing of “.*” has arrived for ten seconds/, 'by itself'],
  ['help', 'stalls', /Nothing of “Help” has arrived for ten seconds/, 'again'],
  ['language', 'stalls', /The texts in 简体中文 have not arrived for ten seconds/, 'in English'],
  ['article', 'stalls', /has arrived for ten seconds/, 'by itself'],
  ['worker of lanes', 'stalls', null, 'as it is'],
];

/** What a page is called while it is open. */
const nameOf = ([what, fault]: Row): string => `${what}-${fault}`.replaceAll(' ', '-');

async function check(context: BrowserContext, server: FaultyServer, row: Row): Promise<void> {
  const [what, fault, says, then] = row;
  const facts: FileOfPage = FILES[what];
  const name = nameOf(row);
  const page = await context.newPage();
  try {
    const { file, address = TINY, after = 0 } = facts;
    const explorer = new Explorer(page);
    // A page that waits for a style sheet is not loaded.
    await page.goto(`${server.withFault(name, { file, fault, after })}${address}`, { waitUntil: 'commit' });
    if (facts.need !== undefined) {
      await explorer.ready();
      await facts.need(explorer);
    }
    const said = (STALLED.includes(row) ? (facts.waits ?? facts.says) : facts.says)(page);
    if (says !== null) await expect(said).toContainText(says);
    await goOn(explorer, server, name, then, said);
    await facts.came?.(page);
    if (then !== 'in English' && then !== 'lesson' && what !== 'article') await trains(explorer);
  } finally {
    await page.close();
  }
}

async function goOn(
  explorer: Explorer,
  server: FaultyServer,
  name: string,
  then: Way,
  said: Locator,
): Promise<void> {
  const { page } = explorer;
  switch (then) {
    case 'as it is':
      break;
    case 'with shapes':
      await page.getByTestId('other-data').click();
      break;
    case 'on cpu':
      await page.getByTestId('other-backend').click();
      await expect(explorer.backend).toHaveAttribute('data-backend', 'cpu');
      break;
    case 'in English':
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      server.lift(name);
      await expect(page.locator('html')).toHaveAttribute('lang', 'zh-Hans');
      break;
    case 'again, restart':
      server.mend(name);
      await page.getByTestId('restart').click();
      break;
    case 'again':
      server.mend(name);
      // By the keyboard: what comes above may move it from under a pointer.
      await said.getByRole('button').first().press('Enter');
      await expect(said).toHaveCount(0);
      break;
    case 'lesson':
      server.mend(name);
      await page.getByTestId('lesson-again').click();
      await expect(page.getByTestId('lesson')).toBeVisible();
      break;
    case 'by itself':
      server.lift(name);
      await expect(said).toHaveCount(0);
      break;
  }
}

async function trains(explorer: Explorer): Promise<void> {
  await explorer.ready();
  const [losses] = await explorer.stepTo(1);
  expect(Number(losses?.residual)).toBeGreaterThan(0);
}

/** Some rows at once, as many as a machine of few cores can open; all of them where they wait anyway. */
async function checkAll(context: BrowserContext, rows: readonly Row[], atOnce: number): Promise<void> {
  const server = new FaultyServer(FOLDER);
  await server.listen();
  const left = [...rows];
  const wrong: string[] = [];
  const work = async (): Promise<void> => {
    for (let row = left.shift(); row !== undefined; row = left.shift()) {
      try {
        await check(context, server, row);
      } catch (error) {
        wrong.push(`${nameOf(row)}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
  } finally {
    await server.close();
  }
  expect(wrong).toEqual([]);
}

/** What browsers themselves write of such files; of one that is cut off, whatever its syntax lacks there. */
const WRITTEN =
  /Failed to load|ERR_|MIME type|preload|module|Unexpected|Invalid or unexpected|not defined|did not arrive whole|is not whole|does not provide|Nothing has arrived|-truncated\//;

test('there are fifty of them, each another', () => {
  const names = [...WRONG, ...STALLED].map(nameOf);
  expect(new Set(names).size).toBe(50);
});

/** Of a machine that is shared with others. */
const PATIENCE = 600_000;

test('files that come as they should not are named, and the page goes on', async ({ context, faults }) => {
  test.setTimeout(PATIENCE);
  await checkAll(context, WRONG, 3);
  expectFault(faults, WRITTEN);
});

test('files that stand still are told after ten seconds, with another way', async ({ context, faults }) => {
  test.setTimeout(PATIENCE);
  await checkAll(context, STALLED, STALLED.length);
  faults.splice(0, faults.length, ...faults.filter((fault) => !WRITTEN.test(fault)));
});
