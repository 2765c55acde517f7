/**
 * Optimisers, as PyTorch's `torch.optim` defines them. Each is one entry: what it remembers of a parameter, and how it moves one,
 * on the processor and in a kernel. Clipping, decay and which parameters a step reaches are the same for all.
 */
import type { ParameterPlan } from '../architecture/plan';
import type { OptimiserState } from '../contract/run-state';
import { power } from '../config/arithmetic';
import type { OptimiserConfig, OptimiserKind } from '../config/schema';
import type { Address } from '../ops/simd/heap';
import type { Machine } from '../ops/simd/machine';
import { HYPER, HYPER_SIZE, hyperOf, type UpdateRule } from '../ops/webgpu/optimiser/hyper';
import { l2Norm } from './measures';

/** Added to the root of the mean squared gradient, in Adam, AdamW and RMSProp: PyTorch's default. */
const EPSILON = 1e-8;

/** Added to a norm before it is divided by, as `clip_grad_norm_` does. */
const CLIP_EPSILON = 1e-6;

/** What an optimiser must be told with a step; `epsilon` where it is not PyTorch's default. */
export type OptimiserOptions = OptimiserConfig & { readonly epsilon?: number };

/** What is remembered of one parameter, which is being updated for the `updates`-th time. */
interface Memory {
  /** Velocity of SGD and RMSProp, mean gradient of Adam. */
  readonly first: Float32Array;
  /** Mean squared gradient; empty for SGD. */
  readonly second: Float32Array;
  readonly updates: number;
}

/** Where the same lies on the heap of a machine, `count` numbers of each. */
interface HeapMemory {
  readonly weights: Address;
  readonly first: Address;
  readonly second: Address;
  readonly gradient: Address;
  readonly count: number;
  readonly updates: number;
}

interface Rule extends UpdateRule {
  /** Updates one parameter and its memory in place. */
  readonly update: (
    weights: Float32Array,
    memory: Memory,
    gradient: Float32Array,
    options: OptimiserOptions,
  ) => void;
  /** The same to the last bit on the heap, along the gradient times `factor`, rounded to float32. */
  readonly updateOnHeap: (
    machine: Machine,
    at: HeapMemory,
    factor: number,
    options: OptimiserOptions,
  ) => void;
}

/**
 * g = gradient + weightDecay · w; velocity = momentum · velocity + g; w −= learningRate · velocity, or with Nesterov's look-ahead
 * w −= learningRate · (g + momentum · velocity). A velocity of zeros makes the first step PyTorch's, whose buffer starts as the
 * gradient.
 */
const SGD: Rule = {
  name: 'sgd',
  moments: 1,
  update(weights, { first: velocity }, gradient, { learningRate, momentum, weightDecay, nesterov }) {
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      const slope = (gradient[i] as number) + weightDecay * weight;
      const moved = momentum * (velocity[i] as number) + slope;
      velocity[i] = moved;
      weights[i] = weight - learningRate * (nesterov ? slope + momentum * moved : moved);
    }
  },
  updateOnHeap(machine, at, factor, { learningRate, momentum, weightDecay, nesterov }) {
    const { weights, first, gradient, count } = at;
    const settings = [learningRate, weightDecay, momentum, Number(nesterov)];
    machine.kernel('sgd')(weights, first, gradient, count, factor, ...settings);
  },
  code: `
  let slope = gradient + weightDecay * weight;
  let velocity = ${hyperOf('momentum')} * result[first] + slope;
  result[first] = velocity;
  let ahead = slope + ${hyperOf('momentum')} * velocity;
  result[index] = weight - ${hyperOf('learningRate')} * select(velocity, ahead, ${hyperOf('nesterov')} != 0.0);
`,
};

/** What Adam's rate is multiplied with and its root divided by: means that start at 0 are too small at first. */
function adamPace({ learningRate, beta1, beta2 }: OptimiserOptions, updates: number): [number, number] {
  return [learningRate / (1 - power(beta1, updates)), Math.sqrt(1 - power(beta2, updates))];
}

