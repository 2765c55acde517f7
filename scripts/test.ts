/**
 * All checks one after the other, each in full even when an earlier one failed, and their sum as the last line:
 * `N passed, N failed`. Each static check counts as one, tests and golden cases count singly.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { NoChromiumError, ensureChromium } from './chromium';
import { type Count, type Reader, sumOf, tally, readers } from './tally';
import { refusal } from './writable';

const RESULTS = 'test-results';

interface Check {
  readonly name: string;
  readonly args: readonly string[];
  /** Where it leaves its counts, and how to read them; a check without counts as one. */
  readonly report?: { readonly file: string; readonly read: Reader };
}

const checks: readonly Check[] = [
  { name: 'types', args: ['run', 'typecheck'] },
  { name: 'lint', args: ['run', 'lint'] },
  { name: 'format', args: ['run', 'format:check'] },
  { name: 'unused', args: ['run', 'unused'] },
  vitestCheck('unit tests', 'unit'),
  {
    name: 'goldens',
    args: ['run', 'goldens'],
    report: { file: `${RESULTS}/goldens.json`, read: readers.goldens },
  },
  vitestCheck('WebGPU engine', 'webgpu'),
  { name: 'build', args: ['run', 'build'] },
  {
    name: 'end to end',
    args: ['exec', '--', 'playwright', 'test'],
    report: { file: `${RESULTS}/e2e.json`, read: readers.playwright },
  },
];

/** A project of Vitest, by its script. */
function vitestCheck(name: string, script: string): Check {
  const file = `${RESULTS}/${script}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return { name, args: ['run', script, '--', ...reporters], report: { file, read: readers.vitest } };
}

const environment: NodeJS.ProcessEnv = { ...process.env, GOLDENS_JSON: `${RESULTS}/goldens.json` };

function runCheck(check: Check): Count {
  console.log(`\n── ${check.name} ──`);
  const { status } = spawnSync('npm', ['--silent', ...check.args], { stdio: 'inherit', env: environment });
  return tally(status === 0, check.report === undefined ? 'none' : readReport(check.report));
}

/** Counts of a report, or null where the check left none that can be read. */
function readReport({ file, read }: { readonly file: string; readonly read: Reader }): Count | null {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

const unwritable = refusal([RESULTS, 'dist', 'node_modules']);
if (unwritable !== null) {
  console.error(unwritable);
  console.log('0 passed, 1 failed');
  process.exit(1);
}
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

// Got once for all. Where none can be had, what needs one fails, and the rest is checked all the same.
try {
  environment['CHROMIUM_PATH'] = ensureChromium();
} catch (error) {
  if (!(error instanceof NoChromiumError)) throw error;
  console.error(error.message);
}

const counts = checks.map(runCheck);
console.log('\n── sum ──');
checks.forEach(({ name }, i) => {
  const { passed, failed } = counts[i] ?? { passed: 0, failed: 1 };
  console.log(`${name}: ${passed} passed, ${failed} failed`);
});
const total = sumOf(counts);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
