/**
 * Keeps the run of the page every 10 seconds of its training, when it pauses and when the page is hidden, and offers to go on
 * with one that was interrupted: by a closed tab, a crash, a power cut, or its worker. The copy of it goes from worker to worker;
 * on the page only the series of its charts are copied.
 */
// oxlint-disable-next-line import/default -- what Vite makes of it is the address of the worker's build.
import workerAddress from '../worker/keep.worker.ts?worker&url';
import { ownScript } from '../contract/own-scripts';
import { memoryOfState } from '../contract/run-state';
import { forgetRun, keptRuns, readRun } from '../runs/kept';
import type { KeepAnswer, KeepCommand } from '../runs/messages';
import type { KeptRun, RunSummary } from '../runs/run';
import { experimentStore } from '../state/experiment';
import { memoryOfHistory } from '../state/history';
import { offerStore, type KeepTrouble, type Offer } from '../state/offer';
import { openingStore } from '../state/opening';
import { runStore } from '../state/run';
import { NoRunError } from './asked';
import { forgetIdentity, identityOf, linkOf, newId, trainedOn } from './kept-run';
import { OpenRuns } from './open-runs';
import type { Session } from './session';
import { heartOf, type Heart } from './heartbeat';

/** Milliseconds of training after which a run is kept again: with a pulse, and the keeping itself, ten seconds are lost at most. */
const INTERVAL = 8_000;
/** Keeping may take one part in so many of the time. */
const SHARE = 20;
/** Milliseconds between two looks at the run. */
const PULSE = 1_000;
/** A pulse that comes later than this finds a page that was asleep. */
const LATE = 3 * PULSE;
/** Pulses after which a run that waits is kept: whoever steps by hand goes on stepping. */
const QUIET = 2;
/** Milliseconds after which keeping is tried again that has failed. */
const RETRY = 60_000;
/** Bytes of a state: beyond, memory is needed for the training. */
const MOST_BYTES = 400_000_000;

const bytesOf = (buffers: readonly ArrayBuffer[]): number =>
  buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);

class Keeper {
  readonly #session: Session;
  readonly #heart: Heart;
  readonly #open: OpenRuns;
  /** Of the run at hand, as it was kept last. */
  #kept: RunSummary | null = null;
  /** The last that was asked for. */
  #last: Promise<unknown> = Promise.resolve();
  /** How many are under way or wait. */
  #waiting = 0;
  /** Time from which on the run may be kept again. */
  #next = 0;
  #interval = INTERVAL;
  #pulse = performance.now();
  #waited = 0;
  #seen = 0;
  /** The browser puts the page by, or ends it. */
  #isLeft = false;

  constructor(session: Session, heart: Heart, open: OpenRuns) {
    this.#session = session;
    this.#heart = heart;
    this.#open = open;
  }

