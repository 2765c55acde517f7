/** Chance in the run at hand: what one answer for all of its images reaches, by its own loss. */
import { DATA_SETS } from '../config/data-sets';
import { chanceOf, type Chance } from '../config/losses';
import type { ExperimentConfig, LossConfig } from '../config/schema';
import type { ClassCounts } from '../contract/messages';
import type { RunFacts } from './run';

export interface RunChance {
  readonly training: Chance;
  /** On the images that are tested on; null where none are. */
  readonly test: Chance | null;
}

let last: {
  readonly loss: LossConfig;
  readonly counts: ClassCounts | null;
  readonly set: ExperimentConfig['data']['set'];
  readonly chance: RunChance;
} | null = null;

/** Until the worker has counted the images, as if every class had as many. The same object until something changes. */
export function chanceOfRun(
  { loss, data: { set }, testInterval }: Pick<ExperimentConfig, 'loss' | 'data' | 'testInterval'>,
  { classCounts: counts }: Pick<RunFacts, 'classCounts'>,
): RunChance {
  if (last?.loss !== loss || last.counts !== counts || last.set !== set) {
    const alike = Array.from({ length: DATA_SETS[set].classes }, () => 1);
    const training = chanceOf(loss, counts?.train ?? alike);
    last = { loss, counts, set, chance: { training, test: counts && chanceOf(loss, counts.test) } };
  }
  return testInterval > 0 ? last.chance : { ...last.chance, test: null };
}
