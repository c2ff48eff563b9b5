/** What a role is called. */
import type { Role } from '#protocol/people.ts';
import { TEXTS } from './texts.ts';

export function roleWord(role: Role): string {
  return role === 'producer' ? TEXTS.people.producer : TEXTS.person[role];
}
