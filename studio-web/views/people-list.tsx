/** Who is in the room, and whether listeners hear them. */
import type { JSX } from 'react';
import type { ParticipantEntry, RoomState } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { personStatus } from '../store/person-status.ts';
import { useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { ConnectionBadge } from './connection-badge.tsx';
import styles from './people-list.module.css';

export function PeopleList({ room }: { room: RoomState }): JSX.Element {
  const people = Object.values(room.participants).sort((a, b) => a.enteredAtMs - b.enteredAtMs);
  return (
    <section aria-labelledby="people-heading">
      <h2 id="people-heading" className={controls.caption}>
        {TEXTS.person.heading}
      </h2>
      <ul className={styles.people}>
        {people.map((person) => (
          <Person key={person.id} person={person} room={room} />
        ))}
      </ul>
    </section>
  );
}

function Person({ person, room }: { person: ParticipantEntry; room: RoomState }): JSX.Element {
  const isYou = useStudioState((state) => state.you?.participantId === person.id);
  const status = personStatus(room, person);
  return (
    <li className={styles.person}>
      <span className={styles.initial} aria-hidden="true">
        {initialOf(person.name)}
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{person.name}</span>
        <span className={styles.role}>
          {isYou
            ? `${TEXTS.person[person.role]}, ${TEXTS.person.you.toLowerCase()}`
            : TEXTS.person[person.role]}
        </span>
      </span>
      <ConnectionBadge person={person} />
      <span className={classNames(styles.status, styles[status])}>{TEXTS.person[status]}</span>
    </li>
  );
}

function initialOf(name: string): string {
  return [...name.trim()][0]?.toUpperCase() ?? '';
}
