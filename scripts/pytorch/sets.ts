/** Whether an exported folder reads CIFAR-10 and folders of images, which NumPy and Pillow wrote (see `sets.py`). */
import { join } from 'node:path';
import type { PytorchCheck } from './check';
import { output } from './process';

const MODULES = join(import.meta.dirname, '../../src/pytorch/python');

export const sets: PytorchCheck = {
  name: 'sets',
  needs: ['PIL'],
  async run({ python, folder, only, report }) {
    const told = await output(python, [join(import.meta.dirname, 'sets.py'), MODULES, folder]);
    for (const [name, failure] of JSON.parse(told) as [string, string | null][])
      if (name.includes(only)) report(name, failure);
  },
};
