/** Puts the parts of the server together and owns them: what runs in its process, and the order in which it starts and stops. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { ShowSlug } from '#protocol/ids.ts';
import { CartIntake } from './carts/cart-intake.ts';
import { CartShelf } from './carts/cart-shelf.ts';
import type { Config } from './config.ts';
import { Http } from './http/http.ts';
import type { HealthCheck } from './http/http-options.ts';
import { OwnerSignIn } from './http/owner-sign-in.ts';
import { Mp3Framer } from './icecast/mp3-framer.ts';
import { readPage } from './icecast/ogg-page.ts';
import { Closable, type CloseReason, onCascadeError } from './lifecycle.ts';
import { createLog, type Log } from './log.ts';
import { NetworkTests } from './media/network-tests.ts';
import { WorkerPool } from './media/worker-pool.ts';
import { Metrics, type Readings } from './metrics.ts';
import { GarbageRound } from './process/garbage-round.ts';
import type { StandbyPort } from './program/program-ports.ts';
import { RoomRegistry } from './room/room-registry.ts';
import { roomFactory } from './room-factory.ts';
import { loadOrCreateSecret, makeDataDir, SetupProblem } from './secrets.ts';
import { Gateway } from './signaling/gateway.ts';
import { icecastAccess } from './start-icecast.ts';
import { turnAccess } from './start-turn.ts';
import { Store } from './store/store.ts';
import { turnServers } from './turn/credentials.ts';

const PROJECT_ROOT = path.resolve(import.meta.dirname, '..');
const WEB_ROOT = path.join(PROJECT_ROOT, 'studio-web/dist');

export type AppOptions = {
  readonly config: Config;
  /** What listeners of a show hear while this process is gone. */
  readonly standbyOf: (show: ShowSlug) => StandbyPort;
};

type Parts = {
  readonly store: Store;
  readonly pool: WorkerPool;
  readonly rooms: RoomRegistry;
  readonly http: Http;
  readonly gateway: Gateway;
};

export class App extends Closable {
  /** What makes the owner: open it once in a browser. */
  readonly ownerLink: string;
  /** The shows whose broadcast was taken up again, because nobody had stopped it. */
  readonly resumedShows: readonly ShowSlug[];
  readonly log: Log;
  readonly #parts: Parts;

  /** Starts everything. Throws SetupProblem or StudioError with a sentence for people; nothing is left running then. */
  static async start(options: AppOptions): Promise<App> {
    const { config } = options;
    await makeDataDir(config.dataDir);
    const ownerToken = config.ownerToken ?? (await loadOrCreateSecret(config.dataDir, 'owner-token'));
    const log = createLog({ level: config.logLevel, secrets: secretsOf(config, ownerToken) });
    onCascadeError((error) => log.error({ err: error }, 'closing failed'));
    const scope = new Closable();
    try {
      const parts = await startParts(options, { ownerToken, log, scope });
      return new App(new URL(`/claim/${ownerToken}`, config.publicUrl).href, log, parts, scope);
    } catch (error) {
      scope.close('start failed');
      throw error;
    }
  }

  private constructor(ownerLink: string, log: Log, parts: Parts, scope: Closable) {
    super();
    this.ownerLink = ownerLink;
    this.resumedShows = parts.rooms.rooms.map((room) => room.slug);
    this.log = log;
    this.#parts = parts;
    this.own(scope);
  }

  /** Leaves the air properly, says goodbye, and resolves when no child, socket or port is left. */
  async stop(reason: CloseReason): Promise<void> {
    const { rooms, gateway, http, pool } = this.#parts;
    // Both begin at once: /readyz says no and nobody is let in before anything else is done.
    const draining = [rooms.stop('shutting down'), gateway.stop('shutting down')];
    this.log.info({ reason }, 'stopping');
    await Promise.all(draining);
    await Promise.all([http.stop(reason), pool.stop(reason)]);
    this.close(reason);
    this.log.info('stopped');
  }
}

type StartContext = { readonly ownerToken: string; readonly log: Log; readonly scope: Closable };

