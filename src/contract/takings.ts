/** What a worker is asked to make of a run, to be taken along, and what it answers: progress, then the bytes or why there are none. */
import type { ExperimentConfig } from '../config/schema';
import type { RunWeights } from './weights';

/** A run at a step. */
export interface TakenRun {
  readonly config: ExperimentConfig;
  /** The whole address of the experiment. */
  readonly link: string;
  readonly weights: RunWeights;
}

/**
 * `folder`: a zip that repeats the run in PyTorch, with the images or without; `notebook`: the same in one file. Weights and networks
 * are of one lane.
 */
export type TakeOrder =
  | { readonly what: 'folder' | 'notebook'; readonly images: boolean }
  | { readonly what: 'onnx' | 'weights'; readonly lane: string };

export interface TakeJob {
  readonly order: TakeOrder;
  readonly run: TakenRun;
  /** Of the folder in the zip. */
  readonly folder: string;
}

export type TakeFailureCode = 'own-data' | 'data' | 'memory' | 'worker' | 'internal';

export type TakeReport =
  /** 0 to 1, null where unknown. */
  | { readonly type: 'progress'; readonly fraction: number | null }
  | { readonly type: 'made'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'failed'; readonly code: TakeFailureCode; readonly message: string };
