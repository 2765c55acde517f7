/**
 * Workers that train lanes, for one run after another, and the only place that constructs them. They run the same file as the
 * trainer worker, under another name: the browser has it, and its code is compiled.
 */
import type { BackendName } from '../contract/backend';
import { ownScript } from '../contract/own-scripts';
import type { ExperimentConfig } from '../config/schema';
import { runningBackend } from '../engine/backend';
import type { OpenLanes } from '../training/lanes';
import { openLanes } from '../training/trainer';
import { WorkerLanes } from '../training/workers/lanes';
import { LaneLine, type LaneWorker } from '../training/workers/line';

/** What a worker is named that trains lanes. */
export const LANE_WORKER = 'lanes';

/** Workers of which one is lost again within so many milliseconds are given up: the trainer worker then trains itself. */
const PATIENCE = 60_000;

/** Where a run has its lanes. */
export interface LanePlace {
  readonly isInWorkers: boolean;
  readonly open: OpenLanes;
}

export const HERE: LanePlace = { isInWorkers: false, open: openLanes };

export interface LaneWorkersOptions {
  readonly now: () => number;
  /** What the machine has. */
  readonly cores?: number;
  readonly createWorker?: () => LaneWorker;
}

export class LaneWorkers {
  readonly #now: () => number;
  readonly #cores: number;
  readonly #createWorker: () => LaneWorker;
  #lines: LaneLine[] = [];
  #lastLoss = Number.NEGATIVE_INFINITY;
  #isGivenUp = false;

  constructor(options: LaneWorkersOptions) {
    this.#now = options.now;
    this.#cores = options.cores ?? navigator.hardwareConcurrency;
    this.#createWorker =
      options.createWorker ??
      (() => new Worker(ownScript(self.location.href), { type: 'module', name: LANE_WORKER }));
  }

  /**
   * Where an experiment has its lanes on this backend: each in a worker as far as there are cores, or `most` of them; here where
   * that leaves one, and on the GPU. Workers that are too many end, and those that are missing begin to load.
   */
  placeFor({ lanes }: ExperimentConfig, backend: BackendName, most = this.#cores): LanePlace {
    const running = runningBackend();
    const wanted = Math.min(lanes.length, most);
    const count = backend === 'webgpu' || this.#isGivenUp || wanted < 2 ? 0 : wanted;
    // One may have ended unasked.
    this.#lines = this.#lines.filter(({ isLost }) => !isLost);
    for (const line of this.#lines.splice(count)) line.giveUp('it is not needed');
    try {
      while (this.#lines.length < count) {
        const line = new LaneLine(this.#createWorker());
        line.start(running);
        this.#lines.push(line);
      }
    } catch {
      // This browser has none within workers, or does not allow them.
      this.#isGivenUp = true;
    }
    if (this.#lines.length < 2) return HERE;
    const lines = [...this.#lines];
    return {
      isInWorkers: true,
      open: (experiment, plans, data, turns) =>
        new WorkerLanes(experiment, data, { backend: running, lines, plans, turns }),
    };
  }

  /** Ends all of them, one having been lost: those that follow begin with nothing. */
  noteLoss(): void {
    const now = this.#now();
    this.#isGivenUp ||= now - this.#lastLoss < PATIENCE || this.#lines.some(({ hasOpened }) => !hasOpened);
    for (const line of this.#lines.splice(0)) line.giveUp('another one is lost');
    this.#lastLoss = now;
  }

  /** Resolves when they have heard what was said to them by now, or are lost: all, or those of them that have ever answered. */
  async answered(all: boolean): Promise<void> {
    const lines = this.#lines.filter(({ hasSpoken }) => all || hasSpoken);
    await Promise.all(lines.map((line) => line.ping()));
  }
}
