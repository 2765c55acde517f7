/** A small experiment with its trainer, and a way to carry a study out. Used by tests only. */
import type { ExperimentConfig, NetworkConfig } from '../config/schema';
import { pairOf } from './config';
import { loadDataSet, type DataSet } from '../data/dataset';
import { Trainer } from '../training/trainer';
import type { StudyContext } from '../studies/compute-parts';
import type { RequestOf, ResultOf, StudyKind } from '../studies/kinds';
import { openStudy } from '../studies/worker';

/** Two lanes of three blocks on drawn shapes; the second block changes the shape. */
export function smallExperiment(network: Partial<NetworkConfig> = {}): ExperimentConfig {
  const stages = [
    { blocks: 1, width: 4, stride: 1 },
    { blocks: 2, width: 8, stride: 2 },
    { blocks: 0, width: 8, stride: 1 },
  ];
  return pairOf(stages, { network, batchSize: 16 });
}

export function smallData(): Promise<DataSet> {
  const onProgress = (): void => undefined;
  return loadDataSet({ set: 'shapes', inputSize: 14 }, 0, { baseUrl: 'https://example.test/', onProgress });
}

/** A trainer that has taken so many steps. */
export async function trained(
  data: DataSet,
  steps: number,
  config: ExperimentConfig = smallExperiment(),
): Promise<Trainer> {
  const trainer = new Trainer(config, data);
  for (let step = 0; step < steps; step++) await trainer.step();
  return trainer;
}

export function contextOf(trainer: Trainer, data: DataSet): StudyContext {
  return {
    experiment: trainer.experiment,
    data,
    step: trainer.stepCount,
    nextBatch: trainer.nextBatch,
    path: [],
    snapshots: () => trainer.snapshots(),
  };
}

/** The result of a study, carried out to its end. */
export async function carryOut<K extends StudyKind>(
  request: { readonly kind: K } & RequestOf<K>,
  context: StudyContext,
): Promise<ResultOf<K>> {
  let result: ResultOf<K> | undefined;
  let share = 0;
  for await (const tick of openStudy(request, context)) {
    if (!(tick.done <= tick.total * (1 + 1e-9))) throw new Error(`${tick.done} of ${tick.total} done`);
    share = tick.done / tick.total;
    ({ result } = tick);
  }
  if (Math.abs(share - 1) > 1e-9) throw new Error(`Ended at ${share}`);
  if (result === undefined) throw new Error(`The study ${request.kind} found nothing`);
  return result;
}
