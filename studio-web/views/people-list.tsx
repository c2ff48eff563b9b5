/** Who is in the room, and whether listeners hear them. */
import type { JSX } from 'react';
import type { RoomState } from '#protocol/state.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './people-list.module.css';
import { PersonLine, sortedPeople } from './person-line.tsx';

export function PeopleList({ room }: { room: RoomState }): JSX.Element {
  return (
    <section aria-labelledby="people-heading">
      <h2 id="people-heading" className={controls.caption}>
        {TEXTS.person.heading}
      </h2>
      <ul className={styles.people}>
        {sortedPeople(room).map((person) => (
          <li key={person.id} className={styles.person}>
            <PersonLine person={person} room={room} />
          </li>
        ))}
      </ul>
    </section>
  );
}
