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
  /** Of the page's own: reference work is left out. */
  readonly tasks: readonly Task[];
  /** When `performance.mark` was called with this name, each time. */
  readonly marks: (name: string) => readonly number[];
  /**
   * How much longer than on the machine that bars were measured on a piece of work takes here: 1 where it is as fast or faster.
   * NaN where the action has done no reference work.
   */
  readonly slowness: number;
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

const REFERENCE = 'reference-work';
/** Milliseconds of a processor that the reference work takes where the bars were measured, while a worker trains beside it. */
const REFERENCE_MILLISECONDS = 6;
/** Times that it is done where nothing else is to be done beside it. */
export const REFERENCES = 9;

/**
 * Work of a fixed size on the main thread of a page, of the kind that the page itself does: it makes elements, sorts and writes text. A
 * bar in milliseconds is told by it on any machine. To be done several times while the page is in the state that is measured.
 */
export const referenceWork = (page: Page): Promise<void> =>
  page.evaluate((mark) => {
    performance.mark(mark);
    const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const numbers: number[] = [];
    for (let i = 0; i < 3_000; i++) numbers.push((i * 7_919) % 3_001);
    for (const number of numbers) {
      const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
      path.setAttribute('d', `M0,${number}L${number / 7},${Math.log1p(number).toFixed(2)}`);
      path.setAttribute('class', number % 2 === 0 ? 'even' : 'odd');
      drawing.append(path);
    }
    numbers.sort((a, b) => a - b);
    performance.mark(`${mark}-${drawing.childElementCount + JSON.stringify(numbers).length}`);
  }, REFERENCE);

/** The median of how long tasks of reference work had a processor, beside what they have where bars were measured. */
function slownessOf(reference: readonly (Task | undefined)[]): number {
  const computed = reference.flatMap((task) => task?.computed ?? []).toSorted((a, b) => a - b);
  return Math.max(1, (computed[computed.length >> 1] ?? Number.NaN) / REFERENCE_MILLISECONDS);
}

/** What the thread of an event did in a trace. */
function threadOf(events: readonly TraceEvent[], { pid, tid }: TraceEvent): Trace {
  const own = events.filter((event) => event.pid === pid && event.tid === tid);
  const all = own
    .filter(({ name, ph }) => name.endsWith('RunTask') && ph === 'X')
    .map(({ ts, dur = 0, tdur = 0 }) => ({ start: ts / 1_000, took: dur / 1_000, computed: tdur / 1_000 }));
  const marks = (name: string): number[] =>
    own.filter((event) => event.name === name).map(({ ts }) => ts / 1_000);
  const reference = new Set(
    marks(REFERENCE).map((at) => all.find(({ start, took }) => start <= at && at < start + took)),
  );
  return { tasks: all.filter((task) => !reference.has(task)), marks, slowness: slownessOf([...reference]) };
}

/**
 * Milliseconds for which the main thread and the workers of a page had a processor while an action ran, before a mark that the
 * page makes within it, and how slow the machine was right after it. Where one waits for the other, they are about the time
 * that it takes on a machine that has nothing else to do.
 */
export async function computedUntil(
  browser: Browser,
  page: Page,
  mark: string,
  action: () => Promise<void>,
): Promise<{ readonly computed: number; readonly slowness: number }> {
  const events = await trace(browser, page, async () => {
    await action();
    for (let i = 0; i < REFERENCES; i++) await referenceWork(page);
  });
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
  return {
    computed: tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1_000, 0),
    slowness: threadOf(events, end).slowness,
  };
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
  return threadOf(traceEvents, main);
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
