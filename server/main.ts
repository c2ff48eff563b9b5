/** The process: reads the settings, starts the app, says that it is ready, and ends it on a signal. Everything else is the app's. */
import { setPriority } from 'node:os';
import { App } from './app.ts';
import { ConfigProblem, readConfig } from './config.ts';
import { StudioError } from './errors.ts';
import { SetupProblem } from './secrets.ts';

/** How long the drain may take before the process ends anyway. */
const STOP_DEADLINE_MS = 8_000;
const EXIT_FAILED = 1;
/** Sound comes before everything else on this machine; only root may say so. */
const LIVE_PRIORITY = -5;

let app: App | null = null;
let stopping = false;

process.on('SIGINT', () => void end('interrupted'));
process.on('SIGTERM', () => void end('terminated'));
process.on('uncaughtException', (error) => void fail(error));
process.on('unhandledRejection', (error) => void fail(error));

preferLiveAudio();
try {
  const config = readConfig(process.env);
  const started = await App.start(config);
  if (stopping) await started.stop('interrupted');
  else {
    app = started;
    process.stdout.write(`OpenStudio is ready: ${started.ownerLink}\n`);
  }
} catch (error) {
  explain(error);
  process.exit(EXIT_FAILED);
}

async function end(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (app === null) return;
  setTimeout(() => process.exit(EXIT_FAILED), STOP_DEADLINE_MS).unref();
  await app.stop(reason);
  process.exit(0);
}

/** A bug: the log has it, and the process ends in order, because nobody knows what state it is in. */
async function fail(error: unknown): Promise<void> {
  process.exitCode = EXIT_FAILED;
  if (app === null) {
    explain(error);
    process.exit(EXIT_FAILED);
  }
  app.log.fatal({ err: error }, 'unexpected error, stopping');
  await end('unexpected error');
}

/** Mistakes in the settings and on the machine are told in sentences; anything else with its stack, because it is a bug. */
function explain(error: unknown): void {
  const known =
    error instanceof ConfigProblem || error instanceof SetupProblem || error instanceof StudioError;
  const text = known ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`OpenStudio cannot start.\n${text}\n`);
}

function preferLiveAudio(): void {
  try {
    setPriority(LIVE_PRIORITY);
  } catch {
    // Not allowed for this account: the studio works all the same.
  }
}
