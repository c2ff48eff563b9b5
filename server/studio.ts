/**
 * The server's process: reads the settings, starts the app, tells the keeper that it is ready, and ends it when told to. Started by
 * main.ts and by nothing else; it may die at any time and is started again.
 */
import { App } from './app.ts';
import { readConfig } from './config.ts';
import { explain } from './keeper/explain.ts';
import { KeeperLink, withIpc } from './keeper/keeper-link.ts';
import { outliveReaders } from './log.ts';

/** How long the drain may take before the process ends anyway. */
const STOP_DEADLINE_MS = 5_500;
const EXIT_FAILED = 1;

let app: App | null = null;
let ending = false;

const ipc = withIpc(process);
if (ipc === null) {
  process.stderr.write('This is a part of the studio. Start the whole of it: npm start\n');
  process.exit(EXIT_FAILED);
}
const keeper = new KeeperLink(ipc, {
  onStop: (reason) => void end(reason),
  onLost: () => void end('the keeper is gone'),
});

outliveReaders();
// What comes from the terminal reaches the keeper, too, and it tells us what follows from it.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('SIGTERM', () => {
  // Somebody wants another server and not the end of the show.
  keeper.handOver();
  void end('another server takes over');
});
process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (error) => fail(error));

try {
  const started = await App.start({
    config: readConfig(process.env),
    standbyOf: (show) => keeper.standbyOf(show),
  });
  app = started;
  if (ending) await leave(started, 'ended while it started');
  else keeper.ready(started.ownerLink, started.resumedShows);
} catch (error) {
  await keeper.failed(explain(error));
  process.exit(EXIT_FAILED);
}

async function end(reason: string): Promise<void> {
  if (ending) return;
  ending = true;
  if (app !== null) await leave(app, reason);
}

async function leave(started: App, reason: string): Promise<void> {
  setTimeout(() => process.exit(EXIT_FAILED), STOP_DEADLINE_MS).unref();
  await started.stop(reason);
  process.exit(0);
}

/** A bug: nobody knows what state this process is in. It ends at once, listeners hear the standby, and a new one takes over. */
function fail(error: unknown): void {
  if (app === null) process.stderr.write(`${explain(error)}\n`);
  else app.log.fatal({ err: error }, 'unexpected error, ending');
  app?.close('unexpected error');
  process.exit(EXIT_FAILED);
}
