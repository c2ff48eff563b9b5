// `npm start`: makes this clone ready and runs the studio until it is told to stop.

import { runCli } from './cli.mjs';
import { interruptible } from './interrupt.mjs';
import { prepare } from './prepare.mjs';
import { createProgress } from './progress.mjs';
import { runServer } from './server-process.mjs';

await runCli(async () => {
  const prepared = await interruptible((signal) =>
    prepare({ tests: false, progress: createProgress(), signal }),
  );
  return runServer(prepared);
});
