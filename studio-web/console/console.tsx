/** The console: all strips side by side, in the order in which people came in. */
import type { JSX } from 'react';
import type { ParticipantEntry, RoomState, StripEntry } from '#protocol/state.ts';
import { PersonAddIcon } from '../parts/icons.tsx';
import { useStudioState } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './console.module.css';
import { Strip } from './strip.tsx';

type Seat = { readonly strip: StripEntry; readonly person: ParticipantEntry };

function seatsOf(room: RoomState): Seat[] {
  return Object.values(room.strips)
    .flatMap((strip) => {
      const person = room.participants[strip.participantId];
      return person === undefined ? [] : [{ strip, person }];
    })
    .sort((a, b) => a.person.enteredAtMs - b.person.enteredAtMs);
}

export function Console({ onBringGuest }: { onBringGuest: () => void }): JSX.Element {
  const room = useStudioState((state) => state.room);
  const seats = room === null ? [] : seatsOf(room);
  return (
    <section className={styles.console} aria-label={TEXTS.strip.console}>
      {seats.map(({ strip, person }) => (
        <Strip key={strip.id} strip={strip} person={person} />
      ))}
      {seats.length < 2 && (
        <div className={styles.empty}>
          <p className={styles.emptyHead}>{TEXTS.strip.empty}</p>
          <p className={styles.emptyHint}>{TEXTS.strip.emptyHint}</p>
          <button type="button" className={styles.bring} onClick={onBringGuest}>
            <PersonAddIcon />
            {TEXTS.strip.bringGuest}
          </button>
        </div>
      )}
    </section>
  );
}
