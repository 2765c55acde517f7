/** The experiment of a link, as far as it can be trained, with what the page says of it on standard error. */
import { fitToBudget } from '../../src/architecture/budget';
import { loneNorms } from '../../src/architecture/lone-norms';
import { decode } from '../../src/config/codec/url';
import type { ExperimentConfig } from '../../src/config/schema';
import { english } from '../../src/i18n/messages';

/** The experiment cannot be trained; the message says why. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

/** @throws RefusedError where it is more than a browser can bear. */
export function readExperiment(hash: string): ExperimentConfig {
  const { config, repairs } = decode(hash);
  if (repairs.length > 0) console.error(english.notices.heading.link);
  for (const repair of repairs) console.error(english.notices.repair(repair));
  const fitted = fitToBudget(config);
  if (fitted.repairs.length > 0) {
    const fields = fitted.repairs.map(({ field, used }) => `${field}=${used}`);
    throw new RefusedError(
      `This experiment is more than a browser can compute or hold. The page would train it with ${fields.join(' and ')}.`,
    );
  }
  warnOfLoneNorms(config);
  return config;
}

/** Says of norms that see a single value what the page says of them. */
function warnOfLoneNorms(config: ExperimentConfig): void {
  const found = loneNorms(config);
  const [first] = found;
  if (first === undefined) return;
  const { title, batch, group, effect } = english.notices.loneNorms;
  const lanes = [...new Set(found.map(({ lane }) => lane))];
  const norms = new Set(found.map(({ norm }) => norm.name)).size;
  console.error(title(norms, first.norm.name, lanes));
  console.error(`${first.norm.groups === null ? batch : group} ${effect}`);
}
