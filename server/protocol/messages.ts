/** The frames on the wire. Requests flow from browser to server; everything else the other way. JSON text frames. */
import * as z from 'zod/mini';
import type { ErrorCode } from './error-codes.ts';
import type { ParticipantId } from './ids.ts';
import type { PatchBody } from './patch.ts';
import type { LobbyStanding } from './people.ts';
import type { Levels, Role, RoomState } from './state.ts';

/** A request; `id` is chosen by the browser and comes back in the reply. */
export const request = z.strictObject({
  type: z.literal('request'),
  id: z.int().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER)),
  name: z.string().check(z.minLength(1), z.maxLength(64)),
  input: z.unknown(),
});

export type RequestMessage = z.infer<typeof request>;

/** What a refused request is answered with. `reference` finds the log line of a server fault. */
export type ReplyError = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly reference?: string | undefined;
};

/** `version` is the state version in which the effect of the request is visible; its patch was sent before. */
export type ReplyMessage =
  | {
      readonly type: 'reply';
      readonly id: number;
      readonly ok: true;
      readonly output: unknown;
      readonly version: number;
    }
  | { readonly type: 'reply'; readonly id: number; readonly ok: false; readonly error: ReplyError };

/** The whole state, sent on entering and after a resync. */
export type WelcomeMessage = {
  readonly type: 'welcome';
  readonly version: number;
  readonly serverTimeMs: number;
  readonly you: { readonly participantId: ParticipantId; readonly role: Role };
  readonly state: RoomState;
};

/** What changed between two versions. A `from` that is not the browser's version asks for a resync. */
export type PatchMessage = {
  readonly type: 'patch';
  readonly from: number;
  readonly to: number;
  readonly body: PatchBody;
};

export type LevelsMessage = { readonly type: 'levels'; readonly levels: Levels };

/** An event worth a sentence to this person, not part of the state. */
export type NoticeMessage = { readonly type: 'notice'; readonly code: ErrorCode; readonly message: string };

/**
 * Where somebody stands who is not let in yet. `waitedMs`: for how long he has asked. `token` is to be shown as the resume token when he
 * comes back. `admitted`: enter again now. `mayAskAgain`: entering again asks once more.
 */
export type LobbyMessage = {
  readonly type: 'lobby';
  readonly standing: LobbyStanding;
  readonly waitedMs: number;
  readonly token: string;
  readonly mayAskAgain: boolean;
};

/** The last message before the server closes the socket. `retry`: whether to come back with the resume token. */
export type ByeMessage = { readonly type: 'bye'; readonly code: ErrorCode; readonly retry: boolean };

export type ServerMessage =
  | ReplyMessage
  | WelcomeMessage
  | PatchMessage
  | LevelsMessage
  | NoticeMessage
  | LobbyMessage
  | ByeMessage;
