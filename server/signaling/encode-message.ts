/** Turns a message into the text of a frame. Levels go to everybody in a room at once, so their text is made once. */
import type { ServerMessage } from '#protocol/messages.ts';
import type { Levels } from '#protocol/state.ts';

const levelsTexts = new WeakMap<Levels, string>();

export function encodeMessage(message: ServerMessage): string {
  if (message.type !== 'levels') return JSON.stringify(message);
  const known = levelsTexts.get(message.levels);
  if (known !== undefined) return known;
  const text = JSON.stringify(message);
  levelsTexts.set(message.levels, text);
  return text;
}
