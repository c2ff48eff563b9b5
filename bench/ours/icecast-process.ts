/** Icecast as `npm start` runs it, kept by a process of its own. Told its port and folder; says when it answers. */
import * as z from 'zod/mini';
import { LocalIcecast } from '../../server/icecast/local-icecast.ts';
import { createLog } from '../../server/log.ts';

const plan = z
  .object({ port: z.number(), dataDir: z.string(), password: z.string() })
  .parse(JSON.parse(process.argv[2] ?? ''));
const icecast = await LocalIcecast.start({
  port: plan.port,
  dataDir: plan.dataDir,
  sourcePassword: plan.password,
  adminPassword: plan.password,
  log: createLog({ level: 'warn', readable: false }),
});
process.once('SIGTERM', () => {
  icecast.stop().finally(() => process.exit(0));
});
process.send?.({ kind: 'ready' });
