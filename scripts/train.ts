/** `npm run -s train -- 'LINK' --steps N`: see `train/options.ts`, or give it `--help`. */
import { setTimeout as pause } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { bundledData } from './bundled';
import { useNodeBackend } from './goldens/node';
import { runCommand } from './train/command';
import { readExperiment, RefusedError } from './train/experiment';
import { linesOf, textOf } from './train/lines';
import { readOptions, USAGE } from './train/options';

/** Whether whoever reads has had enough, as `head` has after some lines. */
let unread = false;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  unread = true;
});

const command = { name: 'train', usage: USAGE, read: readOptions };
await runCommand(command, async ({ hash, steps, backend, weights }) => {
  const config = readExperiment(hash);
  for (const { id, weights: own } of config.lanes)
    if (own !== undefined)
      throw new RefusedError(
        `“${id}” starts from the weights ${own.name} (${own.hash}), which only the browser has that keeps them.`,
      );
  const data = await bundledData(config.data, config.seeds.data);
  tf.enableProdMode();
  await useNodeBackend(backend);
  for await (const line of linesOf(config, data, { steps, weights })) {
    process.stdout.write(`${textOf(line)}\n`);
    // That nobody reads any more is heard of between two steps.
    await pause();
    if (unread) return;
  }
});
