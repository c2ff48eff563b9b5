/** What a room remembers beyond the process, so that a server that comes back finds the same people at the same faders. */
import type { LobbyRule } from '#protocol/people.ts';
import type { ParticipantEntry, StripEntry } from '#protocol/state.ts';
import type { ConsoleMemory } from './console-memory.ts';
import type { Origin } from './origin.ts';
import type { SittingMemory } from './sitting-memory.ts';
import type { SoundboardMemory } from './soundboard-ports.ts';

/** A person as he was when the server went: he comes back as the same one with his resume token and a credential of the same role. */
export type RememberedPerson = Pick<
  ParticipantEntry,
  'id' | 'name' | 'role' | 'enteredAtMs' | 'mutedByHost'
> & {
  readonly resumeToken: string;
  /** Producers have none. */
  readonly strip: StripEntry | null;
  readonly origin: Origin;
};

/** Kept by the store. `people` are those of the last save; nobody when it is too long ago for anybody to come back. */
export type RoomMemory = {
  readonly people: readonly RememberedPerson[];
  /** Whether the broadcast should be on: from Go live until a host stops it. A room that opens takes it up again. */
  readonly liveWanted: boolean;
  /** When that broadcast was live for the first time, in ms since the epoch; null until then. */
  readonly onAirSinceMs: number | null;
  /** When guests come in. */
  readonly lobby: LobbyRule;
  savePeople(people: readonly RememberedPerson[]): void;
  saveTitle(title: string): void;
  saveLiveWanted(wanted: boolean): void;
  saveOnAirSince(sinceMs: number | null): void;
  saveLobby(rule: LobbyRule): void;
  readonly console: ConsoleMemory;
  saveConsole(console: ConsoleMemory): void;
  /** The one that those people are in; a new one when there is nobody. */
  readonly sitting: SittingMemory;
  saveSitting(sitting: SittingMemory): void;
  /** Null when there is one that this version cannot read: it and its sounds are left as they are, for the version that can. */
  readonly soundboard: SoundboardMemory | null;
  saveSoundboard(soundboard: SoundboardMemory): void;
};
