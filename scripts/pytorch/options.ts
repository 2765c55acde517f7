/** What `train.py` says of options that cannot be followed: a sentence before anything is trained, and files as they were. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { bundledData } from '../bundled';
import { folderOf, writeFiles } from '../export/folder';
import { train } from '../export/training';
import { useNodeBackend } from '../goldens/node';
import type { PytorchCheck } from './check';
import { configOf } from './networks';
import { output, runProgram } from './process';

const KEPT = 'step,lane\n';

/** Arguments, and a part of what is said of them. `kept.pt` has step 2 of one network. */
const REFUSED: readonly (readonly [args: string, told: string])[] = [
  ['--steps 0', 'argument --steps: a whole number from 1 on is asked for, not 0'],
  ['--save-every 0', 'argument --save-every: a whole number from 1 on is asked for, not 0'],
  ['--side 16', '--side is for the images of --data'],
  ['--out none/metrics.csv', 'argument --out: there is no folder none'],
  ['--out weights', 'argument --out: weights is a folder'],
  ['--checkpoint none/kept.pt', 'argument --checkpoint: there is no folder none'],
  ['--device nothing', '--device: PyTorch has no nothing here.'],
  ['--resume README.md', 'README.md is no checkpoint that train.py has saved.'],
  ['--resume kept.pt', 'kept.pt has no residual'],
  ['--resume kept.pt --lane plain --steps 2', 'Nothing is left to train up to step 2: it begins at step 2.'],
];

export const options: PytorchCheck = {
  name: 'options',
  async run({ python, folder, only, report }) {
    tf.enableProdMode();
    await useNodeBackend('wasm');
    const config = configOf('options', 'blocks=1,0,0&test=0');
    // Blanks, letters of other scripts: where a reader unpacks it.
    const place = join(folder, 'mes réseaux 网络');
    mkdirSync(place);
    writeFiles(place, folderOf(await train(config, await bundledData(config.data), 2)));
    const saving = ['--lane', 'plain', '--checkpoint', join(place, 'kept.pt')];
    await output(python, [join(place, 'train.py'), ...saving], folder);
    report('train.py writes where one is', existsSync(join(folder, 'metrics.csv')) ? null : 'No metrics.csv');
    const metrics = join(place, 'metrics.csv');
    writeFileSync(metrics, KEPT);
    for (const [args, told] of REFUSED) {
      if (!args.includes(only)) continue;
      const { code, err } = await runProgram(python, ['train.py', ...args.split(' ')], place);
      const isTold = code !== 0 && err.includes(told) && !err.includes('Traceback');
      const isKept = readFileSync(metrics, 'utf8') === KEPT;
      report(`${args} is refused`, isTold && isKept ? null : `It ended with ${code}.\n${err}`);
    }
  },
};
