/** Finds the web addresses in a text. Pure. */

/** `at` is where the piece begins; `href` is null for what is no address. */
export type Piece = { readonly at: number; readonly text: string; readonly href: string | null };

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+/gi;
/** At the end of an address these belong to the sentence around it. */
const TRAILING = /[.,;:!?)\]}]+$/;

export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const add = (to: number, href: string | null): void => {
    if (to > at) pieces.push({ at, text: text.slice(at, to), href });
    at = to;
  };
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    const href = webAddress(address);
    if (href === null) continue;
    add(match.index, null);
    add(match.index + address.length, href);
  }
  add(text.length, null);
  return pieces;
}

function webAddress(text: string): string | null {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}
