/** What a page and its workers hold, counted from outside after a collection of garbage. */
import type { CDPSession, Page } from 'playwright';
import { WorkerInspector } from '../../e2e/worker-inspector';

/** Bytes, but for counts. */
export interface Held {
  readonly page: number;
  readonly workerHeaps: number;
  readonly wasm: number;
  readonly gpu: number;
  readonly tensors: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
}

export interface Sample extends Held {
  /** Since the beginning. */
  readonly seconds: number;
  /** Updates made by all runs until then. */
  readonly steps: number;
}

/** Most that may be added from the first third after the warm-up to the last. */
const MOST = 0.05;
/**
 * Differences that mean nothing, however small what is held. The memory of WebAssembly never shrinks: a worker that had a larger
 * experiment before holds some megabytes more than one that is new.
 */
const IDLE: Readonly<Record<keyof Held, number>> = {
  page: 1e6,
  workerHeaps: 1e6,
  wasm: 8e6,
  gpu: 1e6,
  tensors: 20,
  nodes: 400,
  listeners: 60,
  workers: 0,
};
const COLUMNS: readonly (readonly [keyof Sample, string, number])[] = [
  ['seconds', 's', 1],
  ['steps', 'steps', 1],
  ['page', 'page MB', 1e6],
  ['workerHeaps', 'workers MB', 1e6],
  ['wasm', 'wasm MB', 1e6],
  ['gpu', 'GPU MB', 1e6],
  ['tensors', 'tensors', 1],
  ['nodes', 'nodes', 1],
  ['listeners', 'listeners', 1],
  ['workers', 'workers', 1],
];

export class Census {
  readonly #session: CDPSession;
  readonly #inspector: WorkerInspector;

  private constructor(session: CDPSession, inspector: WorkerInspector) {
    this.#session = session;
    this.#inspector = inspector;
  }

  /** To be called before the page is opened. */
  static async of(page: Page): Promise<Census> {
    const inspector = await WorkerInspector.of(page);
    return new Census(await page.context().newCDPSession(page), inspector);
  }

  async count(): Promise<Held> {
    const { page, worker, wasm, tensors, gpu, workers } = await this.#inspector.memory();
    const { nodes, jsEventListeners } = await this.#session.send('Memory.getDOMCounters');
    return { page, workerHeaps: worker, wasm, gpu, tensors, nodes, listeners: jsEventListeners, workers };
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** What there is more of in the last third than in the first, in words; the middle of each third stands for it. */
export function grown(samples: readonly Sample[], warm: number): readonly string[] {
  const counted = samples.slice(Math.floor(warm * samples.length));
  const third = Math.max(1, Math.floor(counted.length / 3));
  return COLUMNS.flatMap(([key, title]) => {
    if (key === 'seconds' || key === 'steps') return [];
    const [before, after] = [counted.slice(0, third), counted.slice(-third)].map((part) =>
      middle(part.map((sample) => sample[key])),
    );
    const [first = 0, last = 0] = [before, after];
    return last - first > Math.max(IDLE[key], MOST * first) ? [`${title} grew from ${first} to ${last}`] : [];
  });
}

export function tableOf(samples: readonly Sample[]): string {
  const rows = [
    COLUMNS.map(([, title]) => title),
    ...samples.map((sample) =>
      COLUMNS.map(([key, , unit]) => (unit === 1 ? String(sample[key]) : (sample[key] / unit).toFixed(1))),
    ),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n');
}
