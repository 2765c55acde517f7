/** What the main thread of the page does while an action runs: its tasks, from a trace of the browser, and what it draws. */
import type { Browser, Page } from '@playwright/test';

export interface Task {
  /** When it began, on the clock of the trace, in milliseconds. */
  readonly start: number;
  /** How long it took, and how much of that it had a processor, in milliseconds. */
  readonly took: number;
  readonly computed: number;
}

export interface Trace {
  readonly tasks: readonly Task[];
  /** When `performance.mark` was called with this name, each time. */
  readonly marks: (name: string) => readonly number[];
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: of its start, of the event, and of the processor within it. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  /** Of `thread_name`. */
  readonly args?: { readonly name?: string };
}

async function trace(
  browser: Browser,
  page: Page,
  action: () => Promise<void>,
): Promise<readonly TraceEvent[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await action();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as {
    traceEvents: readonly TraceEvent[];
  };
  return traceEvents;
}

/**
 * Milliseconds for which the main thread and the workers of a page had a processor while an action ran, before a mark that the
 * page makes within it: where one waits for the other, about the time that it takes on a machine that has nothing else to do.
 */
export async function computedUntil(
  browser: Browser,
  page: Page,
  mark: string,
  action: () => Promise<void>,
): Promise<number> {
  const events = await trace(browser, page, action);
  const end = events.find(({ name }) => name === mark);
  if (end === undefined) throw new Error(`the page never made the mark ${mark}`);
  const threads = new Set(
    events
      .filter(({ name, pid }) => name === 'thread_name' && pid === end.pid)
      .filter(({ args }) => /Main|Worker/.test(args?.name ?? '') && !/ThreadPool/.test(args?.name ?? ''))
      .map(({ tid }) => tid),
  );
  const tasks = events.filter(
    ({ name, ph, pid, tid, ts }) =>
      pid === end.pid && threads.has(tid) && name.endsWith('RunTask') && ph === 'X' && ts < end.ts,
  );
  return tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1_000, 0);
}

export async function traceMainThread(
  browser: Browser,
  page: Page,
  action: () => Promise<void>,
): Promise<Trace> {
  const mark = 'here-is-the-main-thread';
  const traceEvents = await trace(browser, page, async () => {
    await page.evaluate((name) => performance.mark(name), mark);
    await action();
  });
  const main = traceEvents.find(({ name }) => name === mark);
  if (main === undefined) throw new Error('the trace lacks the main thread of the page');
  const own = traceEvents.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  return {
    tasks: own
      .filter(({ name, ph }) => name.endsWith('RunTask') && ph === 'X')
      .map(({ ts, dur = 0, tdur = 0 }) => ({ start: ts / 1_000, took: dur / 1_000, computed: tdur / 1_000 })),
    marks: (name) => own.filter((event) => event.name === name).map(({ ts }) => ts / 1_000),
  };
}

/** Calls that drew since they were last read: in so many frames of the screen, in the busiest of them, and in all. */
export interface Drawing {
  readonly frames: number;
  readonly most: number;
  readonly sum: number;
}

/** Counts the calls that draw on canvases. To be called before the page is opened; returns what reads the counts. */
export async function countDrawing(page: Page): Promise<() => Promise<Drawing>> {
  await page.addInitScript(() => {
    const frames: number[] = [];
    const drawing = CanvasRenderingContext2D.prototype as unknown as Record<
      string,
      (...values: unknown[]) => unknown
    >;
    for (const name of [
      'moveTo',
      'lineTo',
      'arc',
      'rect',
      'fillRect',
      'clearRect',
      'drawImage',
      'putImageData',
      'fillText',
    ]) {
      const draw = drawing[name];
      drawing[name] = function (...values) {
        frames.push((frames.pop() ?? 0) + 1);
        return draw?.apply(this, values);
      };
    }
    const next = (): void => {
      frames.push(0);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
    (window as unknown as { drawn: () => number[] }).drawn = () => frames.splice(0);
  });
  return async () => {
    const frames = await page.evaluate(() => (window as unknown as { drawn: () => number[] }).drawn());
    return {
      frames: frames.length,
      most: Math.max(0, ...frames),
      sum: frames.reduce((sum, calls) => sum + calls, 0),
    };
  };
}
