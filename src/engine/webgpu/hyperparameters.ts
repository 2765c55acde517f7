/** An optimiser's settings as the kernels on the GPU want them. */
import { power } from '../../config/arithmetic';
import { HYPER, HYPER_SIZE, type UpdateRule } from '../../ops/webgpu/optimiser/hyper';
import { CLIP_EPSILON, EPSILON, type OptimiserOptions } from '../optimiser';

/** The kernel of an optimiser. */
export function ruleOf({ kind }: Pick<OptimiserOptions, 'kind'>): UpdateRule {
  return kind === 'adamw' ? 'adam' : kind;
}

/** A step as parameters see it that get a gradient in the same ones. */
export interface StepState {
  /** Updates of these parameters before this step. */
  readonly updates: number;
  /** Whether they get a gradient in it. */
  readonly open: boolean;
}

/** All that `HYPER` names, computed in float64 from the settings of a step; without `update` it changes nothing. */
export function hyperparametersOf(
  {
    kind,
    learningRate,
    momentum,
    nesterov,
    weightDecay,
    beta1,
    beta2,
    smoothing,
    clip,
    epsilon = EPSILON,
  }: OptimiserOptions,
  update: boolean,
): Float32Array<ArrayBuffer> {
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
    decoupled: kind === 'adamw' ? 1 : 0,
    epsilon,
  };
  const packed = new Float32Array(HYPER_SIZE);
  for (const [name, place] of Object.entries(HYPER)) packed[place] = values[name as keyof typeof HYPER];
  return packed;
}

/** What a row of the paces holds (see `PACE_SIZE`), computed in float64. */
export function paceOf(
  { kind, learningRate, beta1, beta2 }: OptimiserOptions,
  { updates, open }: StepState,
): readonly number[] {
  const flows = open ? 1 : 0;
  if (ruleOf({ kind }) !== 'adam') return [flows, 0, 0, 0];
  const count = updates + 1;
  return [flows, learningRate / (1 - power(beta1, count)), Math.sqrt(1 - power(beta2, count)), 0];
}
