/** Turns the text of a frame into a request, or says why it is none. Pure; everything a stranger can write comes through here first. */
import * as z from 'zod/mini';
import { type RequestMessage, request } from '#protocol/messages.ts';
import { parseForeign } from './parse-foreign.ts';

/** RTP capabilities nest about six levels; deeper text is not ours and costs stack wherever it is walked. */
const NESTING_MAX = 24;

/** `unreadable`: not even the id could be read, so nothing can be replied to. */
export type DecodedFrame =
  | { readonly kind: 'request'; readonly request: RequestMessage }
  | { readonly kind: 'malformed'; readonly id: number }
  | { readonly kind: 'unreadable' };

const withId = z.object({ id: request.shape.id });

/** Never throws. */
export function decodeRequest(text: string): DecodedFrame {
  if (nestingOf(text) > NESTING_MAX) return { kind: 'unreadable' };
  const value = parseJson(text);
  const decoded = parseForeign(request, value);
  if (decoded.success) return { kind: 'request', request: decoded.data };
  const identified = parseForeign(withId, value);
  return identified.success ? { kind: 'malformed', id: identified.data.id } : { kind: 'unreadable' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The depth of arrays and objects; brackets inside strings do not count. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}