/** Kingma & Ba 2015; with decoupled decay Loshchilov & Hutter 2019: w is first shrunk by learningRate · weightDecay. */
const ADAM: Rule = {
  name: 'adam',
  moments: 2,
  update(weights, { first: means, second: squares, updates }, gradient, options) {
    const { kind, learningRate, weightDecay, beta1, beta2, epsilon = EPSILON } = options;
    const decoupled = kind === 'adamw';
    const [size, unbias] = adamPace(options, updates);
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      const slope = (gradient[i] as number) + (decoupled ? 0 : weightDecay * weight);
      const mean = beta1 * (means[i] as number) + (1 - beta1) * slope;
      const square = beta2 * (squares[i] as number) + (1 - beta2) * slope * slope;
      means[i] = mean;
      squares[i] = square;
      const shrunk = decoupled ? weight * (1 - learningRate * weightDecay) : weight;
      weights[i] = shrunk - (size * mean) / (Math.sqrt(square) / unbias + epsilon);
    }
  },
  updateOnHeap(machine, at, factor, options) {
    const { kind, learningRate, weightDecay, beta1, beta2, epsilon = EPSILON } = options;
    const { weights, first, second, gradient, count, updates } = at;
    const pace = adamPace(options, updates);
    const settings = [learningRate, weightDecay, beta1, beta2, ...pace, epsilon, Number(kind === 'adamw')];
    machine.kernel('adam')(weights, first, second, gradient, count, factor, ...settings);
  },
  code: `
  let apart = ${hyperOf('decoupled')} != 0.0;
  let decay = weightDecay * weight;
  let slope = gradient + select(decay, 0.0, apart);
  let mean = result[first] + ${hyperOf('firstShare')} * (slope - result[first]);
  let square = result[second] + ${hyperOf('secondShare')} * (slope * slope - result[second]);
  result[first] = mean;
  result[second] = square;
  let moved = pace.y * mean / (sqrt(square) / pace.z + ${hyperOf('epsilon')});
  result[index] = weight - (moved + select(0.0, ${hyperOf('learningRate')} * decay, apart));
`,
};

/** Tieleman & Hinton 2012, with PyTorch's momentum: velocity = momentum · velocity + gradient / root. */
const RMSPROP: Rule = {
  name: 'rmsprop',
  moments: 2,
  update(weights, { first: velocity, second: squares }, gradient, options) {
    const { learningRate, weightDecay, momentum, smoothing, epsilon = EPSILON } = options;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      const slope = (gradient[i] as number) + weightDecay * weight;
      const square = smoothing * (squares[i] as number) + (1 - smoothing) * slope * slope;
      squares[i] = square;
      const moved = momentum * (velocity[i] as number) + slope / (Math.sqrt(square) + epsilon);
      velocity[i] = moved;
      weights[i] = weight - learningRate * moved;
    }
  },
  updateOnHeap(machine, at, factor, options) {
    const { learningRate, weightDecay, momentum, smoothing, epsilon = EPSILON } = options;
    const { weights, first, second, gradient, count } = at;
    const settings = [learningRate, weightDecay, momentum, smoothing, epsilon];
    machine.kernel('rmsprop')(weights, first, second, gradient, count, factor, ...settings);
  },
  code: `
  let slope = gradient + weightDecay * weight;
  let square = result[second] + ${hyperOf('secondShare')} * (slope * slope - result[second]);
  result[second] = square;
  let moved = ${hyperOf('momentum')} * result[first] + slope / (sqrt(square) + ${hyperOf('epsilon')});
  result[first] = moved;
  result[index] = weight - ${hyperOf('learningRate')} * moved;
`,
};

const RULES: Readonly<Record<OptimiserKind, Rule>> = {
  sgd: SGD,
  adam: ADAM,
  // Adam with its decay apart.
  adamw: ADAM,
  rmsprop: RMSPROP,
};

export function ruleOf({ kind }: Pick<OptimiserOptions, 'kind'>): UpdateRule {
  return RULES[kind];
}

/** How it moves one parameter on the heap: see `Rule`. */
export function heapUpdateOf(kind: OptimiserKind): Rule['updateOnHeap'] {
  return RULES[kind].updateOnHeap;
}

/** A parameter as far as its decay depends on it. */
export type Decaying = Pick<ParameterPlan, 'shape'>;

/**
 * The decay of one parameter. Scales, shifts, biases and learned scalars have a single dimension, and may have none, as in a group
 * of their own in PyTorch (`weight_decay: 0`).
 */
export function decayOf({ weightDecay, decaysAll }: OptimiserOptions, { shape }: Decaying): number {
  return decaysAll || shape.length > 1 ? weightDecay : 0;
}

