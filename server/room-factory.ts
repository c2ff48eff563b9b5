/** Builds the room of a show with everything it owns: program with its live path, media and wires. */
import type { ShowSlug } from '#protocol/ids.ts';
import type { CartIntake } from './carts/cart-intake.ts';
import type { CartShelf } from './carts/cart-shelf.ts';
import { MountEar } from './ears/mount-ear.ts';
import { StudioError, toStudioError } from './errors.ts';
import { AdminClient } from './icecast/admin-client.ts';
import { MOUNT_CODECS, mountName } from './icecast/mount-names.ts';
import { countListeners, type RelayAudience } from './listener-count.ts';
import { LivePathThread } from './live-path/live-path-thread.ts';
import type { Log } from './log.ts';
import type { DeadAirPlan, IcecastAccess } from './program/live-path-port.ts';
import { PlayedTitles } from './program/played-titles.ts';
import { Program } from './program/program.ts';
import type { StandbyPort } from './program/program-ports.ts';
import type { MediaEnginePort } from './room/media-port.ts';
import { Room } from './room/room.ts';
import type { RoomMemory } from './room/room-memory.ts';
import type { RoomFactory } from './room/room-registry.ts';
import { RoomWiring } from './room/room-wiring.ts';
import { NEW_SITTING } from './room/sitting-memory.ts';
import type { CartPort } from './room/soundboard-ports.ts';
import type { ShowRecord, Store } from './store/store.ts';

export type RoomFactoryOptions = {
  readonly engine: MediaEnginePort;
  readonly store: Store;
  readonly shelf: CartShelf;
  readonly intake: CartIntake;
  readonly icecast: IcecastAccess;
  /** Where listeners' players find the mounts. */
  readonly icecastPublicUrl: URL;
  readonly publicUrl: URL;
  readonly relay: RelayAudience;
  /** What listeners of a show hear while this process is gone. */
  readonly standbyOf: (show: ShowSlug) => StandbyPort;
  readonly ffmpegPath: string;
  readonly deadAir: DeadAirPlan | null;
  readonly noHostAfterMs: number | null;
  readonly log: Log;
};

export function roomFactory(options: RoomFactoryOptions): RoomFactory {
  const admin = new AdminClient(options.icecast);
  return async (slug) => {
    const show = options.store.show(slug);
    if (show === undefined) throw new StudioError('show_not_found');
    const log = options.log.child({ room: slug });
    const program = await Program.create({
      mounts: MOUNT_CODECS.map((codec) => ({
        plan: { name: mountName(slug, codec), codec },
        url: new URL(mountName(slug, codec), options.icecastPublicUrl).href,
      })),
      icecast: () => options.icecast,
      showName: show.name,
      showUrl: new URL(`/listen/${slug}`, options.publicUrl).href,
      title: show.title,
      deadAir: options.deadAir,
      startLivePath: () => LivePathThread.start({ ffmpegPath: options.ffmpegPath, log }),
      listenTo: (mount, events) =>
        new MountEar({
          url: `http://${options.icecast.host}:${options.icecast.port}/${mount}`,
          codec: MOUNT_CODECS.find((codec) => mountName(slug, codec) === mount) ?? 'mp3',
          log,
          ...events,
        }),
      countListeners: async () => {
        try {
          return countListeners(slug, await admin.mounts(), options.relay);
        } catch (error) {
          log.debug({ err: error }, 'listeners could not be counted');
          return {};
        }
      },
      checkIcecast: async (names) => {
        try {
          const mounts = await admin.mounts();
          return { problem: null, takenMounts: names.filter((name) => mounts.has(name)) };
        } catch (error) {
          return { problem: toStudioError(error).code, takenMounts: [] };
        }
      },
      standby: options.standbyOf(slug),
      log,
    });
    const played = new PlayedTitles(options.store.playedTitles(slug)[0]?.title ?? null, (title) =>
      options.store.addPlayedTitle(slug, title),
    );
    program.onChanged(() => played.note(program.entry));
    try {
      const wiring = await RoomWiring.create({ engine: options.engine, program, log });
      const memory = memoryOf(options.store, show);
      const { noHostAfterMs } = options;
      const carts = cartsOf(options, slug, log);
      return new Room({
        show: { slug, name: show.name },
        program,
        wiring,
        memory,
        carts,
        noHostAfterMs,
        log,
      });
    } catch (error) {
      program.close('room could not open');
      throw error;
    }
  };
}

function cartsOf({ shelf, intake }: RoomFactoryOptions, show: ShowSlug, log: Log): CartPort {
  const report = (error: unknown) => log.warn({ err: error }, 'a sound could not be removed');
  return {
    fileOf: (id) => shelf.soundFile(show, id),
    remove: (id) => void shelf.remove(show, id).catch(report),
    keepOnly: (ids) => void shelf.keepOnly(show, ids).catch(report),
    expect: (upload) => `/api/cart-uploads/${intake.expect({ show, ...upload })}`,
  };
}

function memoryOf(store: Store, { slug, liveWanted, onAirSinceMs, lobby }: ShowRecord): RoomMemory {
  const people = store.people(slug);
  return {
    people,
    liveWanted,
    onAirSinceMs,
    lobby,
    savePeople: (people) => store.savePeople(slug, people),
    saveTitle: (title) => store.setTitle(slug, title),
    saveLiveWanted: (wanted) => store.setLiveWanted(slug, wanted),
    saveOnAirSince: (sinceMs) => store.setOnAirSince(slug, sinceMs),
    saveLobby: (rule) => store.setLobby(slug, rule),
    console: store.console(slug),
    saveConsole: (console) => store.saveConsole(slug, console),
    sitting: (people.length === 0 ? null : store.sitting(slug)) ?? NEW_SITTING,
    saveSitting: (sitting) => store.saveSitting(slug, sitting),
    soundboard: store.soundboard(slug),
    saveSoundboard: (soundboard) => store.saveSoundboard(slug, soundboard),
  };
}
