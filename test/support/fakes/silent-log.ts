/** The log of tests that do not look at the log. */
import { createLog } from '../../../server/log.ts';

export const silentLog = createLog({ level: 'silent', readable: false });
