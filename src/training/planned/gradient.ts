/** Passes of weights that lie elsewhere, computed on the heap and brought back. */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { RunningNorm } from '../../contract/weights';
import type { HeapWatcher } from '../../network/planned/watching';
import type { Machine } from '../../ops/simd/machine';
import { atOnce } from '../../ops/simd/work';
import { HeapNetwork } from './network';
import type { PixelBatch } from '../batch';
import { forwardPass, frozenPass, gradientPass, type PassRequest } from './pass';

/** See `gradientOf`. */
export function gradientOnHeap(
  machine: Machine,
  plan: LanePlan,
  parameters: Float32Array,
  request: PassRequest,
) {
  const network = new HeapNetwork(machine, plan, parameters);
  try {
    const { score, program } = atOnce(gradientPass(machine, network, request));
    const { loss, correct, count } = score;
    return {
      loss,
      accuracy: correct / count,
      logits: machine.floats(program.logits, count * plan.classes).slice(),
      gradient: network.slopes.slice(),
      reached: Array.from(program.reached, (each) => each === 1),
      statistics: network.statisticsOf(program.statistics, program.seen, count),
    };
  } finally {
    network.dispose();
  }
}

/** A network as it was left. */
interface Trained {
  readonly parameters: Float32Array;
  /** Running statistics; null for those of the batch. */
  readonly statistics: ReadonlyMap<string, RunningNorm> | null;
  readonly gains: readonly number[];
}

/** Logits [N, classes] of images. */
export function logitsOnHeap(
  machine: Machine,
  plan: LanePlan,
  { parameters, statistics, gains }: Trained,
  batch: PixelBatch,
  watcher?: HeapWatcher,
): Float32Array<ArrayBuffer> {
  const network = new HeapNetwork(machine, plan, parameters);
  try {
    if (statistics !== null) network.restoreStatistics(statistics);
    const mode = statistics === null ? 'training' : 'inference';
    const work = forwardPass(machine, network, { batch, gains, mode, ...(watcher && { watcher }) });
    return atOnce(work).slice();
  } finally {
    network.dispose();
  }
}

/** The gradients of images [N, H, W, C] from those of their logits [N, classes], with running statistics in every norm. */
export function imageGradientOnHeap(
  machine: Machine,
  plan: LanePlan,
  { parameters, statistics, gains }: Trained & { readonly statistics: ReadonlyMap<string, RunningNorm> },
  pixels: Float32Array,
  logits: Float32Array,
): Float32Array<ArrayBuffer> {
  const network = new HeapNetwork(machine, plan, parameters);
  try {
    network.restoreStatistics(statistics);
    return atOnce(frozenPass(machine, network, { pixels, logits, gains })).slice();
  } finally {
    network.dispose();
  }
}
