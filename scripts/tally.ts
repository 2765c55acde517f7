/** Counting what the checks report: reading their JSON, and never taking a crash for a success. */

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Why there was nothing to count, or less than elsewhere, where this machine has not what it takes. */
  readonly leftOut?: string;
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

/** Counts of a check that may lack something, with what it lacked. */
function countAndReason(report: unknown): Count {
  const count = { passed: numberAt(report, 'passed'), failed: numberAt(report, 'failed') };
  const { leftOut } = report as { readonly leftOut?: unknown };
  return typeof leftOut === 'string' ? { ...count, leftOut } : count;
}

/** One reader per tool. Skipped tests are neither passed nor failed; a flaky one has failed. */
export const readers = {
  vitest: (report) => ({
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests'),
  }),
  playwright: (report) => ({
    passed: numberAt(report, 'stats', 'expected'),
    failed: numberAt(report, 'stats', 'unexpected') + numberAt(report, 'stats', 'flaky'),
  }),
  goldens: (report) => ({ passed: numberAt(report, 'passed'), failed: numberAt(report, 'failed') }),
  pytorch: countAndReason,
  browsers: countAndReason,
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
  const { passed, failed, leftOut } = reported;
  if (endedWell && passed + failed === 0 && leftOut !== undefined) return { passed, failed, leftOut };
  const silent = !endedWell || passed + failed === 0;
  return {
    passed,
    failed: failed === 0 && silent ? 1 : failed,
    ...(leftOut !== undefined && { leftOut }),
  };
}

export function sumOf(counts: readonly Count[]): Count {
  return counts.reduce(
    (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
    { passed: 0, failed: 0 },
  );
}
