/** The console: scenes above, all strips side by side in the order in which people came in, and the processing of one between. */
import { type JSX, useId, useState } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { SOUND_STRIPS } from '#protocol/pads.ts';
import type { ParticipantEntry, RoomState, StripEntry } from '#protocol/state.ts';
import { PersonAddIcon } from '../parts/icons.tsx';
import { Soundboard } from '../soundboard/soundboard.tsx';
import { SoundboardButton } from '../soundboard/soundboard-button.tsx';
import { useSoundboardOpen } from '../soundboard/use-soundboard-open.ts';
import { useStudioState } from '../store/use-studio.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './console.module.css';
import { ProcessingPanel } from './processing-panel.tsx';
import { SceneBar } from './scene-bar.tsx';
import { SoundStrip } from './sound-strip.tsx';
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

/** The strips of carts and music bed, as far as there is sound for them. */
function soundStripsOf({ strips }: RoomState): StripEntry[] {
  return [SOUND_STRIPS.carts, SOUND_STRIPS.music].flatMap(({ id }) => strips[id] ?? []);
}

const buttonIdOf = (panelId: string, stripId: StripId): string => `${panelId}-${stripId}`;

export function Console({ onBringGuest }: { onBringGuest: () => void }): JSX.Element {
  const room = useStudioState((state) => state.room);
  const [openId, setOpenId] = useState<StripId | null>(null);
  const panelId = useId();
  const seats = room === null ? [] : seatsOf(room);
  const sounds = room === null ? [] : soundStripsOf(room);
  const openSeat = seats.find(({ strip }) => strip.id === openId);
  const openSound = sounds.find(({ id }) => id === openId);
  const board = useSoundboardOpen();

  const close = (): void => {
    setOpenId(null);
    // Whoever came by keyboard goes on where he was.
    if (openId !== null) document.getElementById(buttonIdOf(panelId, openId))?.focus();
  };

  const processingOf = (id: StripId) => ({
    isOpen: id === openId,
    panelId,
    buttonId: buttonIdOf(panelId, id),
    toggle: () => setOpenId(id === openId ? null : id),
  });

  return (
    <section className={styles.area} aria-label={TEXTS.strip.console}>
      {room !== null && (
        <div className={styles.top}>
          <SceneBar entry={room.console} />
          <SoundboardButton board={board} />
        </div>
      )}
      {room !== null && board.isOpen && <Soundboard room={room} board={board} />}
      {openSeat !== undefined && (
        <ProcessingPanel id={panelId} strip={openSeat.strip} name={openSeat.person.name} onClose={close} />
      )}
      {openSound?.source !== undefined && (
        <ProcessingPanel
          id={panelId}
          strip={openSound}
          name={TEXTS.soundboard.strips[openSound.source]}
          onClose={close}
        />
      )}
      <div className={styles.console}>
        {seats.map(({ strip, person }) => (
          <Strip key={strip.id} strip={strip} person={person} processing={processingOf(strip.id)} />
        ))}
        {sounds.map((strip) => (
          <SoundStrip key={strip.id} strip={strip} processing={processingOf(strip.id)} />
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
      </div>
    </section>
  );
}
