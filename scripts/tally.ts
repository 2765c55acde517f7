/** Counting what the checks report: reading their JSON, and never taking a crash for a success. */
import { relative } from 'node:path';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Why there was nothing to count, or less than elsewhere, where this machine has not what it takes. */
  readonly leftOut?: string;
  /** What failed, each with the first words of why; nothing where the report does not say. */
  readonly failures?: readonly string[];
}

/** Reads the counts out of a parsed report; throws or gives NaN counts on one of another form. */
export type Reader = (report: unknown) => Count;

/** A number at a path of keys; NaN where there is none. */
function numberAt(value: unknown, ...keys: readonly string[]): number {
  let at: unknown = value;
  for (const key of keys) {
    if (typeof at !== 'object' || at === null) return Number.NaN;
    at = (at as Record<string, unknown>)[key];
  }
  return typeof at === 'number' ? at : Number.NaN;
}

/** Counts of a check of our own, with what failed, and what it lacked where it may lack something. */
function ownCount(report: unknown): Count {
  const count = { passed: numberAt(report, 'passed'), failed: numberAt(report, 'failed') };
  const { leftOut, failures = [] } = report as {
    readonly leftOut?: unknown;
    readonly failures?: readonly string[];
  };
  return { ...count, ...naming(failures), ...(typeof leftOut === 'string' && { leftOut }) };
}

/** Colours and other orders to a terminal, as tools put them into messages. */
// oxlint-disable-next-line no-control-regex -- the escape sign is what these begin with
const TERMINAL = /\u001B\[[\d;]*m/g;
const MESSAGE_LINES = 6;

/** A name with the first lines of a message that say something. */
function failure(name: string, message = ''): string {
  const lines = message
    .replaceAll(TERMINAL, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  return [name, ...lines.slice(0, MESSAGE_LINES)].join('\n    ');
}

const naming = (failures: readonly string[]): { readonly failures?: readonly string[] } =>
  failures.length === 0 ? {} : { failures };

interface VitestReport {
  readonly testResults?: readonly {
    readonly name: string;
    readonly status?: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

function vitestFailures({ testResults = [] }: VitestReport): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative('', name);
    const failed = assertionResults
      .filter((test) => test.status === 'failed')
      .map((test) => failure(`${file} › ${test.fullName}`, test.failureMessages?.[0]));
    // A file that could not be run has no tests that could fail.
    return failed.length === 0 && status === 'failed' ? [failure(file, message)] : failed;
  });
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly {
      readonly projectName: string;
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

function playwrightFailures({ suites = [], specs = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, file, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) =>
        failure(
          `[${projectName}] ${file}:${line} › ${title}`,
          results.find(({ error }) => error !== undefined)?.error?.message,
        ),
      ),
  );
  return [...own, ...suites.flatMap(playwrightFailures)];
}

/** One reader per tool. Skipped tests are neither passed nor failed; a flaky one has failed. */
export const readers = {
  vitest: (report) => ({
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests'),
    ...naming(vitestFailures(report as VitestReport)),
  }),
  playwright: (report) => ({
    passed: numberAt(report, 'stats', 'expected'),
    failed: numberAt(report, 'stats', 'unexpected') + numberAt(report, 'stats', 'flaky'),
    ...naming(playwrightFailures(report as PlaywrightSuite)),
  }),
  goldens: ownCount,
  pytorch: ownCount,
  browsers: ownCount,
} as const satisfies Record<string, Reader>;

/**
 * The count of one check from how it ended and what it reported (null: nothing). A check that ended badly has at
 * least one failure, whatever its report says; one that should report and did not, or reports no test at all and does not say
 * why, failed.
 */
export function tally(endedWell: boolean, reported: Count | null | 'none'): Count {
  if (reported === 'none') return endedWell ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (reported === null || !Number.isFinite(reported.passed + reported.failed))
    return { passed: 0, failed: 1 };
  const { passed, failed, leftOut, failures } = reported;
  if (endedWell && passed + failed === 0 && leftOut !== undefined) return { passed, failed, leftOut };
  const silent = !endedWell || passed + failed === 0;
  return {
    passed,
    failed: failed === 0 && silent ? 1 : failed,
    ...(leftOut !== undefined && { leftOut }),
    ...(failures !== undefined && { failures }),
  };
}

export function sumOf(counts: readonly Count[]): Count {
  return counts.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
}
