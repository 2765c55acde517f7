/** A golden case as PyTorch wrote it, and its translation into our own terms: plan, layouts, batch. */
import { planNetwork, type NetworkPlan } from '../../src/architecture/plan';
import { DEFAULTS } from '../../src/config/defaults';
import { ACTIVATIONS, type ActivationName } from '../../src/config/activations';
import type { LossConfig, NetworkConfig, OptimiserKind, ShortcutKind } from '../../src/config/schema';
import type { OptimiserOptions } from '../../src/engine/optimiser';

/** An array of little-endian float32 in base64, in PyTorch's order of axes. */
export interface Encoded {
  readonly shape: readonly number[];
  readonly float32: string;
}

export interface GoldenBlock {
  readonly output_grad_norm: number;
  readonly input_grad_norm: number;
  readonly branch_path_grad_norm: number;
  readonly skip_path_grad_norm: number | null;
  readonly branch_std: number;
  readonly output_std: number;
  readonly branch_to_skip_ratio: number | null;
}

/** The file's own format; see the README beside the cases. */
export interface GoldenCase {
  readonly name: string;
  readonly spec: {
    readonly input: readonly [number, number, number];
    readonly classes: number;
    readonly block: string;
    readonly shortcut: string;
    readonly norm: string;
    readonly activation: string;
    readonly stem: {
      readonly kernel: number;
      readonly stride: number;
      readonly channels: number;
      readonly maxpool: boolean;
    };
    readonly stages: readonly {
      readonly blocks: number;
      readonly channels: number;
      readonly stride: number;
      readonly dilation?: number;
    }[];
    readonly skips: readonly boolean[];
    readonly skip_scale?: number;
    readonly branch_scale?: number;
    readonly norm_groups?: number;
    readonly groups?: number;
    readonly se?: number;
    readonly fixup?: boolean;
  };
  readonly optimizer: {
    readonly kind: string;
    readonly lr: number;
    readonly momentum?: number;
    readonly nesterov?: boolean;
    readonly weight_decay?: number;
    readonly betas?: readonly [number, number];
    readonly alpha?: number;
    readonly eps?: number;
    readonly dampening?: number;
    readonly amsgrad?: boolean;
    readonly centered?: boolean;
  };
  readonly label_smoothing?: number;
  readonly batch: number;
  readonly x_nchw: Encoded;
  readonly labels: readonly number[];
  readonly params: Readonly<Record<string, Encoded>>;
  readonly expect: {
    readonly loss: number;
    readonly logits: readonly (readonly number[])[];
    readonly grad_norm: Readonly<Record<string, number>>;
    readonly blocks: readonly GoldenBlock[];
    readonly losses_by_step: readonly number[];
    readonly running_stats_after_last_step?: Readonly<Record<string, readonly number[]>>;
  };
}

/** A case in our terms. */
export interface Expressed {
  readonly plan: NetworkPlan;
  readonly gains: readonly number[];
  readonly optimiser: OptimiserOptions;
  readonly loss: LossConfig;
}

/** Blocks as the cases name them: their kind, and whether they are of pre-activation. */
const BLOCKS = {
  basic: { block: 'basic', order: 'original' },
  bottleneck: { block: 'bottleneck', order: 'original' },
  preact_basic: { block: 'basic', order: 'pre-activation' },
  preact_bottleneck: { block: 'bottleneck', order: 'pre-activation' },
} as const satisfies Record<string, Pick<NetworkConfig, 'block' | 'order'>>;

/** An activation by PyTorch's name. */
function activationOf(name: string): ActivationName | undefined {
  return ACTIVATIONS.find((each) => each.replaceAll('-', '_') === name);
}

const OPTIMISERS: readonly string[] = ['sgd', 'adam', 'adamw', 'rmsprop'] satisfies OptimiserKind[];

/** What the config cannot say yet of a case, in words; empty where it can be expressed. */
export function inexpressible({ spec, optimizer }: GoldenCase): string[] {
  const reasons: string[] = [];
  const need = (holds: boolean, reason: string): void => {
    if (!holds) reasons.push(reason);
  };
  need(Object.hasOwn(BLOCKS, spec.block), `block ${spec.block}`);
  need(['none', 'A', 'B', 'C'].includes(spec.shortcut), `shortcut ${spec.shortcut}`);
  need(['batch', 'group', 'none'].includes(spec.norm), `norm ${spec.norm}`);
  need(activationOf(spec.activation) !== undefined, `activation ${spec.activation}`);
  need(OPTIMISERS.includes(optimizer.kind), `optimiser ${optimizer.kind}`);
  need((optimizer.dampening ?? 0) === 0, 'dampening');
  need(optimizer.amsgrad !== true, 'AMSGrad');
  need(optimizer.centered !== true, 'centred RMSProp');
  return reasons;
}

