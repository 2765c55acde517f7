/**
 * What a trainer asks of a worker that trains some of its lanes. Orders are carried out and answered in their order. Lanes count
 * as the worker's own do, from 0. All of it is copied, nothing handed over.
 */
import type { InstrumentName } from '../../architecture/instruments';
import type { ExperimentConfig } from '../../config/schema';
import type { RunningBackend } from '../../contract/backend';
import type { LaneState } from '../../contract/run-state';
import type { DataSet } from '../../data/dataset';
import type { Fault } from '../fault';
import type { TestedBatch } from '../lanes';
import type { StepInputs } from '../step-inputs';

/** What a worker is to train from now on. */
export interface Opening {
  readonly backend: RunningBackend;
  /** The whole of it: plans are those of all its lanes. */
  readonly experiment: ExperimentConfig;
  /** Of the experiment's lanes, those from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
  /** Null where the worker has them already. */
  readonly data: DataSet | null;
}

/** What a run has measured in each lane, without and with `watch`. */
export interface RunAnswer {
  /** See `Lanes.run`. */
  readonly row: readonly number[];
  /** Of the instruments, by lane; empty where none were asked for. */
  readonly measured: readonly (readonly number[])[];
}

/** What can be asked, and what is answered. */
export interface Exchanges {
  /** Does beforehand what takes longest of `open`. */
  readonly start: { readonly order: { readonly backend: RunningBackend }; readonly answer: null };
  readonly open: { readonly order: Opening; readonly answer: null };
  readonly watch: {
    readonly order: { readonly instruments: readonly InstrumentName[]; readonly next: StepInputs };
    readonly answer: number;
  };
  readonly run: {
    readonly order: { readonly inputs: StepInputs; readonly instruments: readonly InstrumentName[] | null };
    readonly answer: RunAnswer;
  };
  readonly fault: {
    readonly order: { readonly lane: number; readonly inputs: StepInputs };
    readonly answer: Fault | null;
  };
  /** The first batch of a test; null where there is none. */
  readonly test: {
    readonly order: { readonly lane: number; readonly count: number; readonly gains: readonly number[] };
    readonly answer: TestedBatch | null;
  };
  /** The next batch of the test that was asked for last; null after its end. */
  readonly 'test-on': { readonly order: object; readonly answer: TestedBatch | null };
  /** Ends that test. */
  readonly 'test-end': { readonly order: object; readonly answer: null };
  readonly snapshot: { readonly order: { readonly lane: number }; readonly answer: LaneState };
  readonly restore: {
    readonly order: { readonly lane: number; readonly state: LaneState };
    readonly answer: null;
  };
  /** Frees what the lanes hold; the worker may be told to open others. */
  readonly close: { readonly order: object; readonly answer: null };
}

export type OrderName = keyof Exchanges;
export type OrderOf<T extends OrderName> = Exchanges[T]['order'];
export type AnswerOf<T extends OrderName> = Exchanges[T]['answer'];

export type LaneOrder = { [T in OrderName]: { readonly type: T } & OrderOf<T> }[OrderName];
/** What is said beside the orders: heard as soon as the worker hears messages, whatever order is under way. */
export type LaneSignal =
  /** Asks whether it is there. */
  | { readonly type: 'ping' }
  /** A step is to wait where it is, or to go on. */
  | { readonly type: 'hold'; readonly isHeld: boolean }
  /** Of what was ordered by now, lanes and their steps are no longer wanted. */
  | { readonly type: 'abandon' };

export type LaneAnswer =
  | { readonly value: AnswerOf<OrderName> }
  | { readonly error: { readonly name: string; readonly message: string } }
  /** It is there: to a ping, not to an order. */
  | { readonly pong: true }
  /** Layers that a step which lasts has gone through. */
  | { readonly done: number };
