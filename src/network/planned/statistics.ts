/** Where the statistics of batch norms lie: for one after another the means of its channels, then their variances. */
import type { LanePlan } from '../../architecture/plan-experiment';

export interface StatisticsLayout {
  /** Numbers of all. */
  readonly size: number;
  readonly norms: readonly {
    readonly name: string;
    readonly channels: number;
    /** Positions of an image. */
    readonly positions: number;
    /** Of the means; the variances follow. In numbers. */
    readonly offset: number;
  }[];
}

export function statisticsLayout({ norms }: LanePlan): StatisticsLayout {
  let size = 0;
  const placed = norms.flatMap(({ name, shape, groups }) => {
    // A group norm has none.
    if (groups !== null) return [];
    const { height, width, channels } = shape;
    const offset = size;
    size += 2 * channels;
    return [{ name, channels, positions: height * width, offset }];
  });
  return { size, norms: placed };
}
