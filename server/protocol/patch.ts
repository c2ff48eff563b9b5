/** Snapshot and entity patches: the difference of two room states, and its application. Pure; runs on both sides. */
import type { PadEntry, SoundboardEntry } from './pads.ts';
import type { ChatEntry, WaitingEntry } from './people.ts';
import type {
  ConsoleEntry,
  ParticipantEntry,
  ProgramEntry,
  RoomState,
  ShowEntry,
  StripEntry,
} from './state.ts';

type Table<Entry> = Readonly<Record<string, Entry>>;

/** Whole entities that changed, and the ids of those that went. */
export type PatchBody = {
  readonly show?: ShowEntry | undefined;
  readonly program?: ProgramEntry | undefined;
  readonly console?: ConsoleEntry | undefined;
  readonly soundboard?: SoundboardEntry | undefined;
  readonly participants?: Table<ParticipantEntry> | undefined;
  readonly strips?: Table<StripEntry> | undefined;
  readonly waiting?: Table<WaitingEntry> | undefined;
  readonly chat?: Table<ChatEntry> | undefined;
  readonly pads?: Table<PadEntry> | undefined;
  readonly dropParticipants?: readonly string[] | undefined;
  readonly dropStrips?: readonly string[] | undefined;
  readonly dropWaiting?: readonly string[] | undefined;
  readonly dropChat?: readonly string[] | undefined;
  readonly dropPads?: readonly string[] | undefined;
};

/** What must be sent to turn `before` into `after`, or null when nothing changed. Relies on structural sharing. */
export function diffState(before: RoomState, after: RoomState): PatchBody | null {
  const participants = changedEntries(before.participants, after.participants);
  const strips = changedEntries(before.strips, after.strips);
  const dropParticipants = droppedIds(before.participants, after.participants);
  const dropStrips = droppedIds(before.strips, after.strips);
  const waiting = changedEntries(before.waiting, after.waiting);
  const chat = changedEntries(before.chat, after.chat);
  const dropWaiting = droppedIds(before.waiting, after.waiting);
  const dropChat = droppedIds(before.chat, after.chat);
  const pads = changedEntries(before.pads, after.pads);
  const dropPads = droppedIds(before.pads, after.pads);
  const body: PatchBody = {
    ...(before.show !== after.show && { show: after.show }),
    ...(before.program !== after.program && { program: after.program }),
    ...(before.console !== after.console && { console: after.console }),
    ...(before.soundboard !== after.soundboard && { soundboard: after.soundboard }),
    ...(participants !== null && { participants }),
    ...(strips !== null && { strips }),
    ...(dropParticipants.length > 0 && { dropParticipants }),
    ...(dropStrips.length > 0 && { dropStrips }),
    ...(waiting !== null && { waiting }),
    ...(chat !== null && { chat }),
    ...(dropWaiting.length > 0 && { dropWaiting }),
    ...(dropChat.length > 0 && { dropChat }),
    ...(pads !== null && { pads }),
    ...(dropPads.length > 0 && { dropPads }),
  };
  return Object.keys(body).length === 0 ? null : body;
}

/** The state after `body`; entities that did not change keep their identity. */
export function applyPatch(state: RoomState, body: PatchBody): RoomState {
  return {
    show: body.show ?? state.show,
    program: body.program ?? state.program,
    console: body.console ?? state.console,
    soundboard: body.soundboard ?? state.soundboard,
    participants: mergeTable(state.participants, body.participants, body.dropParticipants),
    strips: mergeTable(state.strips, body.strips, body.dropStrips),
    waiting: mergeTable(state.waiting, body.waiting, body.dropWaiting),
    chat: mergeTable(state.chat, body.chat, body.dropChat),
    pads: mergeTable(state.pads, body.pads, body.dropPads),
  };
}

function changedEntries<Entry>(before: Table<Entry>, after: Table<Entry>): Table<Entry> | null {
  if (before === after) return null;
  const changed = Object.entries(after).filter(([id, entry]) => before[id] !== entry);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

function droppedIds(before: Table<unknown>, after: Table<unknown>): string[] {
  return before === after ? [] : Object.keys(before).filter((id) => !Object.hasOwn(after, id));
}

function mergeTable<Entry>(
  table: Table<Entry>,
  put: Table<Entry> | undefined,
  drop: readonly string[] | undefined,
): Table<Entry> {
  if (put === undefined && drop === undefined) return table;
  const merged = { ...table, ...put };
  for (const id of drop ?? []) delete merged[id];
  return merged;
}
