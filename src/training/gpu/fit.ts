/** Whether a step fits a GPU, told before anything is put there: browsers differ widely in the largest buffer they allow. */
import type { LanePlan } from '../../architecture/plan-experiment';
import type { DataSet } from '../../data/dataset';
import { packedLayout } from './layout';

/** A step needs more in one piece than the device allows. Sizes in bytes. */
export class ShortageError extends Error {
  override readonly name = 'ShortageError';
  readonly needed: number;
  readonly available: number;
  /** The largest batch that would fit; 0 where none does. */
  readonly batchSize: number;

  constructor(needed: number, available: number, batchSize: number) {
    super(`One buffer would take ${needed} bytes; this GPU allows ${available}`);
    this.needed = needed;
    this.available = available;
    this.batchSize = batchSize;
  }
}

const FLOAT_BYTES = 4;

/** Bytes of the largest tensor of one image on its way through a network. */
function largestPerImage({ input, layers }: LanePlan): number {
  const sizes = [input, ...layers.map(({ output }) => output)].map(
    ({ height, width, channels }) => height * width * channels,
  );
  return FLOAT_BYTES * Math.max(...sizes);
}

/**
 * @param rows Of the state of a network: see `stateRows`.
 * @throws ShortageError where a tensor of a batch, the packed state of a network, or the data set is too large.
 */
export function checkFit(
  plans: readonly LanePlan[],
  batchSize: number,
  { height, width, channels, train }: DataSet,
  limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>,
  rows: number,
): void {
  const available = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const fixed = Math.max(
    FLOAT_BYTES * train.count * height * width * channels,
    ...plans.map((plan) => rows * FLOAT_BYTES * packedLayout(plan).size),
  );
  if (fixed > available) throw new ShortageError(fixed, available, 0);
  const perImage = Math.max(...plans.map(largestPerImage));
  const needed = perImage * batchSize;
  if (needed > available) throw new ShortageError(needed, available, Math.floor(available / perImage));
}
