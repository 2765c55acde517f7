/**
 * `npm run pytorch -- [CHECK …] [--only TEXT]`: what is exported, checked by PyTorch itself, or only these checks of `checks`, or what
 * has TEXT in its name. Ends with `N passed, N failed`, and with 1 where something failed; where no Python has torch, says so and
 * checks nothing. `test-results/pytorch.json` has the counts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PytorchCheck } from './pytorch/check';
import { networks } from './pytorch/compared';
import { distributed } from './pytorch/distributed';
import { files } from './pytorch/files';
import { HOOK } from './pytorch/hook';
import { models } from './pytorch/models';
import { notebook } from './pytorch/notebook';
import { onnx } from './pytorch/onnx';
import { options } from './pytorch/options';
import { replay } from './pytorch/replay';
import { sets } from './pytorch/sets';
import { weights } from './pytorch/weights';
import { findTorch, hasModules } from './python';

const REPORT = 'test-results/pytorch.json';
const checks: readonly PytorchCheck[] = [
  models,
  replay,
  networks,
  sets,
  files,
  notebook,
  options,
  distributed,
  onnx,
  weights,
  HOOK,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});
const unknown = positionals.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `No check is called ${unknown.join(', ')}: choose among ${checks.map(({ name }) => name).join(', ')}.`,
  );
  process.exit(2);
}

let passed = 0;
let failed = 0;
const failures: string[] = [];
let leftOut: string | undefined;
const python = findTorch();
if (python === null) {
  leftOut = 'No Python here has torch and numpy: nothing was compared with PyTorch.';
  console.log(`${leftOut} Install them (Debian: python3-torch), or set PYTHON.`);
} else {
  console.log(`PyTorch by ${python}.`);
  for (const check of checks)
    if (positionals.length === 0 || positionals.includes(check.name)) await runCheck(check, python);
}
mkdirSync('test-results', { recursive: true });
writeFileSync(
  REPORT,
  JSON.stringify({ passed, failed, failures, ...(leftOut !== undefined && { leftOut }) }),
);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function runCheck({ name, needs = [], run }: PytorchCheck, interpreter: string): Promise<void> {
  console.log(`\n── ${name} ──`);
  if (needs.length > 0 && !hasModules(interpreter, needs))
    return console.log(`Left out: ${interpreter} has no ${needs.join(' and no ')}.`);
  const folder = mkdtempSync(join(tmpdir(), 'pytorch-'));
  const start = performance.now();
  try {
    await run({ python: interpreter, folder, only: values.only, report });
  } catch (error) {
    report(name, error instanceof Error ? (error.stack ?? error.message) : String(error));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${Math.round((performance.now() - start) / 1000)} s`);
}

function report(name: string, failure: string | null): void {
  if (failure === null) passed++;
  else {
    failed++;
    failures.push(`${name}: ${failure.split('\n', 1).join()}`);
  }
  console.log(failure === null ? `  ${name}` : `  FAILED: ${name}\n${failure.replaceAll(/^/gm, '    ')}`);
}
