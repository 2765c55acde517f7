/** Times the contenders of one case in one browser: a fresh page each, their steps interleaved. */
import { mean, median, quantile } from 'd3';
import type { Browser, CDPSession, Page } from 'playwright';
import type { BenchCase } from './cases';
import type { Entrant, EntrantName, TorchPlace } from './contenders';
import type { Prepared, Timed } from './page';
import { startTorch } from './pytorch';

/** All contenders must agree on the losses of so many steps. */
const CHECKED_STEPS = 5;
/**
 * How well, relative: on the first step, where only rounding differs (the tolerance of the goldens), and on all of them,
 * in which a plain network amplifies it. Where rounding alone moves a case by more than half of that, twice its movement
 * is allowed.
 */
const CHECKED = [
  { steps: 1, tolerance: 1e-4 },
  { steps: CHECKED_STEPS, tolerance: 1e-2 },
] as const;
/** So many shifted copies of a case tell how far its own rounding moves it, where the later tolerance is missed. */
const SHIFTS = 3;
/** Steps that are taken in one go before the next contender has its turn. */
const TURN = 4;

export interface Timing {
  readonly contender: string;
  readonly steps: number;
  readonly medianMilliseconds: number;
  readonly p90Milliseconds: number;
  readonly meanMilliseconds: number;
  readonly timesAsSlowAsOurs: number;
  readonly firstStepMilliseconds: number;
  /** For which the page's main thread was busy, a step: JavaScript, and what wasm computes there. */
  readonly threadMilliseconds: number;
  /**
   * Processor time of all threads of its process, a step: two that compute side by side count twice. WebGPU's own process is not
   * in it.
   */
  readonly processorMilliseconds: number;
  /** That, by that of the first contender of its kind. */
  readonly processorRatio: number;
  /** Largest relative difference of a loss from ours. */
  readonly lossDifference: number;
  readonly gpu: {
    /** Of both lanes, a step. */
    readonly dispatches: number;
    readonly submits: number;
    readonly uploadedBytes: number;
    /** In all. */
    readonly pipelines: number;
    readonly bufferBytes: number;
  } | null;
}

export interface Limits {
  /** Timed steps of each contender. */
  readonly steps: number;
  /** After so much time a contender gets no further turn. */
  readonly seconds: number;
}

/** Milliseconds so far. */
interface Spent {
  /** For which the page's main thread was busy. */
  readonly busy: number;
  /** Of processor time, of all threads. */
  readonly processor: number;
}

const NOTHING: Spent = { busy: 0, processor: 0 };

/** A contender that has taken its first steps, in a page or in a process of its own. */
interface Running {
  readonly entrant: Entrant;
  readonly prepared: Prepared;
  readonly turns: Timed[];
  /** In all turns. */
  inTurns: Spent;
  time(count: number): Promise<Timed>;
  spent(): Promise<Spent>;
  close(): Promise<void> | void;
}

