/**
 * The process that a person starts: the keeper. It reads the settings, starts what is needed on this machine and the server as a child,
 * says that the studio is ready, and ends all of it on a signal. It knows nothing of rooms, so that nothing in them can end it.
 */
import { setPriority } from 'node:os';
import path from 'node:path';
import { type Config, readConfig } from './config.ts';
import { encodeBed } from './keeper/bed.ts';
import { explain } from './keeper/explain.ts';
import { Keeper } from './keeper/keeper.ts';
import { Closable, onCascadeError } from './lifecycle.ts';
import { createLog, type Log, outliveReaders } from './log.ts';
import { GarbageRound } from './process/garbage-round.ts';
import { makeDataDir } from './secrets.ts';
import { HEAP_FLAGS } from './setup/heap-flags.mjs';
import { icecastAccess, startIcecast } from './start-icecast.ts';
import { startTurn } from './start-turn.ts';
import { Store } from './store/store.ts';

/** How long the end may take before the process ends anyway, and with it everything it started. */
const STOP_DEADLINE_MS = 8_000;
const EXIT_FAILED = 1;
/** Sound comes before everything else on this machine; only root may say so. What we start inherits it. */
const LIVE_PRIORITY = -5;
const SERVER_ENTRY = path.join(import.meta.dirname, 'studio.ts');

/** Owns the keeper from its first moment, so that a start can be broken off. */
const scope = new Closable();
let keeper: Keeper | null = null;
let log: Log | null = null;
let stopping = false;

outliveReaders();
process.on('SIGINT', () => void end('interrupted'));
process.on('SIGHUP', () => void end('the terminal is gone'));
process.on('SIGTERM', () => void end('terminated'));
process.on('uncaughtException', (error) => fail(error));
process.on('unhandledRejection', (error) => fail(error));

preferLiveAudio();
try {
  const config = readConfig(process.env);
  const starting = await prepare(config);
  const ownerLink = await starting.start();
  scope.own(new GarbageRound());
  keeper = starting;
  if (stopping) await keeper.stop('interrupted');
  else process.stdout.write(`OpenStudio is ready: ${printable(ownerLink)}\n`);
} catch (error) {
  if (!stopping) process.stderr.write(`OpenStudio cannot start.\n${explain(error)}\n`);
  process.exit(stopping ? 0 : EXIT_FAILED);
}

/** A token that the operator keeps in a file is his to read there: what is printed here ends up in the logs of a container. */
function printable(ownerLink: string): string {
  const file = process.env.OWNER_TOKEN_FILE;
  return file ? `${new URL(ownerLink).origin}/claim/ and what ${file} holds` : ownerLink;
}

async function prepare(config: Config): Promise<Keeper> {
  await makeDataDir(config.dataDir);
  const icecast = await icecastAccess(config);
  const secrets = [config.ownerToken, icecast.sourcePassword, icecast.adminPassword, config.turn.secret];
  const ours = createLog({
    level: config.logLevel,
    secrets: secrets.filter((secret) => secret !== null),
  }).child({ part: 'keeper' });
  log = ours;
  onCascadeError((error) => ours.error({ err: error }, 'closing failed'));
  const shows = showsIn(config.dataDir);
  return scope.own(
    new Keeper({
      icecast,
      makeBed: (signal) => encodeBed(config.ffmpegPath, signal),
      holdsStandbys: config.standby === 'own',
      // Whoever starts us with other limits means the server, too: of two flags the later counts.
      server: { file: process.execPath, args: [...HEAP_FLAGS, ...process.execArgv, SERVER_ENTRY] },
      programs: [() => startIcecast(config, { shows, log: ours }), () => startTurn(config, ours)],
      log: ours,
    }),
  );
}

/** Icecast must know the mounts of every show before it starts. */
function showsIn(dataDir: string): string[] {
  const store = new Store({ dataDir });
  try {
    return store.shows().map((show) => show.slug);
  } finally {
    store.close('read');
  }
}

async function end(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(EXIT_FAILED), STOP_DEADLINE_MS).unref();
  if (keeper === null) {
    scope.close(reason);
    return;
  }
  await keeper.stop(reason);
  process.exit(0);
}

/**
 * A bug. During the start it ends everything; afterwards the log has it and we go on: to end would take every listener off, and what is
 * kept here runs in processes of its own.
 */
function fail(error: unknown): void {
  log?.fatal({ err: error }, 'unexpected error');
  if (keeper !== null) return;
  process.stderr.write(`OpenStudio cannot start.\n${explain(error)}\n`);
  process.exit(EXIT_FAILED);
}

function preferLiveAudio(): void {
  try {
    setPriority(LIVE_PRIORITY);
  } catch {
    // Not allowed for this account: the studio works all the same.
  }
}
