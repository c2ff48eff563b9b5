/** Text of other people with its web addresses as links. Only http and https become links, and the page that opens learns nothing of ours. */
import type { JSX } from 'react';
import { splitLinks } from './split-links.ts';

export function LinkedText({ text }: { text: string }): JSX.Element {
  return (
    <>
      {splitLinks(text).map((piece) =>
        piece.href === null ? (
          piece.text
        ) : (
          <a key={piece.at} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ),
      )}
    </>
  );
}
