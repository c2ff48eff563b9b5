/** Snapshot and entity patches: the difference of two room states, and its application. Pure; runs on both sides. */
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
  readonly participants?: Table<ParticipantEntry> | undefined;
  readonly strips?: Table<StripEntry> | undefined;
  readonly dropParticipants?: readonly string[] | undefined;
  readonly dropStrips?: readonly string[] | undefined;
};

/** What must be sent to turn `before` into `after`, or null when nothing changed. Relies on structural sharing. */
export function diffState(before: RoomState, after: RoomState): PatchBody | null {
  const participants = changedEntries(before.participants, after.participants);
  const strips = changedEntries(before.strips, after.strips);
  const dropParticipants = droppedIds(before.participants, after.participants);
  const dropStrips = droppedIds(before.strips, after.strips);
  const body: PatchBody = {
    ...(before.show !== after.show && { show: after.show }),
    ...(before.program !== after.program && { program: after.program }),
    ...(before.console !== after.console && { console: after.console }),
    ...(participants !== null && { participants }),
    ...(strips !== null && { strips }),
    ...(dropParticipants.length > 0 && { dropParticipants }),
    ...(dropStrips.length > 0 && { dropStrips }),
  };
  return Object.keys(body).length === 0 ? null : body;
}

/** The state after `body`; entities that did not change keep their identity. */
export function applyPatch(state: RoomState, body: PatchBody): RoomState {
  return {
    show: body.show ?? state.show,
    program: body.program ?? state.program,
    console: body.console ?? state.console,
    participants: mergeTable(state.participants, body.participants, body.dropParticipants),
    strips: mergeTable(state.strips, body.strips, body.dropStrips),
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
