/** An experiment trained as the page trains it, told step by step. */
import { learningRateAt } from '../../src/config/schedule';
import type { ExperimentConfig } from '../../src/config/schema';
import type { DataSet } from '../../src/data/dataset';
import { l2Norm } from '../../src/engine/measures';
import { layoutOf } from '../../src/network/parameters';
import { Trainer } from '../../src/training/trainer';
import type { TestResult } from '../../src/contract/messages';
import { gradientLayer, rowOffsets } from '../../src/contract/metrics';

/** A number for each layer that has weights, by its name in PyTorch. */
type ByLayer = Readonly<Record<string, number>>;

export interface LaneLine {
  /** Of the batch, before the update. */
  readonly loss: number;
  readonly accuracy: number;
  /** The learning rate of this step. */
  readonly rate: number;
  /** L2 norms of dL/dW. */
  readonly gradient: ByLayer;
  /** L2 norms of the weights before the update, where they are asked for. */
  readonly weight?: ByLayer;
  /** On the test images, before what was recorded for this step and the update, where the experiment tests at it. */
  readonly test: { readonly loss: number; readonly accuracy: number } | null;
}

export interface Line {
  readonly step: number;
  readonly lanes: Readonly<Record<string, LaneLine>>;
}

/** One line of JSON, which has no words of its own for numbers that are not finite: they are strings. */
export function textOf(line: Line): string {
  return JSON.stringify(line, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  );
}

/**
 * Trains from the seeds on the current backend, and tells of steps 0 to `steps` − 1; `weights` adds the norms of weights.
 * @throws RangeError where the data set cannot fill one batch.
 */
export async function* linesOf(
  experiment: ExperimentConfig,
  data: DataSet,
  options: { readonly steps: number; readonly weights: boolean },
): AsyncGenerator<Line> {
  const trainer = new Trainer(experiment, data);
  try {
    yield* linesFrom(trainer, options);
  } finally {
    trainer.dispose();
  }
}

/** The same of a trainer at step 0, which stays as the last step leaves it. */
export async function* linesFrom(
  trainer: Trainer,
  { steps, weights }: { readonly steps: number; readonly weights: boolean },
): AsyncGenerator<Line> {
  const { schedule, testInterval, optimiser } = trainer.experiment;
  const offsets = rowOffsets(trainer.layout);
  let rate = optimiser.learningRate;
  for (let step = 0; step < steps; step++) {
    // The order of the page: a step's test comes before what was recorded for it.
    const tests = testInterval > 0 && step > 0 && step % testInterval === 0 ? await tested(trainer) : [];
    for (const change of trainer.replayDue()) if ('rate' in change) ({ rate } = change);
    const norms = weights ? await weightNorms(trainer) : [];
    const row = await trainer.step();
    const lanes = trainer.layout.lanes.map(({ id, columns }, i): [string, LaneLine] => {
      const values = row.subarray(offsets[i], offsets[i + 1]);
      const [loss = NaN, accuracy = NaN] = values;
      const gradients = columns.flatMap((column, at): [string, number][] => {
        const layer = gradientLayer(column);
        return layer === null ? [] : [[layer, values[at] ?? NaN]];
      });
      const test = tests.find(({ lane }) => lane === id);
      return [
        id,
        {
          loss,
          accuracy,
          rate: learningRateAt(step, rate, schedule),
          gradient: Object.fromEntries(gradients),
          ...(norms[i] !== undefined && { weight: norms[i] }),
          test: test === undefined ? null : { loss: test.loss, accuracy: test.accuracy },
        },
      ];
    });
    yield { step, lanes: Object.fromEntries(lanes) };
  }
}

async function tested(trainer: Trainer): Promise<readonly TestResult[]> {
  const test = trainer.test();
  for (;;) {
    const { done, value } = await test.next();
    if (done === true) return value;
  }
}

/** Of every lane, in their order. */
async function weightNorms(trainer: Trainer): Promise<readonly ByLayer[]> {
  const snapshots = await trainer.snapshots();
  return trainer.plans.map(({ layers, parameters }, lane) => {
    const entries = new Map(layoutOf(parameters).entries.map((entry) => [entry.name, entry]));
    const values = snapshots[lane]?.parameters ?? new Float32Array(0);
    return Object.fromEntries(
      layers.map(({ name }) => {
        const { offset = 0, size = 0 } = entries.get(`${name}.weight`) ?? {};
        return [name, l2Norm(values, offset, offset + size)];
      }),
    );
  });
}
