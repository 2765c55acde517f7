/** `npm run -s train -- 'LINK' --steps N`: see `train/options.ts`, or give it `--help`. */
import { setTimeout as pause } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { fitToBudget } from '../src/architecture/budget';
import { loneNorms } from '../src/architecture/lone-norms';
import type { ExperimentConfig } from '../src/config/schema';
import { decode } from '../src/config/codec/url';
import { english } from '../src/i18n/messages';
import { bundledData } from './bundled';
import { useNodeBackend } from './goldens/node';
import { linesOf, textOf } from './train/lines';
import { readOptions, USAGE, UsageError, type Options } from './train/options';

/** The experiment cannot be trained; the message says why. */
class RefusedError extends Error {}

/** Whether whoever reads has had enough, as `head` has after some lines. */
let unread = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  unread = true;
});

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(USAGE);
  else await train(options);
} catch (error) {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  console.error(`${error instanceof Error ? error.message : String(error)}${cause}`);
  if (error instanceof UsageError) console.error('npm run -s train -- --help tells more.');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function train({ hash, steps, backend, weights }: Options): Promise<void> {
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
  for (const { id, weights: own } of config.lanes)
    if (own !== undefined)
      throw new RefusedError(
        `“${id}” starts from the weights ${own.name} (${own.hash}), which only the browser has that keeps them.`,
      );
  warnOfLoneNorms(config);
  const data = await bundledData(config.data, config.seeds.data);
  tf.enableProdMode();
  await useNodeBackend(backend);
  for await (const line of linesOf(config, data, { steps, weights })) {
    process.stdout.write(`${textOf(line)}\n`);
    // That nobody reads any more is heard of between two steps.
    await pause();
    if (unread) return;
  }
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
