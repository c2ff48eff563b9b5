/**
 * Holds the standbys of shows on air in a process of its own, where the keeper cannot: in a container beside the server's, so that listeners
 * stay while that one is replaced. It learns from the store which shows should be on air. Set STANDBY=elsewhere for the server then.
 */
import { createServer } from 'node:http';
import { readConfig } from './config.ts';
import { AdminClient } from './icecast/admin-client.ts';
import { MOUNT_CODECS, mountName } from './icecast/mount-names.ts';
import { encodeBed } from './keeper/bed.ts';
import { explain } from './keeper/explain.ts';
import { Standbys } from './keeper/standbys.ts';
import { Closable, onCascadeError } from './lifecycle.ts';
import { createLog, outliveReaders } from './log.ts';
import { GarbageRound } from './process/garbage-round.ts';
import type { StandbyPlan } from './program/program-ports.ts';
import { icecastAccess } from './start-icecast.ts';
import { type ShowRecord, Store } from './store/store.ts';

/** A stopped show must be gone within 5 s, its standby included. */
const LOOK_EVERY_MS = 500;
/** Looks that fail for this long are an illness and not a moment. */
const WELL_WITHIN_MS = 5_000;
const STOP_DEADLINE_MS = 5_000;
const LOCAL = '127.0.0.1';

const scope = new Closable();
outliveReaders();

try {
  const config = readConfig(process.env);
  const icecast = await icecastAccess(config);
  const secrets = [icecast.sourcePassword, icecast.adminPassword];
  const log = createLog({ level: config.logLevel, secrets }).child({ part: 'standby' });
  onCascadeError((error) => log.error({ err: error }, 'closing failed'));
  const store = scope.own(new Store({ dataDir: config.dataDir }));
  const makeBed = (signal: AbortSignal) => encodeBed(config.ffmpegPath, signal);
  const standbys = scope.own(new Standbys({ icecast, makeBed, log }));
  standbys.prepare();

  const admin = new AdminClient(icecast);

  /**
   * Holds what is wanted, but nothing new before the program itself is on its mounts: the bed would be the first sound there, and our own ears
   * could take it for the program.
   */
  const look = async () => {
    const wanted = store.shows().filter((show) => show.liveWanted);
    void standbys.retain(wanted.map((show) => show.slug));
    const held = standbys.shows;
    const isNew = (show: ShowRecord) => !held.includes(show.slug);
    const playing = wanted.some(isNew) ? await admin.mounts() : new Map();
    for (const show of wanted) {
      const plan = planOf(show, config.publicUrl);
      if (!isNew(show) || plan.mounts.every(({ name }) => playing.has(name))) standbys.hold(show.slug, plan);
    }
  };

  let lookedAtMs = performance.now();
  let looking = false;
  const lookAgain = async () => {
    if (looking) return;
    looking = true;
    try {
      await look();
      lookedAtMs = performance.now();
    } catch (error) {
      log.debug({ err: error }, 'could not look');
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void lookAgain(), LOOK_EVERY_MS);
  scope.own({ close: () => clearInterval(timer) });
  await lookAgain();

  const health = createServer((_request, response) => {
    const well = performance.now() - lookedAtMs < WELL_WITHIN_MS;
    response.writeHead(well ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: well ? 'ready' : 'not_ready', standbys: standbys.shows }));
  });
  scope.own({ close: () => health.close() });
  health.listen(config.port, LOCAL);
  scope.own(new GarbageRound());
  log.info({ shows: standbys.shows }, 'standby ready');

  const end = async () => {
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    clearInterval(timer);
    await standbys.stop();
    scope.close('stopped');
    process.exit(0);
  };
  process.once('SIGTERM', () => void end());
  process.once('SIGINT', () => void end());
} catch (error) {
  process.stderr.write(`The standby cannot start.\n${explain(error)}\n`);
  process.exit(1);
}

function planOf({ slug, name, title }: ShowRecord, publicUrl: URL): StandbyPlan {
  return {
    mounts: MOUNT_CODECS.map((codec) => ({ name: mountName(slug, codec), codec })),
    title: title === '' ? name : title,
    showName: name,
    showUrl: new URL(`/listen/${slug}`, publicUrl).href,
  };
}
