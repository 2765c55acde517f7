/** What differs between experiments, field by field, as links spell them. */
import type { ExperimentConfig } from './schema';
import { textsOf } from './codec/url';

export interface Difference {
  /** A field of the link. */
  readonly field: string;
  /** Per experiment its text; null where an experiment has no such field. */
  readonly texts: readonly (string | null)[];
}

/** Fields that are not the same in all of these experiments, in the order in which links have them. */
export function differences(configs: readonly ExperimentConfig[]): Difference[] {
  const all = configs.map(textsOf);
  const fields = new Set(all.flatMap((texts) => [...texts.keys()]));
  return [...fields].flatMap((field) => {
    const texts = all.map((one) => one.get(field) ?? null);
    return new Set(texts).size > 1 ? [{ field, texts }] : [];
  });
}
