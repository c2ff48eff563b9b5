/** Who waits to come in, where nobody at the console can miss it, with the two answers. */
import type { JSX } from 'react';
import type { WaitingEntry } from '#protocol/people.ts';
import { classNames } from '../parts/class-names.ts';
import { Clock } from '../parts/clock.tsx';
import { BellIcon } from '../parts/icons.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './doorbell-bar.module.css';

export function DoorbellBar(): JSX.Element | null {
  const studio = useStudio();
  const waiting = useStudioState((state) => (state.phase.kind === 'in' ? state.room?.waiting : undefined));
  const people = Object.values(waiting ?? {}).sort((a, b) => a.sinceMs - b.sinceMs);
  if (people.length === 0) return null;
  return (
    <section className={styles.bar} aria-label={TEXTS.people.lobby.region}>
      <BellIcon />
      <ul className={styles.people}>
        {people.map((person) => (
          <Waiting key={person.id} person={person} />
        ))}
      </ul>
      {people.length > 1 && (
        <button
          type="button"
          className={classNames(controls.button, styles.all)}
          onClick={() => void studio.run('lobby.admitAll', {})}
        >
          {TEXTS.people.lobby.admitAll}
        </button>
      )}
    </section>
  );
}

function Waiting({ person }: { person: WaitingEntry }): JSX.Element {
  const studio = useStudio();
  const { lobby } = TEXTS.people;
  const { id: waitingId, name } = person;
  return (
    <li className={styles.person}>
      <span className={styles.words}>
        <span className={styles.name}>{lobby.waits(name)}</span>
        <span className={styles.since}>
          <Clock sinceMs={person.sinceMs} />
          {person.asked > 1 && `, ${lobby.again(person.asked)}`}
        </span>
      </span>
      <span className={styles.answers}>
        <button
          type="button"
          className={classNames(controls.button, controls.primary)}
          aria-label={lobby.admit(name)}
          onClick={() => void studio.run('lobby.admit', { waitingId })}
        >
          {lobby.admitShort}
        </button>
        <button
          type="button"
          className={controls.button}
          aria-label={lobby.refuse(name)}
          onClick={() => void studio.run('lobby.refuse', { waitingId })}
        >
          {lobby.refuseShort}
        </button>
      </span>
    </li>
  );
}
