/** The notebook's cells as one script, run from top to bottom. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { bundledData } from '../bundled';
import { folderOf, writeFiles } from '../export/folder';
import { train } from '../export/training';
import { useNodeBackend } from '../goldens/node';
import type { PytorchCheck } from './check';
import { configOf } from './networks';
import { runProgram } from './process';

const NOTEBOOK = 'notebook.ipynb';
const FIELDS: Readonly<Record<string, string>> = {
  'residual beside plain': '',
  'a classic network beside':
    'lanes=residual,alexnet&net.alexnet=alexnet&net.alexnet.hidden=32&net.alexnet.dropout=0.5',
};

interface Notebook {
  readonly nbformat: number;
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
    readonly outputs?: readonly unknown[];
  }[];
}

export const notebook: PytorchCheck = {
  name: 'notebook',
  async run({ python, folder, only, report }) {
    tf.enableProdMode();
    await useNodeBackend('wasm');
    for (const [name, fields] of Object.entries(FIELDS)) {
      if (!name.includes(only)) continue;
      const config = configOf(name, fields);
      const data = await bundledData(config.data, config.seeds.data);
      const place = join(folder, name);
      writeFiles(place, folderOf(await train(config, data, 3)));
      const { nbformat, cells } = JSON.parse(readFileSync(join(place, NOTEBOOK), 'utf8')) as Notebook;
      const code = cells.filter(({ cell_type: type }) => type === 'code');
      const script = code.map(({ source }) => (typeof source === 'string' ? source : source.join('')));
      // Where a notebook shows what it has, a script must not open windows.
      writeFileSync(join(place, 'cells.py'), `${script.join('\n\n')}\n`);
      const { code: exit, out, err } = await runProgram(python, ['cells.py'], place);
      const isWhole = nbformat === 4 && code.length > 0;
      const failure = exit === 0 && isWhole ? null : `Its cells ended with ${exit}.\n${out}${err}`;
      report(`${name}: ${code.length} cells, run from top to bottom`, failure);
    }
  },
};
