/** Whether an exported folder reads CIFAR-10 and folders of images, which NumPy and Pillow wrote (see `sets.py`). */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PytorchCheck } from './check';

const run = promisify(execFile);
const MODULES = join(import.meta.dirname, '../../src/pytorch/python');

export const sets: PytorchCheck = {
  name: 'sets',
  async run({ python, folder, report }) {
    // No compiled files beside the sources.
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
    const { stdout } = await run(python, [join(import.meta.dirname, 'sets.py'), MODULES, folder], { env });
    for (const [name, failure] of JSON.parse(stdout) as [string, string | null][]) report(name, failure);
  },
};
