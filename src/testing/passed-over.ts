/**
 * Two parameters, a filter of three numbers and a vector of two; the second gets no gradient in some steps. What PyTorch 1.13 makes
 * of them in float64, with `zero_grad(set_to_none=True)` before every step and no `grad` given to the second in those; where vectors
 * do not decay, with the second in a parameter group of `weight_decay=0`. Used by tests only.
 */
import { DEFAULTS } from '../config/defaults';
import type { OptimiserConfig } from '../config/schema';

export const SIZES = [3, 2] as const;

/** The parameters, as an optimiser is told of them. */
export const PARAMETERS = [{ shape: [1, 1, 1, SIZES[0]] }, { shape: [SIZES[1]] }];

/** Weights at first, one parameter behind the other. */
export const START = Float32Array.from([
  ...[0, 1, 2].map((i) => Math.sin(0.7 * i + 0.3)),
  ...[0, 1].map((i) => Math.cos(0.5 * i + 0.2)),
]);

export interface PassingStep {
  /** In the order of the weights, 0 where there is none. */
  readonly gradient: Float32Array<ArrayBuffer>;
  /** Whether the second parameter gets one. */
  readonly second: boolean;
}

export const STEPS: readonly PassingStep[] = Array.from({ length: 12 }, (_, step) => {
  const second = ![0, 3, 4, 5, 8].includes(step);
  const gradient = [
    ...[0, 1, 2].map((i) => Math.cos(1.3 * i + 0.9 * step) * (1 + i)),
    ...[0, 1].map((i) => (second ? 2 * Math.sin(0.7 * i + 1.1 * step) : 0)),
  ];
  return { gradient: Float32Array.from(gradient), second };
});

interface PassingCase {
  readonly name: string;
  readonly options: OptimiserConfig;
  /** All weights after all steps. */
  readonly expected: readonly number[];
}

const RULES = {
  sgd: { learningRate: 0.05 },
  nesterov: { learningRate: 0.05, nesterov: true },
  adam: { kind: 'adam', beta1: 0.8, beta2: 0.99 },
  adamw: { kind: 'adamw', beta1: 0.8, beta2: 0.99, weightDecay: 0.1 },
  rmsprop: { kind: 'rmsprop', smoothing: 0.9 },
} as const satisfies Record<string, Partial<OptimiserConfig>>;

type Figures = readonly (readonly [keyof typeof RULES, clip: number, readonly number[]])[];

const FIGURES: Figures = [
  ['sgd', 0, [0.0859390423, 1.55462448, 2.15958209, 0.020240093, -0.131210969]],
  ['sgd', 1.5, [0.252425911, 1.16776005, 1.34966414, 0.556971833, 0.378803119]],
  ['nesterov', 0, [0.127508711, 1.65267454, 2.10977616, 0.00676784298, -0.18788241]],
  ['nesterov', 1.5, [0.2744097, 1.21172564, 1.31521325, 0.552032366, 0.355367831]],
  ['adam', 0, [0.274534604, 0.860080136, 1.02401485, 0.937692523, 0.725049046]],
  ['adam', 1.5, [0.280784374, 0.856897372, 1.01718792, 0.937500627, 0.72459158]],
  ['adamw', 0, [0.271583408, 0.850545782, 1.01229008, 0.931220562, 0.72004529]],
  ['adamw', 1.5, [0.278146131, 0.847985028, 1.00594154, 0.931257703, 0.719779429]],
  ['rmsprop', 0, [0.12892446, 0.959863286, 1.27642055, 0.674030985, 0.478876827]],
  ['rmsprop', 1.5, [0.180249206, 0.969230151, 1.21666609, 0.659157138, 0.457222815]],
];

/** Where filters alone decay. */
const FIGURES_OF_GROUPS: Figures = [
  ['sgd', 0, [0.0859390423, 1.55462448, 2.15958209, 0.0278374224, -0.125780394]],
  ['sgd', 1.5, [0.252425911, 1.16776005, 1.34966414, 0.566646221, 0.386179492]],
  ['nesterov', 0, [0.127508711, 1.65267454, 2.10977616, 0.0138363583, -0.183206467]],
  ['nesterov', 1.5, [0.2744097, 1.21172564, 1.31521325, 0.5627583, 0.363441296]],
  ['adam', 0, [0.274534604, 0.860080136, 1.02401485, 0.937877087, 0.725213463]],
  ['adam', 1.5, [0.280784374, 0.856897372, 1.01718792, 0.937912659, 0.724943783]],
  ['adamw', 0, [0.271583408, 0.850545782, 1.01229008, 0.937877087, 0.725213463]],
  ['adamw', 1.5, [0.278146131, 0.847985028, 1.00594154, 0.937912659, 0.724943783]],
  ['rmsprop', 0, [0.12892446, 0.959863286, 1.27642055, 0.674832158, 0.479616707]],
  ['rmsprop', 1.5, [0.180249206, 0.969230151, 1.21666609, 0.660701302, 0.458669969]],
];

export const PASSING_CASES: readonly PassingCase[] = [
  ...FIGURES.map((figures) => ({ figures, decaysAll: true })),
  ...FIGURES_OF_GROUPS.map((figures) => ({ figures, decaysAll: false })),
].map(({ figures: [rule, clip, expected], decaysAll }) => ({
  name: `${rule}${clip > 0 ? ', clipped' : ''}${decaysAll ? '' : ', vectors without decay'}`,
  options: {
    ...DEFAULTS.optimiser,
    learningRate: 0.01,
    momentum: 0.9,
    weightDecay: 0.01,
    ...RULES[rule],
    clip,
    decaysAll,
  },
  expected,
}));
