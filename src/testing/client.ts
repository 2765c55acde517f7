/** A worker under a test's control: what the page sent, and a way to answer. Used by tests only. */
import { DEFAULTS } from '../config/defaults';
import type { ExperimentConfig } from '../config/schema';
import type { Command, Ping, Pong, Report } from '../contract/messages';
import type { TrainerWorker } from '../client/worker-line';
import { gradientOf } from '../contract/metrics';

export class FakeWorker implements TrainerWorker {
  /** Commands; whether it is there, it is asked besides. */
  readonly sent: Command[] = [];
  /** Hangs, or was closed: it does not say that it is there. */
  silent = false;
  /** How many times it was asked whether it is there. */
  questions = 0;
  terminated = false;
  onmessage: TrainerWorker['onmessage'] = null;
  onerror: TrainerWorker['onerror'] = null;
  onmessageerror: TrainerWorker['onmessageerror'] = null;

  postMessage(message: Command | Ping): void {
    if (message.type !== 'ping') {
      this.sent.push(message);
      return;
    }
    this.questions = message.question;
    if (!this.silent) queueMicrotask(() => this.pong(message.question));
  }

  pong(question: number): void {
    this.onmessage?.({ data: { type: 'pong', question } } as MessageEvent<Pong>);
  }

  terminate(): void {
    this.terminated = true;
  }

  /** Answers in the run of the newest command, or in the one given. */
  answer(report: DistributiveOmit<Report, 'run'>, run = this.sent.at(-1)?.run ?? -1): void {
    this.onmessage?.({ data: { ...report, run } } as MessageEvent<Report>);
  }

  crash(message: string): void {
    this.onerror?.({ message, preventDefault: () => undefined } as ErrorEvent);
  }

  /** As where its code does not arrive. */
  miss(): void {
    this.onerror?.({ preventDefault: () => undefined } as ErrorEvent);
  }
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Two lanes of two blocks, as small as an experiment gets. */
export const smallExperiment: ExperimentConfig = {
  ...DEFAULTS,
  data: { set: 'shapes', inputSize: 14 },
  network: {
    ...DEFAULTS.network,
    stemWidth: 8,
    stages: [
      { blocks: 1, width: 8, stride: 1 },
      { blocks: 1, width: 16, stride: 2 },
      { blocks: 0, width: 32, stride: 2 },
    ],
    norm: 'batch',
    activation: 'relu',
    initialisation: 'he',
    shortcut: 'B',
  },
  lanes: [
    { id: 'residual', gains: [1, 1] },
    { id: 'plain', gains: [0, 0] },
  ],
  batchSize: 32,
  testInterval: 50,
  seeds: { data: 0, init: 0, order: 0 },
  timeline: [],
  rates: [],
};

/** What the worker says when the networks stand: two columns, and a gradient norm of one layer. */
export const readyReport = {
  type: 'ready',
  layout: {
    lanes: [
      { id: 'residual', columns: ['loss', 'accuracy', gradientOf('conv1')] },
      { id: 'plain', columns: ['loss', 'accuracy', gradientOf('conv1')] },
    ],
  },
  trainImages: 2000,
  testImages: 500,
  imageCount: 2600,
  shown: {
    images: [0, 3],
    classes: ['disc', 'ring'],
    labels: [1, 0],
    height: 1,
    width: 1,
    pixels: new Uint8ClampedArray(8),
  },
  classCounts: { train: [1500, 500], test: [300, 200] },
  stepsPerEpoch: 62,
  started: [],
} as const;