/** Translates a case that `inexpressible` has nothing against. What it leaves out has PyTorch's default. */
export function express({ spec, optimizer, label_smoothing }: GoldenCase): Expressed {
  const network: NetworkConfig = {
    ...DEFAULTS.network,
    ...BLOCKS[spec.block as keyof typeof BLOCKS],
    stemWidth: spec.stem.channels,
    stemKernel: spec.stem.kernel,
    stemStride: spec.stem.stride,
    stemPool: spec.stem.maxpool,
    stages: spec.stages.map(({ blocks, channels, stride, dilation }) => ({
      blocks,
      width: channels,
      stride,
      dilation: dilation ?? 1,
      groups: spec.groups ?? 1,
      reduction: spec.se ?? 0,
    })),
    norm: spec.norm as NetworkConfig['norm'],
    normGroups: spec.norm_groups ?? 4,
    activation: activationOf(spec.activation) ?? 'relu',
    shortcut: (spec.shortcut === 'none' ? 'A' : spec.shortcut) as ShortcutKind,
    branchScale: spec.branch_scale ?? 1,
    ...(spec.fixup === true && { branchStart: 'fixup', fixupScalars: true }),
  };
  const [channels, height, width] = spec.input;
  const kind = optimizer.kind as OptimiserKind;
  return {
    plan: planNetwork(network, { height, width, channels }, spec.classes),
    gains: spec.skips.map((on) => (on && spec.shortcut !== 'none' ? (spec.skip_scale ?? 1) : 0)),
    optimiser: {
      ...DEFAULTS.optimiser,
      kind,
      learningRate: optimizer.lr,
      momentum: optimizer.momentum ?? 0,
      weightDecay: optimizer.weight_decay ?? (kind === 'adamw' ? 0.01 : 0),
      nesterov: optimizer.nesterov ?? false,
      beta1: optimizer.betas?.[0] ?? 0.9,
      beta2: optimizer.betas?.[1] ?? 0.999,
      smoothing: optimizer.alpha ?? 0.99,
      ...(optimizer.eps !== undefined && { epsilon: optimizer.eps }),
    },
    loss: { ...DEFAULTS.loss, smoothing: label_smoothing ?? 0 },
  };
}

/** Little-endian float32 from base64. */
function decode({ float32 }: Encoded): Float32Array<ArrayBuffer> {
  const text = atob(float32);
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

/** Reorders a dense array: axis i of the result is axis `order[i]` of the source. */
function permute(
  values: Float32Array,
  shape: readonly number[],
  order: readonly number[],
): Float32Array<ArrayBuffer> {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, side) => product * side, 1));
  const sides = order.map((axis) => shape[axis] ?? 1);
  const steps = order.map((axis) => strides[axis] ?? 1);
  const result = new Float32Array(values.length);
  const index = order.map(() => 0);
  for (let i = 0; i < result.length; i++) {
    result[i] = values[index.reduce((sum, at, axis) => sum + at * (steps[axis] ?? 0), 0)] ?? 0;
    for (let axis = sides.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      if ((index[axis] ?? 0) < (sides[axis] ?? 1)) break;
      index[axis] = 0;
    }
  }
  return result;
}

/** A parameter in our layout: filters [K, K, in, out], dense weights [in, out]. */
export function parameterOf(golden: GoldenCase, name: string): Float32Array<ArrayBuffer> | null {
  const encoded = golden.params[name];
  if (encoded === undefined) return null;
  const values = decode(encoded);
  if (encoded.shape.length === 4) return permute(values, encoded.shape, [2, 3, 1, 0]);
  if (encoded.shape.length === 2) return permute(values, encoded.shape, [1, 0]);
  return values;
}

/** The batch as [N, H, W, C]. */
export function imagesOf(golden: GoldenCase): Float32Array<ArrayBuffer> {
  return permute(decode(golden.x_nchw), golden.x_nchw.shape, [0, 2, 3, 1]);
}