/** One lane's optimiser, on the processor. */
export class Optimiser {
  readonly #rule: Rule;
  readonly #parameters: readonly Decaying[];
  /** Where each parameter begins, and where the last one ends. */
  readonly #bounds: readonly number[];
  readonly #first: Float32Array<ArrayBuffer>;
  readonly #second: Float32Array<ArrayBuffer>;
  #updates: readonly number[];

  /** @param parameters Lie one behind the other. */
  constructor(parameters: readonly Decaying[], kind: OptimiserKind) {
    this.#rule = RULES[kind];
    this.#parameters = parameters;
    let size = 0;
    const ends = parameters.map(({ shape }) => (size += shape.reduce((product, side) => product * side, 1)));
    this.#bounds = [0, ...ends];
    this.#updates = parameters.map(() => 0);
    this.#first = new Float32Array(size);
    this.#second = new Float32Array(this.#rule.moments === 1 ? 0 : size);
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
   * Updates parameters in place along a gradient, which it leaves as it is, with the settings of this step. Where `reached` says
   * that a parameter got none, its numbers there must be 0, and neither decay nor momentum move it, as PyTorch passes over one
   * whose `grad` is None. Returns what clipping has multiplied the gradient with.
   */
  update(
    weights: Float32Array,
    gradient: Float32Array,
    options: OptimiserOptions,
    reached: (parameter: number) => boolean = () => true,
  ): number {
    const factor = clipFactor(gradient, options.clip);
    const clipped = factor === 1 ? gradient : gradient.map((value) => value * factor);
    this.#updates = this.#parameters.map((parameter, i) => {
      const before = this.#updates[i] ?? 0;
      if (!reached(i)) return before;
      const own = (values: Float32Array): Float32Array =>
        values.subarray(this.#bounds[i], this.#bounds[i + 1]);
      const memory = { first: own(this.#first), second: own(this.#second), updates: before + 1 };
      const weightDecay = decayOf(options, parameter);
      this.#rule.update(own(weights), memory, own(clipped), { ...options, weightDecay });
      return memory.updates;
    });
    return factor;
  }
}

/**
 * What makes the norm of a gradient at most `largest`, as `clip_grad_norm_` does: 1 where it is that already, and where
 * `largest` is 0.
 */
export function clipFactor(gradient: Float32Array, largest: number): number {
  return largest === 0 ? 1 : clipFactorOf(l2Norm(gradient), largest);
}

/** The same by the norm of a gradient, where `largest` is above 0. */
export function clipFactorOf(norm: number, largest: number): number {
  const factor = largest / (norm + CLIP_EPSILON);
  return factor >= 1 ? 1 : factor;
}

/** All that `HYPER` names, computed in float64 from the settings of a step; without `update` it changes nothing. */
export function hyperparametersOf(options: OptimiserOptions, update: boolean): Float32Array<ArrayBuffer> {
  const { kind, learningRate, momentum, nesterov, beta1, beta2, smoothing, clip } = options;
  const values: Record<keyof typeof HYPER, number> = {
    update: update ? 1 : 0,
    learningRate,
    clip,
    clipEpsilon: CLIP_EPSILON,
    momentum,
    nesterov: nesterov ? 1 : 0,
    firstShare: 1 - beta1,
    secondShare: 1 - (kind === 'rmsprop' ? smoothing : beta2),
    decoupled: kind === 'adamw' ? 1 : 0,
    epsilon: options.epsilon ?? EPSILON,
  };
  const packed = new Float32Array(HYPER_SIZE);
  for (const [name, place] of Object.entries(HYPER)) packed[place] = values[name as keyof typeof HYPER];
  return packed;
}

/** A step as parameters see it that get a gradient in the same ones, and decay alike. */
export interface StepState {
  /** Updates of these parameters before this step. */
  readonly updates: number;
  /** Whether they get a gradient in it. */
  readonly open: boolean;
  readonly weightDecay: number;
}

/** What a row of the paces holds (see `PACE_SIZE`), computed in float64. */
export function paceOf(
  options: OptimiserOptions,
  { updates, open, weightDecay }: StepState,
): readonly number[] {
  const pace = RULES[options.kind] === ADAM ? adamPace(options, updates + 1) : [0, 0];
  return [open ? 1 : 0, ...pace, weightDecay];
}