  /** Begins, and looks for a run that was interrupted. */
  async begin(): Promise<void> {
    setInterval(() => this.#beat(), PULSE);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') void this.keep();
      else void this.#lookAgain();
    });
    addEventListener('pagehide', () => {
      void this.keep();
      // A page that the browser puts by holds its locks on, and what is kept from now on would take one again.
      this.#isLeft = true;
      this.#open.release();
    });
    addEventListener('pageshow', ({ persisted }) => {
      this.#isLeft = false;
      // What it had kept may be at hand in another tab by now.
      if (persisted) forgetIdentity();
    });
    runStore.subscribe((now, before) => {
      if (now.status.kind === 'failed' && before.status.kind !== 'failed') this.#offerOwn();
    });
    await this.#look();
  }

  /** Keeps the run at hand as it is, unless that was done; resolves when it is kept, or is not. What is under way ends before. */
  async keep(): Promise<void> {
    this.#waiting++;
    const turn = this.#last.then(() => this.#keepOnce());
    this.#last = turn.catch(() => undefined).finally(() => this.#waiting--);
    await turn;
  }

  async #keepOnce(): Promise<void> {
    const { run, stepCount } = runStore.getState();
    const { id } = identityOf(run);
    if (stepCount === 0 || (this.#kept?.id === id && this.#kept.step === stepCount)) return;
    try {
      const kept = await this.#session.keptRun();
      if (kept !== null) await this.#store(kept);
    } catch (error) {
      // There is no memory for a copy of it.
      if (error instanceof RangeError) this.#give('too-large');
      // The run ended meanwhile.
      else if (!(error instanceof NoRunError)) throw error;
    }
  }

  async #store(run: KeptRun): Promise<void> {
    const began = performance.now();
    const { state, history, ...summary } = run;
    const memory = [...memoryOfState(state), ...memoryOfHistory(history)];
    if (bytesOf(memory) > MOST_BYTES) {
      this.#give('too-large');
      return;
    }
    if (!this.#isLeft) this.#open.hold(run.id);
    const answer = await this.#send({ run, open: await this.#open.all() }, memory);
    if (answer.type === 'failed') {
      this.#give(answer.full ? 'full' : 'refused');
      return;
    }
    this.#kept = summary;
    this.#heart.remember(run.id);
    this.#interval = Math.max(INTERVAL, SHARE * (performance.now() - began));
    // It was lost while it was written.
    if (runStore.getState().status.kind === 'failed') this.#offerOwn();
  }

  /** The run is not kept, which is told once; training goes on. */
  #give(trouble: KeepTrouble): void {
    const isFirst = this.#next === 0;
    this.#next = performance.now() + RETRY;
    if (isFirst) offerStore.setState({ trouble });
  }

  /** By a worker of its own, which ends with it: between two of them there is nothing to do for one. */
  async #send(command: KeepCommand, memory: Transferable[]): Promise<KeepAnswer> {
    let worker: Worker | undefined;
    try {
      const own = (worker = new Worker(ownScript(workerAddress), { type: 'module' }));
      return await new Promise<KeepAnswer>((resolve, reject) => {
        own.onmessage = ({ data }: MessageEvent<KeepAnswer>) => resolve(data);
        own.onerror = (event) => {
          event.preventDefault();
          reject(new Error(event.message));
        };
        own.postMessage(command, memory);
      });
    } catch (error) {
      return { type: 'failed', full: false, message: String(error) };
    } finally {
      worker?.terminate();
    }
  }

  #beat(): void {
    const now = performance.now();
    const passed = now - this.#pulse;
    this.#pulse = now;
    const { run, status, stepCount } = runStore.getState();
    const isRunning = status.kind === 'running';
    // A page that slept has not trained.
    const { id, trained } = trainedOn(run, isRunning ? Math.min(passed, LATE) : 0);
    if (this.#kept !== null && this.#kept.id !== id) this.#kept = null;
    if (stepCount === 0) return;
    this.#waited = isRunning || stepCount !== this.#seen ? 0 : this.#waited + 1;
    this.#seen = stepCount;
    if (this.#kept !== null) this.#heart.beat(id, { step: stepCount, trained });
    this.#outrun(stepCount);
    const isDue = isRunning
      ? trained - (this.#kept?.trained ?? 0) >= this.#interval
      : this.#waited >= QUIET && status.kind === 'paused';
    if (isDue && now >= this.#next && this.#waiting === 0) void this.keep();
  }

  /** An offer is left behind by a run of the same experiment that comes as far. */
  #outrun(stepCount: number): void {
    const { offer } = offerStore.getState();
    if (offer === null || runStore.getState().status.kind === 'failed') return;
    const isSame = offer.run.link === linkOf(experimentStore.getState().config);
    if (isSame && stepCount >= offer.run.step) offerStore.setState({ offer: null });
  }

  /** Offers the run at hand, whose worker is lost. */
  #offerOwn(): void {
    const run = this.#kept;
    const { id, trained } = identityOf(runStore.getState().run);
    if (run?.id === id) offerStore.setState({ offer: { run, lost: Math.max(0, trained - run.trained) } });
  }

  /** Another tab may have gone on with what is offered here, or forgotten it. */
  async #lookAgain(): Promise<void> {
    const { offer } = offerStore.getState();
    if (offer === null) return;
    const { id } = offer.run;
    const isThere = (await keptRuns()).some((one) => one.id === id) && !(await this.#open.isElsewhere(id));
    if (!isThere && offerStore.getState().offer === offer) offerStore.setState({ offer: null });
  }

  /** Reads a kept run, which is at hand in this tab from now on; as one of its own where it is at hand in another tab already. */
  async take(id: string): Promise<KeptRun | null> {
    const isFree = await this.#open.claim(id);
    // What refuses to be read is as one that cannot be.
    const run = await readRun(id).catch(() => null);
    return run === null || isFree ? run : { ...run, id: newId() };
  }

  /** A run is not kept any longer, unless it is at hand in another tab. */
  async forget(id: string): Promise<void> {
    if (!(await this.#open.isElsewhere(id))) await forgetRun(id);
  }

  /** Offers what was interrupted: in this tab, else of the experiment of the address, else, where that has none, the newest. */
  async #look(): Promise<void> {
    const [kept, open] = [await keptRuns(), await this.#open.all()];
    this.#heart.forgetAllBut(kept.map(({ id }) => id));
    const free = kept.filter(({ id }) => !open.includes(id));
    const link = linkOf(experimentStore.getState().config);
    const run =
      free.find(({ id }) => id === this.#heart.ofTab) ??
      free.find((one) => openingStore.getState().isBare || one.link === link);
    if (run === undefined || offerStore.getState().offer !== null) return;
    const alive = this.#heart.last(run.id);
    const lost = alive === null ? null : Math.max(0, alive.trained - run.trained);
    offerStore.setState({ offer: { run, lost } });
  }
}

let keeper: Keeper | null = null;

/** To be called once, when the first run is on its way. */
export async function startKeeping(session: Session): Promise<void> {
  keeper = new Keeper(session, heartOf(window), new OpenRuns(navigator));
  await keeper.begin();
}

/** Keeps the run at hand now, where runs are kept. */
export async function keepNow(): Promise<void> {
  await keeper?.keep();
}

/** Goes on with the run that is offered; what is at hand gives way, and may be brought back. */
export async function takeOffer(session: Session, { run: { id } }: Offer): Promise<void> {
  const run = (await keeper?.take(id)) ?? null;
  if (run !== null) await session.continueFrom(run);
  offerStore.setState({ offer: null, ...(run === null && { trouble: 'unreadable' }) });
}

/** Leaves the run that is offered; it is not kept any longer, unless another tab has gone on with it. */
export async function declineOffer({ run: { id } }: Offer): Promise<void> {
  // In this order: once it is out of sight, it is gone.
  await keeper?.forget(id);
  offerStore.setState({ offer: null });
}
