/** An optimiser's settings as the kernels on the GPU want them. */
import { HYPER, HYPER_SIZE, type UpdateRule } from '../../ops/webgpu/hyper';
import { CLIP_EPSILON, EPSILON, type OptimiserOptions } from '../optimiser';

/** The kernel of an optimiser. */
export function ruleOf({ kind }: OptimiserOptions): UpdateRule {
  return kind === 'adamw' ? 'adam' : kind;
}

export interface Moment {
  readonly learningRate: number;
  /** Updates before this step. */
  readonly updates: number;
  /** Whether the step changes anything. */
  readonly update: boolean;
}

/** All that `HYPER` names, computed in float64. */
export function hyperparametersOf(
  {
    kind,
    momentum,
    nesterov,
    weightDecay,
    beta1,
    beta2,
    smoothing,
    clip,
    epsilon = EPSILON,
  }: OptimiserOptions,
  { learningRate, updates, update }: Moment,
): Float32Array<ArrayBuffer> {
  const count = updates + 1;
  const values: Record<keyof typeof HYPER, number> = {
    update: update ? 1 : 0,
    learningRate,
    weightDecay,
    clip,
    clipEpsilon: CLIP_EPSILON,
    momentum,
    nesterov: nesterov ? 1 : 0,
    firstShare: 1 - beta1,
    secondShare: 1 - (kind === 'rmsprop' ? smoothing : beta2),
    stepSize: learningRate / (1 - beta1 ** count),
    unbias: Math.sqrt(1 - beta2 ** count),
    decoupled: kind === 'adamw' ? 1 : 0,
    epsilon,
  };
  const packed = new Float32Array(HYPER_SIZE);
  for (const [name, place] of Object.entries(HYPER)) packed[place] = values[name as keyof typeof HYPER];
  return packed;
}
