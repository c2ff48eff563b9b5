/** The way from a message to what is known about it, in a tab of its own: nobody leaves the studio for it. */
import type { JSX } from 'react';
import { TEXTS } from '../texts/texts.ts';

/** `code` is one of /docs/errors. */
export function HelpLink({ code }: { code: string }): JSX.Element {
  return (
    <a href={`/docs/errors#${code}`} target="_blank" rel="noopener">
      {TEXTS.help.more}
    </a>
  );
}
