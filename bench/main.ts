/**
 * `npm run bench`: measures and prints the tables.
 *
 *     npm run bench                              both tables, fewer and shorter runs
 *     npm run bench -- --full                    both tables, as the specification asks
 *     npm run bench -- performance --rows 1,4    some rows of one table
 */
import { parseArgs } from 'node:util';
import { continuity } from './continuity/continuity.ts';
import { performanceTable } from './performance/performance.ts';
import type { BenchMode } from './report/row.ts';

const TABLES = { performance: performanceTable, continuity };
const USAGE = 'Usage: npm run bench -- [performance] [continuity] [--full] [--rows 1,4,R3]';

const { values, positionals } = parseArgs({
  options: { full: { type: 'boolean', default: false }, rows: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(TABLES, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no table ${unknown.join(', ')}.\n${USAGE}\n`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const mode: BenchMode = values.full ? 'full' : 'quick';
const only = values.rows?.split(',').map((id) => id.trim());
for (const [name, table] of Object.entries(TABLES)) {
  if (positionals.length === 0 || positionals.includes(name)) {
    await table({ mode, ...(only === undefined ? {} : { only }) });
  }
}
process.exit(0);
