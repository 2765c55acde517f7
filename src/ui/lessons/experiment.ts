/** The experiment of a step, as the page would open it, and whether the one at hand is still that. */
import { fitToBudget } from '../../architecture/budget';
import { repairConfig } from '../../config/codec/repair';
import { decode } from '../../config/codec/url';
import { withoutLaneStyle } from '../../config/edit/lanes';
import { equal } from '../../config/equal';
import type { ExperimentConfig } from '../../config/schema';
import type { LessonStep } from '../../lessons/format';

/** The experiment of a link’s fragment, with or without its `#`. */
export function experimentOf(link: string): ExperimentConfig {
  return fitToBudget(repairConfig(decode(link.startsWith('#') ? link : `#${link}`).config).config).config;
}

/** The same by another chance: weights, images and batches are drawn anew. */
export function withSeed(config: ExperimentConfig, seed: number): ExperimentConfig {
  return { ...config, seeds: { data: seed, init: seed, order: seed } };
}

/** The seed that a run’s answer is told by. */
export function seedOf({ seeds }: ExperimentConfig): number {
  return seeds.init;
}

/**
 * Whether an experiment is that of a step. Its seeds may be others, and names and colours of lanes; where the step has skips
 * switched, so may the skips of that network.
 */
export function isOfStep(config: ExperimentConfig, own: ExperimentConfig, { question }: LessonStep): boolean {
  const switched = question?.act.kind === 'switch' ? question.act.lane : null;
  const told = (one: ExperimentConfig): ExperimentConfig => {
    const plain = withSeed(withoutLaneStyle(one), 0);
    return {
      ...plain,
      timeline: plain.timeline.filter(({ lane }) => lane !== switched),
      lanes: plain.lanes.map((lane) => (lane.id === switched ? { ...lane, gains: [] } : lane)),
    };
  };
  return equal(told(config), told(own));
}
