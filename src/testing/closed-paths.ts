/**
 * A network with a projection and gates whose skips open and close while it trains, and what PyTorch 1.13 makes of it. Used by
 * tests only.
 */
import { DEFAULTS } from '../config/defaults';
import type { ExperimentConfig, OptimiserConfig, ScheduleConfig } from '../config/schema';
import { pairOf } from './config';

const pair = pairOf(
  [
    { blocks: 1, width: 4, stride: 1 },
    { blocks: 1, width: 6, stride: 2 },
  ],
  { network: { gate: 'exclusive', gateBias: -1 } },
);

/** Two blocks that begin without their skips. */
const experiment: ExperimentConfig = {
  ...pair,
  lanes: [{ id: 'plain', gains: [0, 0] }],
  timeline: [
    { step: 4, lane: 'plain', block: 'all', gain: 1 },
    { step: 7, lane: 'plain', block: 1, gain: 0 },
    { step: 11, lane: 'plain', block: 1, gain: 1 },
    { step: 13, lane: 'plain', block: 0, gain: 0 },
  ],
};

/** Norms that are looked at, in the order of the figures; the last two are of the main line. */
export const WATCHED = [
  'layer1.0.gate.weight',
  'layer1.0.gate.bias',
  'layer2.0.downsample.0.weight',
  'layer2.0.downsample.1.weight',
  'layer2.0.downsample.1.bias',
  'layer2.0.gate.weight',
  'layer2.0.conv2.weight',
  'fc.bias',
] as const;

/** The norm that has running statistics behind a shortcut. */
export const SHORTCUT_NORM = 'layer2.0.downsample.1';

interface ClosedPathCase {
  readonly name: string;
  readonly experiment: ExperimentConfig;
  /** Of every step. */
  readonly losses: readonly number[];
  /** L2 norms after all steps, of `WATCHED`. */
  readonly norms: readonly number[];
  /** L2 norms of running mean and variance of `SHORTCUT_NORM` after all steps. */
  readonly running: readonly [number, number];
}

const of = (
  name: string,
  optimiser: Partial<OptimiserConfig>,
  figures: Pick<ClosedPathCase, 'losses' | 'norms' | 'running'>,
  schedule: ScheduleConfig = DEFAULTS.schedule,
): ClosedPathCase => ({
  name,
  experiment: {
    ...experiment,
    optimiser: { ...DEFAULTS.optimiser, weightDecay: 0.01, ...optimiser },
    schedule,
  },
  ...figures,
});

/** `OneCycleLR` with PyTorch's defaults, momentum included; over before the last steps. */
const ONE_CYCLE: ScheduleConfig = {
  ...DEFAULTS.schedule,
  kind: 'one-cycle',
  period: 14,
  momentumCycle: true,
};

/**
 * In float64, from our initial weights and our batches; blocks whose skip is off call neither the modules of their shortcut nor
 * the gate, and `zero_grad(set_to_none=True)` precedes every backward pass.
 */
