/** What the list of people and the tiles of the pictures call a status. */
import type { PersonStatus } from '../store/person-status.ts';
import { TEXTS } from './texts.ts';

export function statusWord(status: PersonStatus): string {
  switch (status) {
    case 'mutedByHost':
    case 'talkback':
    case 'atConsole':
      return TEXTS.people.status[status];
    case 'interrupted':
    case 'silent':
    case 'hidden':
      return TEXTS.people.trouble.words[status];
    default:
      return TEXTS.person[status];
  }
}
