// Counts tests: reads what vitest reports, sums it with the checks, and writes the closing line. Pure.

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/** @type {Counts} */
export const noTests = { passed: 0, failed: 0, skipped: 0 };

/**
 * Reads vitest's JSON report. A file that could not even be loaded has no tests in it and counts as one failure.
 * @param {string} text
 * @returns {Counts}
 * @throws {Error} When it is not such a report.
 */
export function parseVitestReport(text) {
  /** @type {unknown} */
  const report = JSON.parse(text);
  if (
    typeof report !== 'object' ||
    report === null ||
    !('testResults' in report) ||
    !Array.isArray(report.testResults)
  ) {
    throw new Error('This is not a report of vitest.');
  }
  const counts = { ...noTests };
  for (const file of report.testResults) {
    /** @type {readonly { status?: string }[]} */
    const tests = file.assertionResults ?? [];
    const failed = tests.filter(({ status }) => status === 'failed').length;
    const passed = tests.filter(({ status }) => status === 'passed').length;
    counts.passed += passed;
    counts.failed += failed === 0 && file.status === 'failed' ? 1 : failed;
    counts.skipped += tests.length - passed - failed;
  }
  return counts;
}

/**
 * What a run of vitest counts for. A run that ended badly without a failed test, or without a report, is a failure too.
 * @param {{ exitCode: number, report: Counts | undefined }} outcome
 * @returns {Counts}
 */
export function vitestCounts({ exitCode, report }) {
  if (report === undefined) {
    return { ...noTests, failed: 1 };
  }
  return exitCode !== 0 && report.failed === 0 ? { ...report, failed: 1 } : report;
}

/**
 * A command that either passes or fails, as one test.
 * @param {number} exitCode
 * @returns {Counts}
 */
export function checkCounts(exitCode) {
  return exitCode === 0 ? { ...noTests, passed: 1 } : { ...noTests, failed: 1 };
}

/**
 * @param {readonly Counts[]} all
 * @returns {Counts}
 */
export function sumCounts(all) {
  return all.reduce(
    (sum, next) => ({
      passed: sum.passed + next.passed,
      failed: sum.failed + next.failed,
      skipped: sum.skipped + next.skipped,
    }),
    noTests,
  );
}

/**
 * The last line of `npm test`.
 * @param {Counts} counts
 * @returns {string}
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}

/**
 * @param {{ total: Counts, vitest: Counts }} counts
 * @returns {number} The exit code: a run in which vitest found nothing to run proves nothing.
 */
export function testExitCode({ total, vitest }) {
  return total.failed === 0 && vitest.passed > 0 ? 0 : 1;
}
