/** An experiment trained for some steps, with all that a folder for PyTorch is written from. */
import type { LanePlan } from '../../src/architecture/plan-experiment';
import type { ExperimentConfig } from '../../src/config/schema';
import type { RunWeights } from '../../src/contract/weights';
import type { DataSet } from '../../src/data/image-set';
import type { Safetensors } from '../../src/formats/safetensors';
import type { Resumption } from '../../src/contract/run-state';
import { openLanes, Trainer } from '../../src/training/trainer';
import { linesFrom, type Line } from '../train/lines';

export interface Trained {
  readonly config: ExperimentConfig;
  readonly data: DataSet;
  /** Of the lanes, in their order. */
  readonly plans: readonly LanePlan[];
  /** After the last step. */
  readonly weights: RunWeights;
  readonly lines: readonly Line[];
}

/** What is not as in every training. */
interface Changes {
  /** Hears of every step. */
  readonly told?: (line: Line) => void;
  /** Weights that lanes start from, by hash. */
  readonly brought?: ReadonlyMap<string, Safetensors>;
  /** What the initial parameters become before the first step. */
  readonly initial?: (parameters: Float32Array<ArrayBuffer>) => Float32Array<ArrayBuffer>;
}

/**
 * Trains from the seeds on the current backend.
 * @throws RangeError where the data set cannot fill one batch.
 */
export async function train(
  config: ExperimentConfig,
  data: DataSet,
  steps: number,
  { told, brought, initial }: Changes = {},
): Promise<Trained> {
  const beginning = initial ? await changed(config, data, initial) : null;
  const trainer = new Trainer(config, data, beginning, openLanes, brought);
  try {
    const lines: Line[] = [];
    for await (const line of linesFrom(trainer, { steps, weights: false })) {
      lines.push(line);
      told?.(line);
    }
    const { classes, mean, deviation } = data;
    const weights = { ...(await trainer.weights()), images: { classes, mean, deviation } };
    return { config, data, plans: trainer.plans, weights, lines };
  } finally {
    trainer.dispose();
  }
}

/** Step 0 with other parameters than the seeds'. */
async function changed(
  config: ExperimentConfig,
  data: DataSet,
  initial: NonNullable<Changes['initial']>,
): Promise<Resumption> {
  const usual = new Trainer(config, data);
  try {
    const checkpoint = await usual.checkpoint();
    const lanes = checkpoint.lanes.map((lane) => ({ ...lane, parameters: initial(lane.parameters) }));
    return usual.resumptionFrom({ ...checkpoint, lanes });
  } finally {
    usual.dispose();
  }
}
