/** Turns a message into the text of a frame. Levels and patches go to everybody in a room at once, so their text is made once. */
import type { ServerMessage } from '#protocol/messages.ts';

/** By the levels of one reading, and by the message of one patch. */
const texts = new WeakMap<object, string>();

export function encodeMessage(message: ServerMessage): string {
  const shared = sharedPartOf(message);
  if (shared === null) return JSON.stringify(message);
  const known = texts.get(shared);
  if (known !== undefined) return known;
  const text = JSON.stringify(message);
  texts.set(shared, text);
  return text;
}

/** The object that stands for this text when several sessions get it. */
function sharedPartOf(message: ServerMessage): object | null {
  if (message.type === 'levels') return message.levels;
  return message.type === 'patch' ? message : null;
}
