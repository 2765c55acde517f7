/**
 * All checks, each in full even when an earlier one failed, and their sum as the last line:
 * `N passed, N failed`. Each static check counts as one, tests and golden cases count singly.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { NoChromiumError, ensureChromium } from './chromium';
import { readers, sumOf, tally, type Count, type Reader } from './tally';
import { refusal } from './writable';

const RESULTS = 'test-results';

interface Check {
  readonly name: string;
  readonly args: readonly string[];
  /** Where it leaves its counts, and how to read them; a check without counts as one. */
  readonly report?: { readonly file: string; readonly read: Reader };
}

/**
 * Rooms whose coverage is measured. What computes in loops takes ten times as long where every run of a line is counted, and
 * is held by goldens and by tests of one backend against another.
 */
const COVERED = [
  'config',
  'architecture',
  'contract',
  'data',
  'i18n',
  'glossary',
  'state',
  'client',
  'charts',
  'ui',
];

/** Percent of the lines of the covered rooms that their unit tests must run; end-to-end tests run most of the others. */
const LEAST_COVERAGE = 55;

const checks: readonly Check[] = [
  { name: 'types', args: ['run', 'typecheck'] },
  { name: 'lint', args: ['run', 'lint'] },
  { name: 'format', args: ['run', 'format:check'] },
  { name: 'unused', args: ['run', 'unused'] },
  vitestCheck('unit tests, with coverage', 'unit', 'covered', [
    '--coverage',
    `--coverage.include=src/{${COVERED.join(',')}}/**/*.{ts,tsx}`,
    '--coverage.reporter=json-summary',
    `--coverage.reportsDirectory=${RESULTS}/coverage`,
    `--coverage.thresholds.lines=${LEAST_COVERAGE}`,
    ...COVERED.map((room) => `src/${room}/`),
  ]),
  vitestCheck('unit tests of what computes', 'unit', 'computing', [
    ...readdirSync('src')
      .filter((room) => !COVERED.includes(room))
      .map((room) => `src/${room}`),
    'scripts/',
  ]),
  {
    name: 'goldens',
    args: ['run', 'goldens'],
    report: { file: `${RESULTS}/goldens.json`, read: readers.goldens },
  },
  {
    name: 'PyTorch',
    args: ['run', 'pytorch'],
    report: { file: `${RESULTS}/pytorch.json`, read: readers.pytorch },
  },
  vitestCheck('WebGPU engine', 'webgpu', 'webgpu'),
  { name: 'build', args: ['run', 'build'] },
  {
    name: 'browsers',
    args: ['run', 'browsers', '--', '--built'],
    report: { file: `${RESULTS}/browsers.json`, read: readers.browsers },
  },
  {
    name: 'end to end',
    args: ['exec', '--', 'playwright', 'test'],
    report: { file: `${RESULTS}/e2e.json`, read: readers.playwright },
  },
];

/** A project of Vitest, by its script, that leaves its counts in `NAME.json`. */
function vitestCheck(name: string, script: string, report: string, more: readonly string[] = []): Check {
  const file = `${RESULTS}/${report}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return { name, args: ['run', script, '--', ...reporters, ...more], report: { file, read: readers.vitest } };
}

/** Lines that the unit tests of each covered room run, in percent; nothing where that was not measured. */
function coverage(): string {
  let files: Readonly<
    Record<string, { readonly lines: { readonly total: number; readonly covered: number } }>
  >;
  try {
    files = JSON.parse(readFileSync(`${RESULTS}/coverage/coverage-summary.json`, 'utf8'));
  } catch {
    return 'Coverage was not measured.';
  }
  const shares = COVERED.map((room) => {
    const own = Object.entries(files).filter(([file]) => file.includes(`/src/${room}/`));
    const total = own.reduce((sum, [, { lines }]) => sum + lines.total, 0);
    const covered = own.reduce((sum, [, { lines }]) => sum + lines.covered, 0);
    return `${room} ${Math.round((100 * covered) / total)} %`;
  });
  return `Lines covered by unit tests: ${shares.join(', ')}`;
}

const environment: NodeJS.ProcessEnv = { ...process.env, GOLDENS_JSON: `${RESULTS}/goldens.json` };

interface Result extends Count {
  readonly name: string;
  /** The end of what it printed, where it failed and its report does not name what. */
  readonly end?: string;
}

/** Lines of a failed check that are told again in the sum: of a long run the end alone may be kept. */
const END_LINES = 20;

/** Runs a check. What it wrote is printed when it has ended, in one piece. */
async function runCheck(check: Check): Promise<Result> {
  const start = performance.now();
  const { endedWell, output } = await runNpm(check.args);
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(`\n── ${check.name}, ${seconds} s ──\n${output.trimEnd()}`);
  const count = tally(endedWell, check.report === undefined ? 'none' : readReport(check.report));
  const says = count.failed === 0 || count.failures !== undefined;
  return { name: check.name, ...count, ...(!says && { end: lastLines(output) }) };
}

const lastLines = (output: string): string => output.trimEnd().split('\n').slice(-END_LINES).join('\n');

function runNpm(args: readonly string[]): Promise<{ readonly endedWell: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn('npm', ['--silent', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const end = (endedWell: boolean): void =>
      resolve({ endedWell, output: Buffer.concat(chunks).toString('utf8') });
    child.on('error', () => end(false));
    child.on('close', (code) => end(code === 0));
  });
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

// One after the other: beside another check, what is watched in a browser comes late on two cores.
const results: Result[] = [];
for (const check of checks) results.push(await runCheck(check));
console.log('\n── sum ──');
for (const { name, passed, failed, leftOut } of results) {
  const counts = passed + failed > 0 ? [`${passed} passed, ${failed} failed`] : [];
  console.log(
    `${name}: ${[...counts, ...(leftOut === undefined ? [] : [`left out. ${leftOut}`])].join('; ')}`,
  );
}
console.log(coverage());
for (const { name, failures, end } of results) {
  if (failures === undefined && end === undefined) continue;
  console.log(`\n── failed: ${name} ──\n${failures?.map((one) => `✗ ${one}`).join('\n') ?? end}`);
}
const total = sumOf(results);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
