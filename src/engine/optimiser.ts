/** Optimisers on flat vectors, as PyTorch's `torch.optim` defines them. */
import { power } from '../config/arithmetic';
import type { OptimiserConfig, OptimiserKind } from '../config/schema';
import { l2Norm } from './measures';
import { sgdUpdate } from './sgd';

/** Added to the root of the mean squared gradient, in Adam, AdamW and RMSProp: PyTorch's default. */
export const EPSILON = 1e-8;

/** Added to a norm before it is divided by, as `clip_grad_norm_` does. */
export const CLIP_EPSILON = 1e-6;

/** What an optimiser must be told with a step; `epsilon` where it is not PyTorch's default. */
export type OptimiserOptions = OptimiserConfig & { readonly epsilon?: number };

/** What an optimiser remembers, as copies. */
export interface OptimiserState {
  /** Velocity of SGD and RMSProp, mean gradient of Adam; in the layout of the parameters. */
  readonly first: Float32Array<ArrayBuffer>;
  /** Mean squared gradient; empty for SGD. */
  readonly second: Float32Array<ArrayBuffer>;
  /** How often each parameter was updated, in their order: those that got no gradient in a step were left alone by it. */
  readonly updates: readonly number[];
}

/** One lane's optimiser. */
export class Optimiser {
  readonly #kind: OptimiserKind;
  /** Where each parameter begins, and where the last one ends. */
  readonly #bounds: readonly number[];
  /** Velocity of SGD and RMSProp, mean gradient of Adam. */
  readonly #first: Float32Array<ArrayBuffer>;
  /** Mean squared gradient; empty for SGD. */
  readonly #second: Float32Array<ArrayBuffer>;
  #updates: readonly number[];

  /** @param sizes Of the parameters, which lie one behind the other. */
  constructor(sizes: readonly number[], kind: OptimiserKind) {
    this.#kind = kind;
    let size = 0;
    this.#bounds = [0, ...sizes.map((own) => (size += own))];
    this.#updates = sizes.map(() => 0);
    this.#first = new Float32Array(size);
    this.#second = new Float32Array(kind === 'sgd' ? 0 : size);
  }

  snapshot(): OptimiserState {
    return { first: this.#first.slice(), second: this.#second.slice(), updates: this.#updates };
  }

  /** Goes on from a state of an optimiser of the same kind and size. */
  restore({ first, second, updates }: OptimiserState): void {
    this.#first.set(first);
    this.#second.set(second);
    this.#updates = updates;
  }

  /**
   * Updates parameters in place along a gradient, which it leaves as it is, with the settings of this step. Where `reached` says that a parameter got none, its
   * numbers there must be 0, and neither decay nor momentum move it, as PyTorch passes over one whose `grad` is None. Returns
   * what clipping has multiplied the gradient with.
   */
  update(
    parameters: Float32Array,
    gradient: Float32Array,
    options: Omit<OptimiserOptions, 'kind'>,
    reached: (parameter: number) => boolean = () => true,
  ): number {
    const kind = this.#kind;
    const factor = clipFactor(gradient, options.clip);
    const clipped = factor === 1 ? gradient : gradient.map((value) => value * factor);
    this.#updates = this.#updates.map((before, parameter) => {
      if (!reached(parameter)) return before;
      const own = (values: Float32Array): Float32Array =>
        values.subarray(this.#bounds[parameter], this.#bounds[parameter + 1]);
      const updates = before + 1;
      const [weights, slopes] = [own(parameters), own(clipped)];
      const memory = { first: own(this.#first), second: own(this.#second), updates };
      switch (kind) {
        case 'sgd':
          sgdUpdate(weights, memory.first, slopes, options);
          break;
        case 'adam':
        case 'adamw':
          adamUpdate(weights, memory, slopes, { ...options, kind });
          break;
        case 'rmsprop':
          rmspropUpdate(weights, memory, slopes, options);
          break;
        default:
          kind satisfies never;
      }
      return updates;
    });
    return factor;
  }
}

/** What is remembered of one parameter, which is being updated for the `updates`-th time. */
interface Memory {
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly updates: number;
}

/** Kingma & Ba 2015; with decoupled decay Loshchilov & Hutter 2019: w is first shrunk by learningRate · weightDecay. */
function adamUpdate(
  parameters: Float32Array,
  { first: means, second: squares, updates }: Memory,
  gradient: Float32Array,
  options: OptimiserOptions,
): void {
  const { kind, learningRate, weightDecay, beta1, beta2, epsilon = EPSILON } = options;
  const decoupled = kind === 'adamw';
  // Means that start at 0 are too small at first.
  const size = learningRate / (1 - power(beta1, updates));
  const unbias = Math.sqrt(1 - power(beta2, updates));
  for (let i = 0; i < parameters.length; i++) {
    const weight = parameters[i] as number;
    const slope = (gradient[i] as number) + (decoupled ? 0 : weightDecay * weight);
    const mean = beta1 * (means[i] as number) + (1 - beta1) * slope;
    const square = beta2 * (squares[i] as number) + (1 - beta2) * slope * slope;
    means[i] = mean;
    squares[i] = square;
    const kept = decoupled ? weight * (1 - learningRate * weightDecay) : weight;
    parameters[i] = kept - (size * mean) / (Math.sqrt(square) / unbias + epsilon);
  }
}

/** Tieleman & Hinton 2012, with PyTorch's momentum: velocity = momentum · velocity + gradient / root. */
function rmspropUpdate(
  parameters: Float32Array,
  { first: velocity, second: squares }: Memory,
  gradient: Float32Array,
  options: Omit<OptimiserOptions, 'kind'>,
): void {
  const { learningRate, weightDecay, momentum, smoothing, epsilon = EPSILON } = options;
  for (let i = 0; i < parameters.length; i++) {
    const weight = parameters[i] as number;
    const slope = (gradient[i] as number) + weightDecay * weight;
    const square = smoothing * (squares[i] as number) + (1 - smoothing) * slope * slope;
    squares[i] = square;
    const moved = momentum * (velocity[i] as number) + slope / (Math.sqrt(square) + epsilon);
    velocity[i] = moved;
    parameters[i] = weight - learningRate * moved;
  }
}

/**
 * What makes the norm of a gradient at most `largest`, as `clip_grad_norm_` does: 1 where it is that already, and where
 * `largest` is 0.
 */
export function clipFactor(gradient: Float32Array, largest: number): number {
  if (largest === 0) return 1;
  const factor = largest / (l2Norm(gradient) + CLIP_EPSILON);
  return factor >= 1 ? 1 : factor;
}
