/** A whole room, program and wiring included, that stands on fakes of all its ports. */
import { type ProducerId, showSlug } from '#protocol/ids.ts';
import { DEFAULT_TARGET_LUFS } from '#protocol/limits.ts';
import type { Role } from '#protocol/people.ts';
import type { ParticipantEntry, StripEntry } from '#protocol/state.ts';
import { Program } from '../../../server/program/program.ts';
import type { Participant } from '../../../server/room/participant.ts';
import { Room } from '../../../server/room/room.ts';
import type { RoomMemory } from '../../../server/room/room-memory.ts';
import { RoomWiring } from '../../../server/room/room-wiring.ts';
import { NEW_SITTING } from '../../../server/room/sitting-memory.ts';
import { NO_SOUNDS } from '../../../server/room/soundboard-ports.ts';
import { audible } from './audible.ts';
import { FakeCarts } from './fake-carts.ts';
import { FakeEars } from './fake-ears.ts';
import { FakeLivePaths } from './fake-live-paths.ts';
import { FakeMediaEngine } from './fake-media-engine.ts';
import { FakeSeat } from './fake-seat.ts';
import { silentLog } from './silent-log.ts';

const MOUNTS = [
  { plan: { name: 'main.mp3', codec: 'mp3' }, url: 'http://localhost:8000/main.mp3' },
  { plan: { name: 'main.opus', codec: 'opus' }, url: 'http://localhost:8000/main.opus' },
] as const;

export type RememberedRoom = Pick<RoomMemory, 'people' | 'liveWanted' | 'lobby'> &
  Partial<Pick<RoomMemory, 'console' | 'sitting' | 'soundboard' | 'onAirSinceMs'>>;

export type RoomOnFakes = {
  readonly room: Room;
  readonly engine: FakeMediaEngine;
  readonly livePaths: FakeLivePaths;
  readonly ears: FakeEars;
  readonly carts: FakeCarts;
  /** Titles that were kept, oldest first. */
  readonly savedTitles: readonly string[];
  /** What the room has written down for a room after it. */
  remembered(): RememberedRoom;
  /** The producers that sound in the program now, whoever may listen to it. */
  audible(): readonly ProducerId[];
  /** Somebody enters with a seat of his own. */
  enter(role: Role, name: string): Visitor;
};

/** Somebody in the room as a test sees him: `entry` and `strip` are looked up anew each time. */
export type Visitor = {
  readonly participant: Participant;
  readonly seat: FakeSeat;
  readonly entry: ParticipantEntry;
  readonly strip: StripEntry;
  /** His browser opens its media and publishes the microphone. */
  publish(options?: { muted: boolean; content?: 'voice' | 'music' }): Promise<ProducerId>;
};

/** `memory` is what an earlier room of the same show left behind. */
export async function roomOnFakes(
  options: { title?: string; memory?: RememberedRoom; noHostAfterMs?: number } = {},
): Promise<RoomOnFakes> {
  const engine = new FakeMediaEngine();
  const livePaths = new FakeLivePaths();
  const ears = new FakeEars();
  const savedTitles: string[] = [];
  const carts = new FakeCarts();
  let remembered: RememberedRoom = options.memory ?? { people: [], liveWanted: false, lobby: 'open' };
  const program = await Program.create({
    mounts: MOUNTS,
    icecast: () => ({ host: 'localhost', port: 8000, sourcePassword: '', adminUser: '', adminPassword: '' }),
    showName: 'The show',
    showUrl: 'http://localhost:3000/listen/main',
    deadAir: { thresholdDb: -50, alarmAfterMs: 5500, bedAfterMs: 10_000 },
    title: options.title ?? '',
    startLivePath: livePaths.start,
    listenTo: ears.listenTo,
    countListeners: ears.countListeners,
    checkIcecast: async () => ({ problem: null, takenMounts: [] }),
    log: silentLog,
  });
  const wiring = await RoomWiring.create({ engine, program, log: silentLog });
  const room = new Room({
    show: { slug: showSlug.parse('main'), name: 'The show' },
    program,
    wiring,
    memory: {
      console: { scenes: [], targetLufs: DEFAULT_TARGET_LUFS, panic: false },
      sitting: NEW_SITTING,
      soundboard: NO_SOUNDS,
      onAirSinceMs: null,
      ...remembered,
      savePeople: (people) => {
        remembered = { ...remembered, people };
      },
      saveTitle: (title) => savedTitles.push(title),
      saveLiveWanted: (liveWanted) => {
        remembered = { ...remembered, liveWanted };
      },
      saveOnAirSince: (onAirSinceMs) => {
        remembered = { ...remembered, onAirSinceMs };
      },
      saveLobby: (lobby) => {
        remembered = { ...remembered, lobby };
      },
      saveConsole: (console) => {
        remembered = { ...remembered, console };
      },
      saveSitting: (sitting) => {
        remembered = { ...remembered, sitting };
      },
      saveSoundboard: (soundboard) => {
        remembered = { ...remembered, soundboard };
      },
    },
    carts,
    noHostAfterMs: options.noHostAfterMs ?? null,
    log: silentLog,
  });
  const enter = (role: Role, name: string): Visitor => {
    const seat = new FakeSeat();
    const origin = { link: role, browser: null, role };
    return visitor(room, room.enter({ role, name, origin, seat }), seat);
  };
  return {
    ...{ room, engine, livePaths, ears, savedTitles, carts, enter },
    audible: () => audible(engine, livePaths),
    remembered: () => remembered,
  };
}

function visitor(room: Room, participant: Participant, seat: FakeSeat): Visitor {
  return {
    participant,
    seat,
    get entry() {
      return present(room.state.participants[participant.id]);
    },
    get strip() {
      const mine = Object.values(room.state.strips).find((strip) => strip.participantId === participant.id);
      return present(mine);
    },
    async publish({ muted, content }: { muted: boolean; content?: 'voice' | 'music' } = { muted: false }) {
      const { send } = await participant.openMedia();
      return participant.produce({ transportId: send.id, rtpParameters: {}, muted, content });
    },
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('He is not in the room.');
  return value;
}
