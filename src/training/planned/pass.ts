/** One forward and backward pass of a network on the heap: its gradient is left there. */
import type { LossConfig } from '../../config/losses';
import { scoreLogits, type Score } from '../../engine/measures';
import type { Streams } from '../../network/noise';
import type { Program, ProgramOptions } from '../../network/planned/program';
import { programOf } from '../../network/planned/programs';
import type { HeapWatcher } from '../../network/planned/watching';
import { SimdLoss } from '../../ops/simd/losses';
import type { Machine } from '../../ops/simd/machine';
import type { Work } from '../../ops/simd/work';
import type { PixelBatch } from '../batch';
import type { HeapNetwork } from './network';

export interface PassRequest {
  readonly batch: PixelBatch;
  readonly gains: readonly number[];
  readonly loss: LossConfig;
  /** Without, nothing is dropped. */
  readonly streams?: Streams;
  readonly watching?: Required<Pick<ProgramOptions, 'watches'>> & { readonly watcher: HeapWatcher };
}

/** What a pass has left, until the next one runs. */
export interface Pass {
  readonly score: Score;
  readonly program: Program;
}

/** Whether a gradient has numbers drawn beside it. */
function drops({ plan }: HeapNetwork): boolean {
  return 'classic' in plan
    ? plan.config.dropout > 0
    : plan.blocks.some(
        ({ dropout, shortcutDropout, survival }) => dropout > 0 || shortcutDropout > 0 || survival < 1,
      );
}

/** Loss and gradients of a batch with the statistics of the batch in every norm. */
export function* gradientPass(machine: Machine, network: HeapNetwork, request: PassRequest): Work<Pass> {
  const { batch, gains, loss, streams, watching } = request;
  const count = batch.labels.length;
  const program = programOf(machine, network.plan, {
    count,
    mode: 'training',
    isNoisy: streams !== undefined && drops(network),
    ...(watching && { watches: watching.watches }),
  });
  program.watcher = watching?.watcher ?? null;
  Object.assign(program.given, addressesOf(network), { gains, streams: streams ?? null });
  machine.floats(program.images, batch.pixels.length).set(batch.pixels);
  machine.ints(program.labels, count).set(batch.labels);
  yield* program.forward();
  const { classes } = network.plan;
  lossOf(machine, count, classes, loss).run(program.logits, program.labels, program.logitsGradient);
  yield* program.backward();
  const logits = machine.floats(program.logits, count * classes);
  return { score: scoreLogits(logits, batch.labels, classes, loss), program };
}

export interface ForwardRequest {
  readonly batch: PixelBatch;
  readonly gains: readonly number[];
  /** In training the statistics of the batch are in every norm, else the running ones. */
  readonly mode: 'training' | 'inference';
  readonly watcher?: HeapWatcher;
}

/** Logits [N, classes] of images; they lie there until the next pass runs. Nothing is dropped. */
export function* forwardPass(
  machine: Machine,
  network: HeapNetwork,
  { batch, gains, mode, watcher }: ForwardRequest,
): Work<Float32Array<ArrayBuffer>> {
  const { pixels, labels } = batch;
  const count = labels.length;
  const watches = watcher === undefined ? {} : ({ watches: 'layers' } as const);
  const program = programOf(machine, network.plan, { count, mode, ...watches });
  program.watcher = watcher ?? null;
  Object.assign(program.given, addressesOf(network), { gains, streams: null });
  machine.floats(program.images, pixels.length).set(pixels);
  yield* program.forward();
  return machine.floats(program.logits, count * network.plan.classes);
}

interface FrozenRequest {
  /** [N, H, W, C] */
  readonly pixels: Float32Array;
  /** Gradients of the logits [N, classes]. */
  readonly logits: Float32Array;
  readonly gains: readonly number[];
}

/** Gradients of images with the running statistics in every norm; they lie there until the next pass runs. */
export function* frozenPass(
  machine: Machine,
  network: HeapNetwork,
  { pixels, logits, gains }: FrozenRequest,
): Work<Float32Array<ArrayBuffer>> {
  const { plan, parameters, running } = network;
  const count = logits.length / plan.classes;
  const program = programOf(machine, plan, { count, mode: 'frozen' });
  // Its own place takes the gradients of parameters, which nobody reads.
  Object.assign(program.given, { parameters, running, gains, streams: null });
  machine.floats(program.images, pixels.length).set(pixels);
  yield* program.forward();
  machine.floats(program.logitsGradient, logits.length).set(logits);
  yield* program.backward();
  return machine.floats(program.imagesGradient, pixels.length);
}

function addressesOf({ parameters, gradient, running }: HeapNetwork) {
  return { parameters, gradient, running };
}

const losses = new WeakMap<Machine, Map<string, SimdLoss>>();

/** Made once for what decides it. */
function lossOf(machine: Machine, n: number, classes: number, loss: LossConfig): SimdLoss {
  const known = losses.get(machine) ?? new Map<string, SimdLoss>();
  losses.set(machine, known);
  const key = [n, classes, ...Object.values(loss)].join();
  const found = known.get(key) ?? new SimdLoss(machine, { n, classes, loss });
  known.set(key, found);
  return found;
}
