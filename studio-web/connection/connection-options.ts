/** What a visit to a room is given, and what it tells. */
import type { CommandArguments, CommandOutput } from '#protocol/commands.ts';
import type { NoticeMessage, WelcomeMessage } from '#protocol/messages.ts';
import type { Levels, RoomState } from '#protocol/state.ts';
import type { ConnectionPhase } from './connection-phase.ts';
import type { ResumeMemory } from './resume-memory.ts';
import type { OpenSocket } from './socket.ts';

export type EnterCredential = CommandArguments<'room.enter'>['credential'];
export type Entered = CommandOutput<'room.enter'>;

export type ConnectionEvents = {
  readonly onPhase: (phase: ConnectionPhase) => void;
  /** After every (re-)entry, before the state is used. */
  readonly onEntered: (entered: Entered) => void;
  readonly onWelcome: (message: WelcomeMessage) => void;
  readonly onState: (state: RoomState) => void;
  readonly onLevels: (levels: Levels) => void;
  readonly onNotice: (notice: NoticeMessage) => void;
};

export type StudioConnectionOptions = {
  readonly openSocket: OpenSocket;
  readonly credential: EnterCredential;
  readonly memory: ResumeMemory;
  /** Tells this browser from others with the same link; null where that does not matter. */
  readonly browser?: string | null;
  /** The epoch whose transports are still held, or null. */
  readonly heldMediaEpoch: () => number | null;
  readonly events: ConnectionEvents;
  readonly nowMs: () => number;
  readonly random: () => number;
};
