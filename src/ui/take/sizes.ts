/** About how large files become, before they are made. */
import type { LanePlan } from '../../architecture/plan-experiment';
import { DATA_SETS, dataFacts, isDrawn, type DataConfig } from '../../config/data-sets';

/** Of the code in a folder. */
const CODE = 100_000;
/** Of a number in text, with its comma. */
export const NUMBER_BYTES = 19;
/** Of what stands beside the numbers of a tensor: its name and shape, and in ONNX what is done with it. */
const BESIDE = { weights: 100, onnx: 250 } as const;

/** A network's parameters and running statistics as float32, in a file of their own. */
export function laneBytes(plan: LanePlan | undefined, what: 'weights' | 'onnx'): number {
  if (plan === undefined) return 0;
  const running = plan.norms.filter(({ groups }) => groups === null);
  const numbers = plan.parameterCount + 2 * running.reduce((sum, { shape }) => sum + shape.channels, 0);
  return 4 * numbers + BESIDE[what] * (plan.parameters.length + 2 * running.length);
}

/** Images and labels: bytes, or float32 where a bundled set is used at half its size. */
export function imageBytes(data: DataConfig, count: number): number {
  const { channels } = dataFacts(data);
  const isHalved =
    data.set !== 'own' && !isDrawn(data.set) && data.inputSize < Math.max(...DATA_SETS[data.set].sizes);
  return count * (data.inputSize ** 2 * channels * (isHalved ? 4 : 1) + 1);
}

/** Weights of step 0 and of now, images, and the code around them. */
export function folderBytes(plans: readonly LanePlan[], step: number, images: number): number {
  const weights = plans.reduce((sum, plan) => sum + laneBytes(plan, 'weights'), 0);
  return (step === 0 ? 1 : 2) * weights + images + CODE;
}
