/** The edge where text from our own server becomes a typed message. */
import type { ServerMessage } from '#protocol/messages.ts';

const TYPES: ReadonlySet<unknown> = new Set([
  'reply',
  'welcome',
  'patch',
  'levels',
  'notice',
  'lobby',
  'bye',
]);

/** Null for anything that is not one of our messages, so that a newer server can add kinds. */
export function parseServerMessage(text: string): ServerMessage | null {
  try {
    const message: ServerMessage = JSON.parse(text);
    return typeof message === 'object' && message !== null && TYPES.has(message.type) ? message : null;
  } catch {
    return null;
  }
}
