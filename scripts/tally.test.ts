import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readers, sumOf, tally } from './tally';

describe('tally', () => {
  test('a check without a report counts as one', () => {
    expect(tally(true, 'none')).toEqual({ passed: 1, failed: 0 });
    expect(tally(false, 'none')).toEqual({ passed: 0, failed: 1 });
  });

  test('a report is taken as it is when it agrees with how the check ended', () => {
    expect(tally(true, { passed: 7, failed: 0 })).toEqual({ passed: 7, failed: 0 });
    expect(tally(false, { passed: 7, failed: 2 })).toEqual({ passed: 7, failed: 2 });
  });

  test('a crash is a failure, whatever the report says', () => {
    expect(tally(false, { passed: 7, failed: 0 })).toEqual({ passed: 7, failed: 1 });
  });

  test('no report, one of another form, and one without tests are failures', () => {
    expect(tally(true, null).failed).toBe(1);
    expect(tally(true, { passed: Number.NaN, failed: 0 }).failed).toBe(1);
    expect(tally(true, { passed: 0, failed: 0 }).failed).toBe(1);
  });

  test('what was left out for a reason has not failed, unless it crashed', () => {
    const leftOut = 'No Python here has torch.';
    expect(tally(true, { passed: 0, failed: 0, leftOut })).toEqual({ passed: 0, failed: 0, leftOut });
    expect(tally(false, { passed: 0, failed: 0, leftOut }).failed).toBe(1);
  });

  test('what was left out beside what was checked is told', () => {
    const some = { passed: 9, failed: 0, leftOut: 'There is no WebKit here.' };
    expect(tally(true, some)).toEqual(some);
  });

  test('counts add up', () => {
    expect(
      sumOf([
        { passed: 3, failed: 1 },
        { passed: 4, failed: 2 },
      ]),
    ).toEqual({ passed: 7, failed: 3 });
  });
});

describe('readers', () => {
  test('vitest', () => {
    const report = { numTotalTests: 5, numPassedTests: 3, numFailedTests: 1, numPendingTests: 1 };
    expect(readers.vitest(report)).toEqual({ passed: 3, failed: 1 });
  });

  test('playwright: flaky is failed, skipped is neither', () => {
    const report = { stats: { expected: 6, unexpected: 1, flaky: 2, skipped: 4 } };
    expect(readers.playwright(report)).toEqual({ passed: 6, failed: 3 });
  });

  test('vitest: what failed, and a file that could not be run', () => {
    const report = {
      numPassedTests: 1,
      numFailedTests: 1,
      testResults: [
        {
          name: resolve('src/a.test.ts'),
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a one' },
            {
              status: 'failed',
              fullName: 'a two',
              failureMessages: ['\u001B[31mexpected 2 to be 3\u001B[39m\n\n    at src/a.test.ts:7:1'],
            },
          ],
        },
        {
          name: resolve('src/b.test.ts'),
          status: 'failed',
          message: 'No such module: c',
          assertionResults: [],
        },
      ],
    };
    expect(readers.vitest(report).failures).toEqual([
      'src/a.test.ts › a two\n    expected 2 to be 3',
      'src/b.test.ts\n    No such module: c',
    ]);
  });

  test('playwright: what failed, however deep in its suites', () => {
    const spec = (title: string, status: string) => ({
      title,
      file: 'a.spec.ts',
      line: 3,
      tests: [{ projectName: 'wasm', status, results: [{}, { error: { message: 'Received: 16.54' } }] }],
    });
    const report = {
      stats: { expected: 1, unexpected: 2, flaky: 0 },
      suites: [
        {
          specs: [spec('good', 'expected'), spec('bad', 'unexpected')],
          suites: [{ specs: [spec('worse', 'unexpected')] }],
        },
      ],
    };
    expect(readers.playwright(report).failures).toEqual([
      '[wasm] a.spec.ts:3 › bad\n    Received: 16.54',
      '[wasm] a.spec.ts:3 › worse\n    Received: 16.54',
    ]);
  });

  test.each(['pytorch', 'browsers', 'goldens'] as const)('%s: what failed', (tool) => {
    const failures = ['one: off by 2'];
    expect(readers[tool]({ passed: 9, failed: 1, failures })).toEqual({ passed: 9, failed: 1, failures });
  });

  test.each(['pytorch', 'browsers'] as const)('%s: the reason why nothing was checked', (tool) => {
    expect(readers[tool]({ passed: 9, failed: 1 })).toEqual({ passed: 9, failed: 1 });
    const nothing = { passed: 0, failed: 0, leftOut: 'What it takes is not here.' };
    expect(readers[tool](nothing)).toEqual(nothing);
  });

  test('another form gives no numbers', () => {
    expect(readers.playwright({ stats: null }).passed).toBeNaN();
    expect(readers.goldens('passed').passed).toBeNaN();
  });
});
