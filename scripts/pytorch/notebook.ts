/** The notebook's cells as one script, run from top to bottom. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { notebookFile } from '../../src/exports/files';
import { bundledData } from '../bundled';
import { folderOf, writeFiles } from '../export/folder';
import { train } from '../export/training';
import { useNodeBackend } from '../goldens/node';
import type { PytorchCheck } from './check';
import { configOf } from './networks';
import { runProgram, type Ended } from './process';

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
    const together = join(folder, 'together');
    mkdirSync(together);
    for (const [name, fields] of Object.entries(FIELDS)) {
      if (!name.includes(only)) continue;
      const config = configOf(name, fields);
      const data = await bundledData(config.data, config.seeds.data);
      const place = join(folder, name);
      const files = folderOf(await train(config, data, 3));
      writeFiles(place, files);
      const lanes = config.lanes.map(({ id }) => id);
      const inFolder = await runCells(python, readFileSync(join(place, NOTEBOOK), 'utf8'), place);
      report(`${name}: ${inFolder.cells} cells, run from top to bottom`, failureOf(inFolder, lanes));
      const alone = await runCells(python, new TextDecoder().decode(await notebookFile(files)), together);
      report(`${name}: by itself, beside the others' files`, failureOf(alone, lanes));
    }
  },
};

interface Outcome extends Ended {
  readonly nbformat: number;
  readonly cells: number;
}

/** Runs a notebook's cells as a script in a folder. */
async function runCells(python: string, text: string, place: string): Promise<Outcome> {
  const { nbformat, cells } = JSON.parse(text) as Notebook;
  const code = cells.filter(({ cell_type: type }) => type === 'code');
  const script = code.map(({ source }) => (typeof source === 'string' ? source : source.join('')));
  writeFileSync(join(place, 'cells.py'), `${script.join('\n\n')}\n`);
  return { ...(await runProgram(python, ['cells.py'], place)), nbformat, cells: code.length };
}

/** What is wrong where it did not test the networks of its own run at the end, and no others. */
function failureOf({ code, out, err, nbformat, cells }: Outcome, lanes: readonly string[]): string | null {
  const tested = [...out.matchAll(/^(\S+): loss \S+, accuracy \S+%$/gm)].map(([, lane]) => lane);
  const isWhole = nbformat === 4 && cells > 0 && tested.join() === lanes.join();
  return code === 0 && isWhole ? null : `Its cells ended with ${code}.\n${out}${err}`;
}
