/** Who may be in a room, who waits in front of it, and what they say to each other in writing: plain readonly data. */
import * as z from 'zod/mini';
import { type ParticipantId, participantId, type WaitingId } from './ids.ts';
import { CHAT_TEXT_MAX_LENGTH } from './limits.ts';

/** `host`: runs the console and can be on air. `producer`: runs the console and has no strip. `guest`: is brought on air by them. */
export const role = z.enum(['host', 'producer', 'guest']);

export type Role = z.infer<typeof role>;

/** Whether this role runs the console. */
export function runsConsole(of: Role): boolean {
  return of !== 'guest';
}

/**
 * When a guest comes in. `ask`: when somebody at the console admits him. `attended`: by himself while somebody is at the console, and he
 * waits for that. `open`: at any time.
 */
export const lobbyRule = z.enum(['ask', 'attended', 'open']);

export type LobbyRule = z.infer<typeof lobbyRule>;

/** A guest in front of the room. `sinceMs`: ms since the epoch. `asked` counts how often he has asked. */
export type WaitingEntry = {
  readonly id: WaitingId;
  readonly name: string;
  readonly sinceMs: number;
  readonly asked: number;
};

/**
 * Why somebody who is not muted gives no sound. `interrupted`: his device has taken the microphone, as for a phone call. `silent`: it is open
 * and gives nothing at all. `hidden`: his page is in the background of a phone, which may take the microphone at any moment.
 */
export const microphoneTrouble = z.enum(['interrupted', 'silent', 'hidden']);

export type MicrophoneTrouble = z.infer<typeof microphoneTrouble>;

/** Who alone hears a talkback: everybody who is not on air, or one person. */
export const talkbackTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('offAir') }),
  z.strictObject({ kind: z.literal('person'), participantId }),
]);

export type TalkbackTarget = z.infer<typeof talkbackTarget>;

/** A line of the chat: trimmed, 1 to 500 characters, no control characters but line breaks. */
export const chatText = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(CHAT_TEXT_MAX_LENGTH),
    z.regex(/^[^\p{Cc}\n]*(?:\n[^\p{Cc}\n]*)*$/u),
  );

/** One message of the chat, as it was said; the name is that of its moment. `number` grows by one with each message of a room. */
export type ChatEntry = {
  readonly number: number;
  readonly participantId: ParticipantId;
  readonly name: string;
  readonly role: Role;
  readonly text: string;
  readonly atMs: number;
};

/** How a waiting guest stands. `asking`: nobody has answered yet. */
export type LobbyStanding = 'asking' | 'admitted' | 'refused';