/** Contenders that fail are left out, with a line on the error stream. */
export async function runCase(
  bench: BenchCase,
  entrants: readonly Entrant[],
  open: () => Promise<Page>,
  limits: Limits,
): Promise<{
  readonly lossesAgree: boolean;
  /**
   * How far rounding alone moves the losses of the first and of all checked steps, relative; null where they agreed well
   * enough not to ask.
   */
  readonly movement: readonly number[] | null;
  readonly timings: Timing[];
}> {
  const running: Running[] = [];
  for (const entrant of entrants) {
    try {
      const start = performance.now();
      running.push(
        entrant.torch === undefined
          ? await inPage(entrant, bench, await open())
          : await inProcess(entrant, entrant.torch, bench),
      );
      const seconds = (performance.now() - start) / 1000;
      console.error(`${entrant.name}: ready after ${seconds.toFixed(0)} s and ${CHECKED_STEPS} steps`);
    } catch (error) {
      console.error(
        `${entrant.name}, ${bench.title}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  const waiting = new Set(running);
  while (waiting.size > 0) {
    for (const each of waiting) {
      await takeTurn(each, limits);
      const times = millisecondsOf(each);
      const spent = times.reduce((sum, time) => sum + time, 0) / 1000;
      if (times.length >= limits.steps || spent > limits.seconds) waiting.delete(each);
    }
  }
  const timings = running.map((each) => timingOf(each, running));
  for (const each of running) await each.close();
  const apart = CHECKED.map(({ steps }) =>
    Math.max(...running.map((each) => lossDifference(each, running, steps))),
  );
  const missed = CHECKED.some(({ tolerance }, i) => (apart[i] ?? Number.NaN) > tolerance);
  const movement = missed ? await movementOf(running[0], bench, open) : null;
  return {
    lossesAgree: CHECKED.every(
      ({ tolerance }, i) => (apart[i] ?? Number.NaN) <= Math.max(tolerance, 2 * (movement?.[i] ?? 0)),
    ),
    movement,
    timings,
  };
}

/**
 * Largest relative difference of a loss between a contender and itself on images that float32 can hardly tell apart, as
 * `CHECKED` has them.
 */
async function movementOf(
  reference: Running | undefined,
  bench: BenchCase,
  open: () => Promise<Page>,
): Promise<number[]> {
  if (reference === undefined || reference.entrant.torch !== undefined) return CHECKED.map(() => 0);
  const shifts: Prepared[] = [];
  for (let shift = 0; shift < SHIFTS; shift++) {
    const page = await open();
    shifts.push(await prepare(page, reference.entrant, bench, shift));
    await page.close();
  }
  const losses = ({ losses: all }: Prepared, steps: number): number[] => all.slice(0, steps).flat();
  return CHECKED.map(({ steps }) =>
    Math.max(
      ...shifts.map((prepared) =>
        largestDifference(losses(prepared, steps), losses(reference.prepared, steps)),
      ),
    ),
  );
}

function prepare(page: Page, entrant: Entrant, bench: BenchCase, shift: number | null): Promise<Prepared> {
  return page.evaluate(([name, id, count, seed]) => window.prepareContender(name, id, count, seed), [
    entrant.name as EntrantName,
    bench.id,
    CHECKED_STEPS,
    shift,
  ] as const);
}

async function inPage(entrant: Entrant, bench: BenchCase, page: Page): Promise<Running> {
  try {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    const prepared = await prepare(page, entrant, bench, null);
    return {
      entrant,
      prepared,
      turns: [],
      inTurns: NOTHING,
      time: (count) => page.evaluate((steps) => window.timeSteps(steps), count),
      spent: () => spentBy(devtools),
      close: () => page.close(),
    };
  } catch (error) {
    await page.close();
    throw error;
  }
}

async function inProcess(entrant: Entrant, place: TorchPlace, bench: BenchCase): Promise<Running> {
  const torch = await startTorch(bench, CHECKED_STEPS, place);
  let [busy, processor] = [0, 0];
  return {
    entrant,
    prepared: torch.prepared,
    turns: [],
    inTurns: NOTHING,
    async time(count) {
      const time = await torch.time(count);
      busy += time.milliseconds.reduce((sum, each) => sum + each, 0);
      processor += time.processor;
      return { milliseconds: time.milliseconds, before: null, after: null };
    },
    spent: () => Promise.resolve({ busy, processor }),
    close: () => torch.close(),
  };
}

async function takeTurn(each: Running, limits: Limits): Promise<void> {
  const left = Math.min(TURN, limits.steps - millisecondsOf(each).length);
  const start = await each.spent();
  each.turns.push(await each.time(left));
  const end = await each.spent();
  const { busy, processor } = each.inTurns;
  each.inTurns = {
    busy: busy + end.busy - start.busy,
    processor: processor + end.processor - start.processor,
  };
}

async function spentBy(devtools: CDPSession): Promise<Spent> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  const milliseconds = (metric: string): number =>
    1000 * (metrics.find(({ name }) => name === metric)?.value ?? Number.NaN);
  return { busy: milliseconds('TaskDuration'), processor: milliseconds('ProcessTime') };
}

function millisecondsOf({ turns }: Running): number[] {
  return turns.flatMap(({ milliseconds }) => milliseconds);
}

/** Largest relative difference of the losses of so many steps from those of the first contender. */
function lossDifference({ prepared }: Running, running: readonly Running[], steps: number): number {
  const reference = running[0]?.prepared.losses.slice(0, steps).flat() ?? [];
  return largestDifference(prepared.losses.slice(0, steps).flat(), reference);
}

function largestDifference(values: readonly number[], reference: readonly number[]): number {
  return Math.max(...values.map((value, i) => Math.abs(value / (reference[i] ?? Number.NaN) - 1)));
}

function timingOf(each: Running, running: readonly Running[]): Timing {
  const times = millisecondsOf(each);
  const middle = median(times) ?? Number.NaN;
  const ours = running.find(({ entrant }) => entrant.uses === each.entrant.uses);
  const processorOf = (one: Running): number => one.inTurns.processor / millisecondsOf(one).length;
  const [first, last] = [each.turns[0]?.before, each.turns.at(-1)?.after];
  return {
    contender: each.entrant.name,
    steps: times.length,
    medianMilliseconds: round(middle),
    p90Milliseconds: round(quantile(times, 0.9) ?? Number.NaN),
    meanMilliseconds: round(mean(times) ?? Number.NaN),
    timesAsSlowAsOurs: round(
      middle / (ours === undefined ? Number.NaN : (median(millisecondsOf(ours)) ?? Number.NaN)),
    ),
    firstStepMilliseconds: round(each.prepared.firstStepMilliseconds),
    threadMilliseconds: round(each.inTurns.busy / times.length),
    processorMilliseconds: round(processorOf(each)),
    processorRatio: round(processorOf(each) / (ours === undefined ? Number.NaN : processorOf(ours))),
    lossDifference: lossDifference(each, running, CHECKED_STEPS),
    gpu:
      each.entrant.uses === 'webgpu' && first && last
        ? {
            dispatches: Math.round((last.dispatches - first.dispatches) / times.length),
            submits: Math.round((last.submits - first.submits) / times.length),
            uploadedBytes: Math.round((last.uploadedBytes - first.uploadedBytes) / times.length),
            pipelines: last.pipelines,
            bufferBytes: last.bufferBytes,
          }
        : null,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Opens pages of the bench in a browser. */
export function opener(browser: Browser, address: string): () => Promise<Page> {
  return async () => {
    const page = await browser.newPage();
    page.setDefaultTimeout(0);
    page.on('pageerror', (error) => console.error(error));
    await page.goto(address);
    await page.waitForFunction(() => 'timeSteps' in window);
    return page;
  };
}
