/** The link to an experiment. */
import type { ExperimentConfig } from '../../config/schema';
import { encode } from '../../config/codec/url';
import { withoutParameters } from '../../state/page-query';

/**
 * Not the address as it stands: browsers that limit how often it may change let it lag behind. And the experiment is shared,
 * not the machine that runs it, nor what is open here.
 */
export function linkOf(config: ExperimentConfig): string {
  const { origin, pathname, search } = location;
  return `${origin}${pathname}${withoutParameters(search)}${encode(config)}`;
}
