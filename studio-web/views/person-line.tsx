/** One person in a list: name, role, and whether listeners hear him. */
import type { JSX } from 'react';
import type { ParticipantEntry, RoomState } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { initialOf } from '../parts/initial-of.ts';
import { personStatus } from '../store/person-status.ts';
import { useStudioState } from '../store/use-studio.ts';
import { roleWord } from '../texts/role-word.ts';
import { statusWord } from '../texts/status-word.ts';
import { TEXTS } from '../texts/texts.ts';
import { ConnectionBadge } from './connection-badge.tsx';
import styles from './person-line.module.css';

/** In the order in which they came in. */
export function sortedPeople(room: RoomState): ParticipantEntry[] {
  return Object.values(room.participants).sort((a, b) => a.enteredAtMs - b.enteredAtMs);
}

export function PersonLine({ person, room }: { person: ParticipantEntry; room: RoomState }): JSX.Element {
  const isYou = useStudioState((state) => state.you?.participantId === person.id);
  const isStale = useStudioState((state) => state.phase.kind !== 'in');
  const status = personStatus(room, person);
  const role = roleWord(person.role);
  return (
    <div className={styles.line}>
      <span className={styles.initial} aria-hidden="true">
        {initialOf(person.name)}
      </span>
      <span className={styles.words}>
        <span className={styles.name} title={person.name}>
          {person.name}
        </span>
        <span className={styles.role}>{isYou ? `${role}, ${TEXTS.person.you.toLowerCase()}` : role}</span>
      </span>
      <ConnectionBadge person={person} />
      <span className={classNames(styles.status, !isStale && styles[status])}>{statusWord(status)}</span>
    </div>
  );
}