export const CLOSED_PATH_CASES: readonly ClosedPathCase[] = [
  of(
    'SGD with Nesterov, clipped',
    { learningRate: 0.05, nesterov: true, clip: 0.5 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3190424, 2.4362445, 2.2751206, 2.326508, 2.3479166, 2.2397288, 2.4555569, 2.3350965, 2.3365259, 2.4005181, 2.3069985, 2.2601795, 2.2668607, 2.2912881, 2.259676],
      norms: [2.2511743, 1.9585222, 3.5871951, 2.4136513, 0.038094386, 2.8235659, 3.4324592, 0.26095371],
      running: [0.84772835, 1.9057001],
    },
  ),
  of(
    'Adam',
    { kind: 'adam', learningRate: 0.005 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3131752, 2.42296, 2.2754362, 2.3160564, 2.3526619, 2.233643, 2.460668, 2.3433535, 2.3272872, 2.3939852, 2.3089019, 2.2383068, 2.2772567, 2.2532231, 2.2441183],
      norms: [2.1704318, 1.9181582, 3.5470386, 2.4006913, 0.050263713, 2.7267407, 3.1825541, 0.068063419],
      running: [0.84486307, 1.9111075],
    },
  ),
  of(
    'AdamW, clipped',
    { kind: 'adamw', learningRate: 0.005, weightDecay: 0.1, clip: 0.5 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3150214, 2.4213426, 2.2752918, 2.3171839, 2.3581648, 2.2308444, 2.4644908, 2.3388559, 2.3280965, 2.3930195, 2.3097166, 2.2324188, 2.2791293, 2.2456793, 2.2407814],
      norms: [2.2792976, 1.9824289, 3.6339381, 2.4485117, 0.049036046, 2.8474192, 3.6194783, 0.066021891],
      running: [0.88003319, 1.9843661],
    },
  ),
  of(
    'RMSProp with momentum',
    { kind: 'rmsprop', learningRate: 0.002 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3071737, 2.4576127, 2.2810425, 2.3675213, 2.469996, 2.2567569, 2.412566, 2.26127, 2.4345627, 2.4300175, 2.2773997, 2.3697723, 2.2278089, 2.3224163, 2.2240361],
      norms: [1.3764424, 1.3955299, 2.8130498, 1.8453161, 0.34533107, 1.7273401, 2.9231832, 0.52860199],
      running: [0.45880956, 1.4244332],
    },
  ),
  of(
    'SGD that has no momentum of its own, one cycle',
    { learningRate: 0.1, momentum: 0 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3147883, 2.4259051, 2.2826899, 2.3235288, 2.3422179, 2.2504633, 2.4266079, 2.3348482, 2.3412471, 2.3835815, 2.3157832, 2.265407, 2.2227673, 2.2798498, 2.2378213],
      norms: [2.2683503, 1.9744361, 3.6294564, 2.4327385, 0.026889649, 2.8585369, 3.4980928, 0.23837006],
      running: [0.85647937, 1.9164165],
    },
    ONE_CYCLE,
  ),
  of(
    'SGD with Nesterov, clipped, one cycle',
    { learningRate: 0.1, nesterov: true, clip: 0.5 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3149571, 2.4270502, 2.2846089, 2.3346845, 2.3440941, 2.2526301, 2.4350607, 2.3254537, 2.3421829, 2.3894649, 2.3096433, 2.2526468, 2.2505675, 2.2715942, 2.2558098],
      norms: [2.2612797, 1.967756, 3.6216722, 2.4275287, 0.029755657, 2.852369, 3.4868021, 0.21568962],
      running: [0.85266593, 1.9069775],
    },
    ONE_CYCLE,
  ),
  of(
    'Adam, one cycle',
    { kind: 'adam', learningRate: 0.01 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3145681, 2.424081, 2.2860083, 2.3127113, 2.3310063, 2.2431597, 2.463839, 2.3387376, 2.320855, 2.3707993, 2.3232377, 2.2427755, 2.2794175, 2.2632536, 2.2590693],
      norms: [2.1469705, 1.9054065, 3.5732637, 2.412008, 0.056653896, 2.7683189, 3.2686109, 0.049332233],
      running: [0.82423117, 1.8683979],
    },
    ONE_CYCLE,
  ),
  of(
    'AdamW, one cycle',
    { kind: 'adamw', learningRate: 0.01, weightDecay: 0.1 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3147069, 2.4240424, 2.2854769, 2.3126982, 2.3311694, 2.2420197, 2.4672033, 2.3347673, 2.3210911, 2.3712559, 2.3235375, 2.2409819, 2.2775147, 2.2626083, 2.2607199],
      norms: [2.2859341, 1.969968, 3.633526, 2.4409413, 0.05692468, 2.8483235, 3.5995182, 0.049304833],
      running: [0.86968895, 1.9653266],
    },
    ONE_CYCLE,
  ),
  of(
    'RMSProp, one cycle',
    { kind: 'rmsprop', learningRate: 0.003, momentum: 0 },
    {
      // prettier-ignore
      losses: [2.2451218, 2.3144064, 2.4348554, 2.2689578, 2.3529728, 2.4007395, 2.2603225, 2.3206046, 2.2638059, 2.3953243, 2.3824252, 2.3008187, 2.3130286, 2.19527, 2.2852862, 2.1776366],
      norms: [1.5930322, 1.5309849, 3.3447848, 2.2020399, 0.24615734, 2.466585, 2.8124386, 0.4303593],
      running: [0.71182825, 1.6140238],
    },
    ONE_CYCLE,
  ),
];
