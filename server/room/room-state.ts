/** The room's state as plain data and the pure steps that change it. Steps that change nothing return the same object. */
import { isDeepStrictEqual } from 'node:util';
import type { ParticipantId, ShowSlug, StripId } from '#protocol/ids.ts';
import { DEFAULT_TARGET_LUFS, FADER_MIN_DB } from '#protocol/limits.ts';
import type { ChatEntry, LobbyRule, Role, WaitingEntry } from '#protocol/people.ts';
import { processingOf } from '#protocol/processing.ts';
import type {
  ConsoleEntry,
  ParticipantEntry,
  ProgramEntry,
  RoomState,
  ShowEntry,
  StripEntry,
} from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import { newStripId } from '../ids.ts';
import type { StripSettings } from '../program/live-path-port.ts';

/** A console at which nobody has done anything yet. */
const FRESH_CONSOLE: ConsoleEntry = {
  scenes: [],
  crossfade: null,
  holds: {},
  targetLufs: DEFAULT_TARGET_LUFS,
};

/** The state of a room in which nobody is yet. */
export function emptyRoom(
  show: { slug: ShowSlug; name: string; lobby: LobbyRule },
  program: ProgramEntry,
): RoomState {
  return {
    ...{ show: { ...show, mediaEpoch: 0 }, program, participants: {}, strips: {} },
    ...{ console: FRESH_CONSOLE, waiting: {}, chat: {}, soundboard: { producerId: null }, pads: {} },
  };
}

/** The strip a newcomer gets: off air, fader at 0 dB, in the middle, with what a voice needs. */
export function newStrip(id: StripId, participantId: ParticipantId): StripEntry {
  return { id, participantId, on: false, muted: false, faderDb: 0, pan: 0, processing: 'voice' };
}

/** What the mixer is told of a strip. */
export function settingsOf(
  { on, muted, faderDb, pan, processing, source }: StripEntry,
  { targetLufs }: ConsoleEntry,
): StripSettings {
  const settings = { on, muted, faderDb, pan, processing: processingOf(processing), targetLufs };
  return source === undefined ? settings : { ...settings, playsSounds: true };
}

/** The chat has these messages and no others. */
export function withChat(state: RoomState, entries: readonly ChatEntry[]): RoomState {
  return { ...state, chat: Object.fromEntries(entries.map((each) => [each.number, each])) };
}

/** Whether what comes through this strip is in the program. */
export function isSent({ on, muted, faderDb }: StripEntry): boolean {
  return on && !muted && faderDb > FADER_MIN_DB;
}

export function withConsole(state: RoomState, change: Partial<ConsoleEntry>): RoomState {
  const console = changed(state.console, change);
  return console === state.console ? state : { ...state, console };
}

export function withShow(state: RoomState, change: Partial<ShowEntry>): RoomState {
  const show = changed(state.show, change);
  return show === state.show ? state : { ...state, show };
}

export function withWaiting(state: RoomState, waiting: Readonly<Record<string, WaitingEntry>>): RoomState {
  return isDeepStrictEqual(waiting, state.waiting) ? state : { ...state, waiting };
}

export function withProgram(state: RoomState, program: ProgramEntry): RoomState {
  return program === state.program ? state : { ...state, program };
}

/** Adds a participant together with his strip; a producer has none. */
export function withNewcomer(
  state: RoomState,
  participant: ParticipantEntry,
  strip: StripEntry | null,
): RoomState {
  return {
    ...state,
    participants: { ...state.participants, [participant.id]: participant },
    strips: strip === null ? state.strips : { ...state.strips, [strip.id]: strip },
  };
}

/** Removes a participant and his strip. */
export function withoutParticipant(state: RoomState, id: ParticipantId): RoomState {
  if (state.participants[id] === undefined) return state;
  const participants = Object.entries(state.participants).filter(([key]) => key !== id);
  const strips = Object.entries(state.strips).filter(([, strip]) => strip.participantId !== id);
  return { ...state, participants: Object.fromEntries(participants), strips: Object.fromEntries(strips) };
}

/** Changes a participant; somebody who has left is left alone. */
export function withParticipant(
  state: RoomState,
  id: ParticipantId,
  change: Partial<ParticipantEntry>,
): RoomState {
  const before = state.participants[id];
  if (before === undefined) return state;
  const after = changed(before, change);
  return after === before ? state : { ...state, participants: { ...state.participants, [id]: after } };
}

/** Gives a participant another role. A producer has no strip; whoever ceases to be one gets a new one. Guests do not talk back. */
export function withRole(state: RoomState, id: ParticipantId, role: Role): RoomState {
  const changedRole = withParticipant(state, id, role === 'guest' ? { role, talkback: null } : { role });
  const strip = stripOf(state, id);
  if (changedRole === state || (role === 'producer') === (strip === undefined)) return changedRole;
  const others = Object.entries(state.strips).filter(([, each]) => each.participantId !== id);
  if (strip !== undefined) return { ...changedRole, strips: Object.fromEntries(others) };
  const fresh = newStrip(newStripId(), id);
  return { ...changedRole, strips: { ...state.strips, [fresh.id]: fresh } };
}

/** Changes a strip. Throws `strip_not_found`. */
export function withStrip(state: RoomState, id: StripId, change: Partial<StripEntry>): RoomState {
  const before = state.strips[id];
  if (before === undefined) throw new StudioError('strip_not_found');
  const after = changed(before, change);
  return after === before ? state : { ...state, strips: { ...state.strips, [id]: after } };
}

/** The strip of a participant, if he is in the room. */
export function stripOf(state: RoomState, id: ParticipantId): StripEntry | undefined {
  return Object.values(state.strips).find((strip) => strip.participantId === id);
}

/** `entry` with `change`, or `entry` itself when it is so already. */
function changed<Entry extends object>(entry: Entry, change: Partial<Entry>): Entry {
  const after = { ...entry, ...change };
  return isDeepStrictEqual(entry, after) ? entry : after;
}
