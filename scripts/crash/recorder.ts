/** Notes what the workers of a page report, from within the page and to the last bit. */
import type { Page } from 'playwright';
import type { Report } from '../../src/contract/messages';

export interface Row {
  /** Updates made. */
  readonly step: number;
  /** Milliseconds since 1970 at which it came. */
  readonly at: number;
  /** All numbers of the row, exact. */
  readonly values: string;
}

export interface Record {
  readonly rows: readonly Row[];
  readonly recoveries: readonly { readonly step: number; readonly repeated: number }[];
  /** The backend that runs, once it is known. */
  readonly backend: string;
}

declare global {
  interface Window {
    recordOfCrashTest: { rows: Row[]; recoveries: { step: number; repeated: number }[]; backend: string };
  }
}

/** To be run before any code of the page. */
export function record(): void {
  const noted: Window['recordOfCrashTest'] = { rows: [], recoveries: [], backend: '' };
  window.recordOfCrashTest = noted;
  const hear = ({ data }: MessageEvent<Report>): void => {
    if (data.type === 'backend') noted.backend = data.backend.name;
    else if (data.type === 'recovered') noted.recoveries.push({ step: data.step, repeated: data.repeated });
    else if (data.type === 'metrics' && data.stepCount > (data.rows[0] ?? 0))
      noted.rows.push({ step: data.stepCount, at: Date.now(), values: data.rows.join(' ') });
  };
  const Own = Worker;
  window.Worker = class extends Own {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      this.addEventListener('message', hear);
    }
  };
}

export function read(page: Page): Promise<Record> {
  return page.evaluate(() => window.recordOfCrashTest);
}

/**
 * Waits for the row of so many updates, or a later one; without end where the timeout is 0.
 * @throws Error with what is there instead.
 */
export async function reaches(page: Page, step: number, timeout: number): Promise<void> {
  try {
    await page.waitForFunction(
      (wanted) => (window.recordOfCrashTest.rows.at(-1)?.step ?? 0) >= wanted,
      step,
      { timeout, polling: 100 },
    );
  } catch (cause) {
    const { rows, backend } = await read(page);
    const button = await page.getByTestId('train').innerText();
    const last = rows.at(-1)?.step ?? 'none';
    throw new Error(`step ${step} did not come: the last is ${last}, on ${backend}, offering “${button}”`, {
      cause,
    });
  }
}

/** Updates at which runs are kept in the browser's store, the newest of them; 0 where none is. */
export function newestKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const runs = await root.getDirectoryHandle('runs').catch(() => null);
    let newest = 0;
    if (runs === null) return newest;
    for await (const folder of runs.values()) {
      if (folder.kind !== 'directory') continue;
      const index = await (folder as FileSystemDirectoryHandle).getFileHandle('index.json').catch(() => null);
      const text = await index?.getFile().then((file) => file.text());
      if (text !== undefined) newest = Math.max(newest, (JSON.parse(text) as { step: number }).step);
    }
    return newest;
  });
}
