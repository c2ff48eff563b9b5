// What the doctor found, as lines for a person. Pure.

/**
 * @typedef {object} Finding
 * @property {'ok' | 'warn' | 'fail'} status `warn`: it works, or `npm start` takes care of it. `fail`: a show would not work.
 * @property {string} name What was looked at.
 * @property {string} detail What was seen.
 * @property {string} [fix] What to do about it.
 */

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' };

/**
 * @param {readonly Finding[]} findings
 * @returns {string}
 */
export function formatFindings(findings) {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .map(({ status, name, detail, fix }) => {
      const line = `${MARKS[status]}  ${name.padEnd(width)}  ${detail}`;
      return fix === undefined ? line : `${line}\n      ${' '.repeat(width)}  ${fix}`;
    })
    .join('\n');
}

/**
 * The last sentence of the report.
 * @param {readonly Finding[]} findings
 * @returns {string}
 */
export function summarize(findings) {
  const failed = findings.filter(({ status }) => status === 'fail').length;
  const warned = findings.filter(({ status }) => status === 'warn').length;
  if (failed > 0) {
    return `Failed checks: ${failed} of ${findings.length}. Each says what to do.`;
  }
  return warned > 0
    ? `Nothing stands in the way of a show. Checks with a remark: ${warned} of ${findings.length}.`
    : 'Everything is ready for a show.';
}
