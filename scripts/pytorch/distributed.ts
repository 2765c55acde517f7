/** Two processes that train together, by torchrun and gloo, beside one that trains alone on the same batches. */
import { cpSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { bundledData } from '../bundled';
import { folderOf, writeFiles } from '../export/folder';
import { train } from '../export/training';
import { useNodeBackend } from '../goldens/node';
import type { PytorchCheck } from './check';
import { compare, TOLERANCE, type LaneSteps } from './compare';
import { readMetrics } from './metrics';
import { configOf, TESTED_STEP } from './networks';
import { output, outputOf, runProgram } from './process';

/** Sums are over halves of the batch, and only their order differs. */
const ALLOWED = { ...TOLERANCE, loss: 1e-5 };
/** Under Python 3.11 that of PyTorch 1.13 fails over its own defaults for what is redirected, and so it is told. */
const TORCHRUN = ['-m', 'torch.distributed.run', '--nnodes', '1', '--nproc_per_node', '2'];
const REDIRECTED = ['--redirects', '1', '--tee', '1'];

/** Some seconds are usual, in milliseconds. */
const PATIENCE = 90_000;
const TRIES = 3;

/** Without batch norm, whose statistics are of each process's own images. */
const FIELDS: Readonly<Record<string, string>> = {
  'group norm, noise, augmentation': 'norm=group&dropout=0.3&depth.dropout=0.5&shift=2&flip=on&cutout=3',
  'no norm, an odd batch, clipped': 'norm=none&batch=9&clip=0.5&shortcut.dropout=0.2',
  'projections that are switched off and on':
    'norm=layer&shortcut=C&switch=2:residual:all:0;4:residual:all:1',
  AlexNet:
    'lanes=alexnet&net.alexnet=alexnet&net.alexnet.width=8&net.alexnet.hidden=32&net.alexnet.dropout=0.5',
};

export const distributed: PytorchCheck = {
  name: 'distributed',
  async run({ python, folder, only, report }) {
    tf.enableProdMode();
    await useNodeBackend('wasm');
    for (const [name, fields] of Object.entries(FIELDS)) {
      if (!name.includes(only)) continue;
      const config = configOf(name, fields);
      const data = await bundledData(config.data, config.seeds.data);
      const [alone, together] = [join(folder, `${name} 1`), join(folder, `${name} 2`)];
      writeFiles(alone, folderOf(await train(config, data, TESTED_STEP + 1)));
      cpSync(alone, together, { recursive: true });
      await output(python, ['train.py', '--device', 'cpu'], alone);
      await trainTogether(python, together, join(folder, 'logs'));
      const { largest, failures } = compare(metricsOf(alone), metricsOf(together), ALLOWED);
      const told = `${name}: loss ${largest.loss.toExponential(1)}, gradient ${largest.gradient.toExponential(1)}`;
      report(told, failures.length === 0 ? null : failures.slice(0, 8).join('\n'));
    }
    await synchronised(python, join(folder, 'synchronised'), report);
  },
};

/**
 * Two processes by torchrun. PyTorch 1.13 now and then leaves one of them waiting when both have trained to the end and written
 * all: that is begun again. @throws Error where it fails, or hangs each time
 */
async function trainTogether(python: string, folder: string, logs: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const meeting = ['--master_addr', '127.0.0.1', '--master_port', String(await freePort())];
    const torchrun = [...TORCHRUN, ...meeting, ...REDIRECTED, '--log_dir', `${logs} ${tries}`];
    const args = [...torchrun, 'train.py', '--device', 'cpu'];
    const ended = await runProgram(python, args, folder, PATIENCE);
    if (ended.isHung && tries < TRIES) {
      console.log('  It hung, and is begun again.');
      continue;
    }
    outputOf([python, ...args], ended);
    return;
  }
}

/** PyTorch synchronises batch norms on GPUs alone: without one that is said, rather than something else trained. */
async function synchronised(
  python: string,
  folder: string,
  report: (name: string, failure: string | null) => void,
): Promise<void> {
  const name = 'SyncBatchNorm without a GPU is refused, with the reason';
  const config = configOf(name, '');
  const data = await bundledData(config.data, config.seeds.data);
  writeFiles(folder, folderOf(await train(config, data, 1)));
  const ended = await runProgram(python, ['train.py', '--sync-batchnorm', '--device', 'cpu'], folder);
  const said = `${ended.out}${ended.err}`;
  report(
    name,
    ended.code === 1 && said.includes('on GPUs only') ? null : `It ended with ${ended.code}.\n${said}`,
  );
}

/** A port that nobody has now. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function metricsOf(folder: string): LaneSteps {
  return readMetrics(readFileSync(join(folder, 'metrics.csv'), 'utf8'));
}
