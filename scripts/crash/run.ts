/** Trains an experiment in a page, kills it, and goes on as the page offers. */
import type { Browser, BrowserContext, Page, Worker } from 'playwright';
import type { Case } from './cases';
import type { Fate } from './judge';
import { newestKept, reaches, read, record, type Row } from './recorder';

/** Milliseconds until something that is waited for counts as not coming; WebGPU in software compiles slowly. */
const PATIENCE = 240_000;
/** Milliseconds that a reader takes to begin anew. */
const HESITATION = 3_000;
/** Steps that are trained after the last one that was seen. */
const FURTHER = 20;

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, milliseconds));

export function addressOf(base: string, { backend, link }: Pick<Case, 'backend' | 'link'>): string {
  return `${base}?backend=${backend}${link}`;
}

async function openContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(PATIENCE);
  // How functions are named that this program sends to the page.
  await context.addInitScript('globalThis.__name = (value) => value;');
  await context.addInitScript(record);
  return context;
}

/** Waits until a run can be trained. */
async function ready(page: Page): Promise<void> {
  await page.locator('[data-testid="step"]:enabled').waitFor();
}

async function train(page: Page): Promise<void> {
  await ready(page);
  await page.getByTestId('train').click();
}

/** The rows of a run that nobody disturbs, by their step, up to so many updates. */
export async function calmRows(
  browser: Browser,
  address: string,
  steps: number,
): Promise<ReadonlyMap<number, string>> {
  const context = await openContext(browser);
  try {
    const page = await context.newPage();
    await page.goto(address);
    await train(page);
    await reaches(page, steps, 0);
    const { rows } = await read(page);
    return new Map(rows.map(({ step, values }) => [step, values]));
  } finally {
    await context.close();
  }
}

/** A page that trains, and what can be done to it. */
interface Scene {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly address: string;
}

async function openAnew({ context, address }: Scene): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** An error in a worker that nobody catches ends it. */
async function breakDown(worker: Worker | undefined): Promise<void> {
  if (worker === undefined) throw new Error('there is no such worker');
  await worker.evaluate(
    () =>
      void setTimeout(() => {
        throw new RangeError('Out of memory');
      }),
  );
}

/** Each resolves to the page where the run goes on. */
const KILLS: Readonly<Record<Case['kind'], (scene: Scene) => Promise<Page>>> = {
  renderer: async (scene) => {
    const session = await scene.context.newCDPSession(scene.page);
    const crashed = scene.page.waitForEvent('crash');
    // Nobody is left to answer.
    session.send('Page.crash').catch(() => undefined);
    await crashed;
    await scene.page.close();
    return openAnew(scene);
  },
  'trainer worker': async ({ page }) => {
    await breakDown(page.workers()[0]);
    return page;
  },
  'lane worker': async ({ page }) => {
    // The trainer was there before them.
    await breakDown(page.workers().at(-1));
    return page;
  },
  'GPU process': async ({ browser, page }) => {
    const session = await browser.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess');
    return page;
  },
  reload: async ({ page }) => {
    await page.reload();
    return page;
  },
  'away and back': async ({ page }) => {
    await page.goto('about:blank');
    await page.goBack();
    return page;
  },
  'tab closed': async (scene) => {
    await scene.page.close({ runBeforeUnload: true });
    return openAnew(scene);
  },
};

/** Those that the page itself recovers from. */
const UNNOTICED: ReadonlySet<Case['kind']> = new Set(['lane worker', 'GPU process']);

/** Takes the offer of the page, or begins anew where nothing had been kept; resolves to the updates that it goes on from. */
async function goOn(page: Page, kind: Case['kind']): Promise<number> {
  const offer = page.getByTestId('interrupted');
  const again = page.getByTestId('restart');
  if (kind === 'trainer worker') {
    await offer.or(again).first().waitFor();
    // It may have been about to be kept.
    await offer.waitFor({ timeout: HESITATION }).catch(() => undefined);
    if ((await offer.count()) === 0) {
      await again.click();
      return 0;
    }
  } else await ready(page);
  const kept = await newestKept(page);
  if (kept === 0) return 0;
  await offer.waitFor();
  const text = await page.getByTestId('continue').innerText();
  await page.getByTestId('continue').click();
  await offer.waitFor({ state: 'detached' });
  return Number(/\d[\d,]*/.exec(text)?.[0].replaceAll(',', '') ?? Number.NaN);
}

/** How many milliseconds of training followed the row of so many updates. */
function spentSince(rows: readonly Row[], step: number): number {
  const [first] = rows;
  const from = rows.find((row) => row.step === step) ?? first;
  return from === undefined ? 0 : (rows.at(-1)?.at ?? from.at) - from.at;
}

/** @throws Error where it does not go on. */
export async function killed(browser: Browser, address: string, { kind, after }: Case): Promise<Fate> {
  const context = await openContext(browser);
  try {
    const page = await context.newPage();
    await page.goto(address);
    await train(page);
    await reaches(page, 1, PATIENCE);
    await sleep(after);
    const { rows: before } = await read(page);
    const seen = before.at(-1)?.step ?? 0;
    const next = await KILLS[kind]({ browser, context, page, address });
    if (UNNOTICED.has(kind)) {
      await reaches(next, seen + FURTHER, PATIENCE);
      const { rows, recoveries, backend } = await read(next);
      const { step = seen, repeated = 0 } = recoveries.at(-1) ?? {};
      const lost =
        repeated === 0
          ? 0
          : spentSince(
              rows.filter((row) => row.step <= step),
              step - repeated,
            );
      return { before: [], after: rows, from: 0, repeated, lost, backend };
    }
    const from = await goOn(next, kind);
    const already = kind === 'trainer worker' ? (await read(next)).rows.length : 0;
    await train(next);
    await reaches(next, seen + FURTHER, PATIENCE);
    const { rows, backend } = await read(next);
    const repeated = Math.max(0, seen - from);
    return {
      before,
      after: rows.slice(already),
      from,
      repeated,
      lost: repeated === 0 ? 0 : spentSince(before, from),
      backend,
    };
  } finally {
    await context.close();
  }
}
