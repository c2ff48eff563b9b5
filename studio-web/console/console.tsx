/** The console: scenes above, all strips side by side in the order in which people came in, and the processing of one between. */
import { type JSX, useId, useState } from 'react';
import type { StripId } from '#protocol/ids.ts';
import type { ParticipantEntry, RoomState, StripEntry } from '#protocol/state.ts';
import { PersonAddIcon } from '../parts/icons.tsx';
import { useStudioState } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './console.module.css';
import { ProcessingPanel } from './processing-panel.tsx';
import { SceneBar } from './scene-bar.tsx';
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

const buttonIdOf = (panelId: string, stripId: StripId): string => `${panelId}-${stripId}`;

export function Console({ onBringGuest }: { onBringGuest: () => void }): JSX.Element {
  const room = useStudioState((state) => state.room);
  const [openId, setOpenId] = useState<StripId | null>(null);
  const panelId = useId();
  const seats = room === null ? [] : seatsOf(room);
  const open = seats.find(({ strip }) => strip.id === openId);

  const close = (): void => {
    setOpenId(null);
    // Whoever came by keyboard goes on where he was.
    if (openId !== null) document.getElementById(buttonIdOf(panelId, openId))?.focus();
  };

  return (
    <section className={styles.area} aria-label={TEXTS.strip.console}>
      {room !== null && <SceneBar entry={room.console} />}
      {open !== undefined && (
        <ProcessingPanel id={panelId} strip={open.strip} person={open.person} onClose={close} />
      )}
      <div className={styles.console}>
        {seats.map(({ strip, person }) => {
          const isOpen = strip.id === openId;
          return (
            <Strip
              key={strip.id}
              strip={strip}
              person={person}
              processing={{
                isOpen,
                panelId,
                buttonId: buttonIdOf(panelId, strip.id),
                toggle: () => setOpenId(isOpen ? null : strip.id),
              }}
            />
          );
        })}
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
      </div>
    </section>
  );
}
