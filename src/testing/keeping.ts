/** A page that keeps its runs: its events, locks, clock, and the worker that keeps, played by a test. Used by tests only. */
import { vi } from 'vitest';
import { continueKept, keptRunOf } from '../client/kept-run';
import type { Session } from '../client/session';
import type { RunState } from '../contract/run-state';
import type { KeepAnswer, KeepCommand } from '../runs/messages';
import type { KeptRun } from '../runs/run';
import { experimentStore } from '../state/experiment';
import { offerStore } from '../state/offer';
import { openingStore } from '../state/opening';
import { initialRunFacts, runStore } from '../state/run';
import { smallExperiment } from './client';
import { keptRunOf as madeUpRun } from './kept-run';

/** Numbers of runs go on from test to test: what an earlier test left behind is not of the run at hand. */
let runs = 0;

export class KeepingPage {
  /** What workers were given, one each. */
  readonly sent: { readonly command: KeepCommand; readonly memory: readonly Transferable[] }[] = [];
  /** Names of locks, of all tabs. */
  readonly locks = new Set<string>();
  readonly continued: KeptRun[] = [];
  /** Of what the next is asked. */
  answer: KeepAnswer | Error = { type: 'kept' };
  /** Milliseconds that keeping takes. */
  takes = 0;
  makesWorkers = true;
  /** Workers that are not ended. */
  working = 0;
  state = (): Promise<RunState> =>
    Promise.resolve(madeUpRun(smallExperiment, runStore.getState().stepCount).state);

  readonly session = {
    keptRun: () =>
      keptRunOf(this, () => ({ config: experimentStore.getState().config, facts: runStore.getState() })),
    continueFrom: async (run: KeptRun) => {
      this.continued.push(run);
      continueKept({ goOn: () => this.begin(), comeBack: () => this.begin() }, run);
    },
  } as unknown as Session;

  #window = new EventTarget();
  #document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  #slept = 0;

  constructor() {
    vi.useFakeTimers();
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + this.#slept);
    localStorage.clear();
    sessionStorage.clear();
    const { locks } = this;
    vi.stubGlobal('navigator', {
      locks: {
        async request(name: string, ...more: readonly unknown[]) {
          const hold = more.at(-1) as (lock: object | null) => Promise<void> | undefined;
          const isFree = !locks.has(name);
          // Who does not ask for what is free only would wait here.
          if (!isFree && more.length > 1) return hold(null);
          locks.add(name);
          await hold({ name });
          locks.delete(name);
        },
        query: () => Promise.resolve({ held: Array.from(locks, (name) => ({ name })) }),
      },
    });
    vi.stubGlobal('Worker', workerOf(this));
    offerStore.setState({ offer: null, trouble: null });
    openingStore.setState({ isBare: false });
    experimentStore.setState({ config: smallExperiment });
    this.load();
  }

  /** Loads it anew: its timers and listeners are gone, and so are its run and its locks. */
  load(): void {
    vi.clearAllTimers();
    this.locks.clear();
    this.#window = new EventTarget();
    this.#document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
    vi.stubGlobal('addEventListener', this.#window.addEventListener.bind(this.#window));
    vi.stubGlobal('document', this.#document);
    runStore.setState({ ...initialRunFacts, run: ++runs });
  }

  /** Another run is at hand. */
  begin(): void {
    runStore.setState({ ...initialRunFacts, run: ++runs });
  }

  /** Trains for so many seconds, at ten steps each. */
  async trains(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second++) {
      runStore.setState(({ stepCount }) => ({ status: { kind: 'running' }, stepCount: stepCount + 10 }));
      await this.waits(1);
    }
  }

  async waits(seconds: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(1_000 * seconds);
  }

  /** Time passes in which it does nothing. */
  sleeps(seconds: number): void {
    this.#slept += 1_000 * seconds;
  }

  pauses(stepCount = runStore.getState().stepCount): void {
    runStore.setState({ status: { kind: 'paused' }, stepCount });
  }

  fails(): void {
    runStore.setState({ status: { kind: 'failed', code: 'internal', message: 'odd' } });
  }

  /** It is seen no more, or again; what follows at once has happened. */
  async shows(visibilityState: 'hidden' | 'visible'): Promise<void> {
    this.#document.visibilityState = visibilityState;
    this.#document.dispatchEvent(new Event('visibilitychange'));
    await this.waits(0);
  }

  /** The reader goes elsewhere. */
  async leaves(): Promise<void> {
    this.#window.dispatchEvent(new Event('pagehide'));
    await this.waits(0);
  }

  /** The reader comes back, to the page as it was. */
  returns(): void {
    this.#window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  }

  end(): void {
    vi.clearAllTimers();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  }
}

function workerOf(page: KeepingPage) {
  return class {
    onmessage: ((event: { readonly data: KeepAnswer }) => void) | null = null;
    onerror: ((event: ErrorEvent) => void) | null = null;

    constructor() {
      if (!page.makesWorkers) throw new DOMException('not here', 'SecurityError');
      page.working++;
    }

    postMessage(command: KeepCommand, memory: readonly Transferable[]): void {
      page.sent.push({ command, memory });
      const { answer } = page;
      const tell = (): void => {
        if (answer instanceof Error)
          this.onerror?.({ message: answer.message, preventDefault: () => undefined } as ErrorEvent);
        else this.onmessage?.({ data: answer });
      };
      if (page.takes === 0) queueMicrotask(tell);
      else setTimeout(tell, page.takes);
    }

    terminate(): void {
      page.working--;
    }
  };
}
