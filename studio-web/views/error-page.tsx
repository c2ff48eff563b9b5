/** The page for an error code: what happened, what to do, and the button that does it. */
import type { JSX } from 'react';
import type { CommandErrorCode } from '../connection/command-error.ts';
import { ERROR_TEXTS } from '../texts/error-texts.ts';
import { MessagePage, type PageAction } from './message-page.tsx';

function actionFor(code: CommandErrorCode): PageAction | null {
  switch (code) {
    case 'replaced':
      return 'takeOver';
    case 'invite_invalid':
    case 'claim_invalid':
    case 'removed':
    case 'unauthorized':
    case 'origin_refused':
      return null;
    case 'show_not_found':
    case 'not_found':
      return 'home';
    case 'room_closed':
    case 'room_full':
      return 'enterAgain';
    default:
      return 'reload';
  }
}

export function ErrorPage({ code }: { code: CommandErrorCode }): JSX.Element {
  const { what, next } = ERROR_TEXTS[code];
  return <MessagePage heading={what} text={next} action={actionFor(code)} helpCode={code} />;
}