async function startParts(
  { config, standbyOf }: AppOptions,
  { ownerToken, log, scope }: StartContext,
): Promise<Parts> {
  const version = readVersion();
  const metrics = new Metrics({ version });
  scope.own(new GarbageRound());
  const store = scope.own(new Store({ dataDir: config.dataDir }));
  const icecast = await icecastAccess(config);
  const turn = await turnAccess(config);
  const pool = scope.own(await WorkerPool.start({ ...config.mediasoup, log }));
  const shelf = await CartShelf.open(config.dataDir);
  const intake = scope.own(new CartIntake({ shelf, ffmpegPath: config.ffmpegPath }));
  const rooms: RoomRegistry = scope.own(
    new RoomRegistry(
      roomFactory({
        engine: pool,
        store,
        shelf,
        intake,
        icecast,
        icecastPublicUrl: config.icecast.publicUrl,
        publicUrl: config.publicUrl,
        relay: {
          listenerCount: (mount) => http.relayListenerCount(mount),
          holdsConnection: (mount) => http.relayHoldsConnection(mount),
        },
        standbyOf,
        ffmpegPath: config.ffmpegPath,
        deadAir: config.deadAir,
        noHostAfterMs: config.noHostAfterMs,
        log,
      }),
    ),
  );
  const networkTests = scope.own(new NetworkTests(pool));
  const iceServersFor = (participantId: string) => [
    turnServers({ ...turn, participantId, nowMs: Date.now() }),
  ];
  const owner = new OwnerSignIn({ ownerToken, secure: config.publicUrl.protocol === 'https:' });
  const http: Http = scope.own(
    await Http.create({
      publicUrl: config.publicUrl,
      icecastUrl: new URL(`http://${icecast.host}:${icecast.port}`),
      icecastPublicUrl: config.icecast.publicUrl,
      webRoot: WEB_ROOT,
      version,
      owner,
      store,
      programOf: (show) => rooms.find(show)?.state.program ?? null,
      networkTests: {
        open: async () => {
          const opened = await networkTests.open();
          return { ...opened, iceServers: iceServersFor(opened.id) };
        },
        connect: (...args) => networkTests.connect(...args),
        end: (id) => networkTests.end(id),
      },
      cartUploads: intake,
      formats: { mp3: () => new Mp3Framer(), readOggPage: readPage },
      checks: healthChecks({ pool, rooms, store }),
      metrics,
      log,
      trustProxy: config.trustProxy,
    }),
  );
  const gateway = scope.own(
    new Gateway({
      server: http.server,
      door: {
        rooms,
        store,
        publicUrl: config.publicUrl,
        iceServersFor,
      },
      allowedOrigins: allowedOrigins(config),
      isOwner: (cookieHeader) => owner.isSignedIn(cookieHeader),
      metrics,
      log,
      trustProxy: config.trustProxy,
    }),
  );
  metrics.readFrom(() => readingsOf({ rooms, gateway, http }));
  await resumeBroadcasts(rooms, store);
  await listen(http, config);
  return { store, pool, rooms, http, gateway };
}

/** A room goes on air by itself when it opens and its broadcast is wanted; nobody can come and open it before. */
async function resumeBroadcasts(rooms: RoomRegistry, store: Store): Promise<void> {
  const wanted = store.shows().filter((show) => show.liveWanted);
  await Promise.all(wanted.map((show) => rooms.open(show.slug)));
}

async function listen(http: Http, { port, host }: Config): Promise<void> {
  try {
    await http.listen({ port, host });
  } catch (error) {
    throw new SetupProblem(
      `HTTP cannot use port ${port} on ${host}: ${error instanceof Error ? error.message : String(error)}. Stop what uses it, or set PORT to a free port.`,
      { cause: error },
    );
  }
}

/** Browsers write the origin that they were opened with; on this machine both names of loopback are the same place. */
function allowedOrigins({ publicUrl, port }: Config): string[] {
  return [publicUrl.origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`];
}

function healthChecks({ pool, rooms, store }: Pick<Parts, 'pool' | 'rooms' | 'store'>): HealthCheck[] {
  return [
    { name: 'rooms open', critical: true, isWell: () => !rooms.closed && !rooms.draining },
    { name: 'media worker', critical: true, isWell: () => pool.workers.length > 0 },
    { name: 'store', critical: true, isWell: () => store.shows().length > 0 },
    {
      name: 'programs on air',
      critical: false,
      isWell: () =>
        rooms.rooms.every(
          ({ state }) => state.program.phase !== 'recovering' && state.program.problem === null,
        ),
    },
    {
      name: 'programs on air are heard',
      critical: false,
      isWell: () => rooms.rooms.every(({ program }) => program.soundings.every(({ heard }) => heard)),
    },
  ];
}

function readingsOf({ rooms, gateway, http }: Pick<Parts, 'rooms' | 'gateway' | 'http'>): Readings {
  const open = rooms.rooms;
  const programs = open.map((room) => room.state.program);
  const livePaths = open.flatMap((room) => {
    const health = room.program.health;
    return health === null ? [] : [[room.slug, health] as const];
  });
  const relayed = http.relayListenerCount();
  const audience = programs
    .flatMap(({ mounts }) => mounts)
    .reduce((sum, mount) => sum + (mount.listeners ?? 0), 0);
  return {
    sessions: gateway.sessionCount,
    rooms: open.length,
    participants: open.reduce((sum, room) => sum + room.participantCount, 0),
    onAir: programs.filter(({ phase }) => phase === 'live' || phase === 'recovering').length,
    listeners: { icecast: Math.max(0, audience - relayed), relay: relayed },
    livePaths: Object.fromEntries(livePaths),
    mounts: open.flatMap((room) => room.program.soundings),
  };
}

function secretsOf({ icecast, turn }: Config, ownerToken: string): string[] {
  return [ownerToken, icecast.sourcePassword, icecast.adminPassword, turn.secret].filter(
    (secret) => secret !== null,
  );
}

function readVersion(): string {
  const file = readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(file)).version;
}
