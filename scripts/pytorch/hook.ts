/**
 * hook.py in plain training scripts: what it logs, read by the page's own reader, is what autograd says of the same steps. The scripts
 * are those people write: 30 sigmoid layers, 56 plain convolutions with accumulated and clipped gradients, a transformer with tied,
 * frozen and unused layers, an optimizer with a closure, and two processes that train together.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { quantityOf } from '../../src/logs/quantities';
import { LogReader } from '../../src/logs/read-log';
import { Log } from '../../src/logs/summary';
import type { PytorchCheck } from './check';

/** Numbers are logged to six digits; an update is the small difference of two float32 numbers in either reckoning. */
const RELATIVE = 2e-5;

type Expected = Readonly<Record<string, number | Readonly<Record<string, number | null>>>>;

const FILES = [
  ['mlp', 'jsonl', 1],
  ['conv', 'jsonl', 1],
  ['transformer', 'csv', 1],
  ['closure', 'jsonl', 2],
  ['distributed', 'jsonl', 1],
] as const;

/** How a number that was logged is not the one expected; null where it is. */
function difference(logged: number | undefined, expected: number | null): string | null {
  if (expected === null) return logged === undefined ? null : `${logged}, where nothing is`;
  if (logged === undefined) return `nothing, where ${expected} is`;
  return Math.abs(logged - expected) <= RELATIVE * Math.abs(expected) + 1e-38
    ? null
    : `${logged}, not ${expected}`;
}

function compare(log: Log, rows: readonly Expected[], runs: number): string | null {
  if (log.summary.runs !== runs) return `${log.summary.runs} runs, not ${runs}`;
  if (log.summary.faults > 0) return `${log.summary.faults} faulty lines`;
  if (log.steps.length !== rows.length) return `${log.steps.length} rows, not ${rows.length}`;
  for (const [row, expected] of rows.entries())
    for (const [key, value] of Object.entries(expected)) {
      if (typeof value === 'number') {
        const fault = difference(key === 'step' ? log.steps[row] : log.scalar(key, row), value);
        if (fault !== null) return `row ${row}, ${key}: ${fault}`;
        continue;
      }
      const quantity = quantityOf(key);
      if (quantity === null) return `no quantity ${key}`;
      for (const [name, norm] of Object.entries(value)) {
        const layer = log.layers.findIndex((one) => one.name === name);
        const fault = layer < 0 ? 'no such layer' : difference(log.ofLayer(quantity, layer, row), norm);
        if (fault !== null) return `row ${row}, ${key} of ${name}: ${fault}`;
      }
    }
  return null;
}

/** A port that nothing listens at. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

export const HOOK: PytorchCheck = {
  name: 'hook.py',
  async run(tools) {
    const { python, folder } = tools;
    const script = join(import.meta.dirname, 'hook_check.py');
    const hook = join(import.meta.dirname, '..', '..', 'src', 'logs');
    const port = String(await freePort());
    await promisify(execFile)(python, [script, hook, folder, port], { maxBuffer: 2 ** 24 });
    for (const [name, ending, runs] of FILES) {
      const file = `${name}.${ending}`;
      const reader = new LogReader(file);
      reader.push(await readFile(join(folder, file)));
      reader.end();
      const rows = JSON.parse(await readFile(join(folder, `${name}.expected.json`), 'utf8')) as Expected[];
      tools.report(`${file}: norms are autograd’s`, compare(new Log(reader.summary()), rows, runs));
    }
  },
};
