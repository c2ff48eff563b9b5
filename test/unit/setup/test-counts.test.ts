/** The counting behind the last line of `npm test`. */
import { describe, expect, test } from 'vitest';
import {
  checkCounts,
  closingLine,
  noTests,
  parseVitestReport,
  sumCounts,
  testExitCode,
  vitestCounts,
} from '../../../server/setup/test-counts.mjs';

function report(...files: { status: string; tests: string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((each) => ({ status: each })),
    })),
  });
}

describe("vitest's report", () => {
  test('is counted test by test; what did not run is skipped', () => {
    const text = report(
      { status: 'passed', tests: ['passed', 'passed', 'pending', 'todo', 'skipped'] },
      { status: 'failed', tests: ['passed', 'failed', 'failed'] },
    );
    expect(parseVitestReport(text)).toEqual({ passed: 3, failed: 2, skipped: 3 });
  });

  test('counts a file that could not be loaded as one failure', () => {
    expect(parseVitestReport(report({ status: 'failed', tests: [] }))).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    });
  });

  test('counts a file whose hook failed after green tests as one failure', () => {
    expect(parseVitestReport(report({ status: 'failed', tests: ['passed'] }))).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
    });
  });

  test('is refused when it is something else', () => {
    expect(() => parseVitestReport('{}')).toThrow('not a report');
    expect(() => parseVitestReport('oops')).toThrow();
  });
});

describe('a run of vitest', () => {
  const green = { passed: 7, failed: 0, skipped: 1 };

  test('counts as its report', () => {
    expect(vitestCounts({ exitCode: 0, report: green })).toEqual(green);
    expect(vitestCounts({ exitCode: 1, report: { ...green, failed: 2 } })).toEqual({ ...green, failed: 2 });
  });

  test('fails once more when it ended badly though every test passed, as after an unhandled rejection', () => {
    expect(vitestCounts({ exitCode: 1, report: green })).toEqual({ ...green, failed: 1 });
  });

  test('fails when it left no report', () => {
    expect(vitestCounts({ exitCode: 0, report: undefined })).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('the closing line', () => {
  test('sums the checks and the tests', () => {
    const total = sumCounts([checkCounts(0), checkCounts(2), { passed: 40, failed: 1, skipped: 0 }]);
    expect(closingLine(total)).toBe('41 passed, 2 failed');
  });

  test('mentions skipped tests only when there are some', () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(closingLine({ passed: 3, failed: 0, skipped: 2 })).toBe('3 passed, 0 failed, 2 skipped');
  });
});

describe('the exit code', () => {
  const vitest = { passed: 5, failed: 0, skipped: 0 };

  test('is 0 when everything passed', () => {
    expect(testExitCode({ total: sumCounts([checkCounts(0), vitest]), vitest })).toBe(0);
  });

  test('is 1 when a check failed', () => {
    expect(testExitCode({ total: sumCounts([checkCounts(1), vitest]), vitest })).toBe(1);
  });

  test('is 1 when no test ran, though the checks passed', () => {
    expect(testExitCode({ total: checkCounts(0), vitest: noTests })).toBe(1);
  });
});
