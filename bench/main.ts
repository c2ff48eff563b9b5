/**
 * `npm run bench`: measures and prints the tables.
 *
 *     npm run bench                              both tables, fewer and shorter runs
 *     npm run bench -- --full                    both tables, as the specification asks
 *     npm run bench -- performance --rows 1,4    some rows of one table
 *     npm run bench -- soak --minutes 75         the soak alone; people come and go every 10 s, or --churn-every
 */
import { parseArgs } from 'node:util';
import { continuity } from './continuity/continuity.ts';
import { performanceTable } from './performance/performance.ts';
import type { BenchMode } from './report/row.ts';

const TABLES = { performance: performanceTable, continuity };
const USAGE =
  'Usage: npm run bench -- [performance] [continuity] [soak] [--full] [--rows 1,4,R3] [--minutes 75] [--churn-every 10]';

const { values, positionals } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    rows: { type: 'string' },
    minutes: { type: 'string' },
    'churn-every': { type: 'string' },
  },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => name !== 'soak' && !Object.hasOwn(TABLES, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no table ${unknown.join(', ')}.\n${USAGE}\n`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const mode: BenchMode = values.full ? 'full' : 'quick';
const soak = {
  ...(values.minutes === undefined ? {} : { minutes: positive('--minutes', values.minutes) }),
  ...(values['churn-every'] === undefined
    ? {}
    : { churnEveryS: positive('--churn-every', values['churn-every']) }),
};
const only = values.rows?.split(',').map((id) => id.trim());
for (const [name, table] of Object.entries(TABLES)) {
  if (positionals.length === 0 || positionals.includes(name)) {
    await table({ mode, soak, ...(only === undefined ? {} : { only }) });
  }
}
if (positionals.includes('soak')) await continuity({ mode, soak, only: ['R33'] });
process.exit(0);

/** The number that an option says; ends the program when it is none. */
function positive(option: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  process.stderr.write(`${option} takes a number above 0.\n${USAGE}\n`);
  process.exit(2);
}
