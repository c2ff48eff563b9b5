/** The soundboard above the strips: twelve pads and the music bed. Whoever runs the console plays, and everybody hears it. */
import { type JSX, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { FADER_MIN_DB } from '#protocol/limits.ts';
import { PADS_MAX, type PadPlace, SOUND_STRIPS } from '#protocol/pads.ts';
import type { RoomState } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { CloseIcon, StopIcon } from '../parts/icons.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { EmptyPad, UploadingPad } from './empty-pad.tsx';
import { Pad } from './pad.tsx';
import { PadEditor } from './pad-editor.tsx';
import { PadKeys } from './pad-keys.tsx';
import styles from './soundboard.module.css';
import { uploadsOf } from './uploads-of.ts';
import type { SoundboardOpen } from './use-soundboard-open.ts';

const ACCEPTED = 'audio/*,.mp3,.wav,.flac,.ogg,.oga,.opus,.m4a,.mp4';
const PLACES = Array.from({ length: PADS_MAX }, (_, place) => place);

export function Soundboard({ room, board }: { room: RoomState; board: SoundboardOpen }): JSX.Element {
  const studio = useStudio();
  const isFrozen = useStudioState((state) => state.phase.kind !== 'in');
  const soundUploads = uploadsOf(studio);
  const uploads = useStore(soundUploads.store);
  const [edited, setEdited] = useState<PadPlace | null>(null);
  const fileRef = useRef<HTMLInputElement>(null);
  const chosenRef = useRef<PadPlace>(0);
  const pads = new Map(Object.values(room.pads).map((pad) => [pad.place, pad]));
  const next = PLACES.find((at) => !pads.has(at) && !uploads.has(at));
  const texts = TEXTS.soundboard;
  const isPlaying = [...pads.values()].some(({ playing }) => playing !== null);

  const choose = (place: PadPlace): void => {
    chosenRef.current = place;
    fileRef.current?.click();
  };

  const place = (at: PadPlace): JSX.Element => {
    const upload = uploads.get(at);
    if (upload !== undefined) {
      return <UploadingPad key={at} upload={upload} onCancel={() => soundUploads.cancel(at)} />;
    }
    const pad = pads.get(at);
    const onFiles = (files: readonly File[]): void => soundUploads.add(files, at, room.pads);
    return pad === undefined ? (
      <EmptyPad
        key={at}
        place={at}
        isNext={at === 'music' || at === next}
        onChoose={() => choose(at)}
        onFiles={onFiles}
      />
    ) : (
      <Pad key={at} pad={pad} onEdit={() => setEdited(at)} onFiles={onFiles} />
    );
  };

  const editedPad = edited === null ? undefined : pads.get(edited);
  return (
    <section id={board.id} className={styles.board} aria-label={texts.heading}>
      <PadKeys />
      <header className={styles.head}>
        <h2 className={controls.caption}>{texts.heading}</h2>
        <p className={styles.hint}>{pads.size === 0 ? texts.hint : texts.keys}</p>
        <button
          type="button"
          className={classNames(controls.button, controls.small)}
          aria-disabled={!isPlaying}
          onClick={() => void studio.run('pad.stopAll', {})}
        >
          <StopIcon />
          {texts.stopAll}
        </button>
        <button
          type="button"
          className={classNames(controls.button, controls.quiet, controls.icon)}
          aria-label={texts.close}
          title={texts.close}
          onClick={board.close}
        >
          <CloseIcon />
        </button>
      </header>
      <fieldset className={styles.places} disabled={isFrozen} aria-label={texts.pads}>
        <ul className={styles.pads}>{PLACES.map(place)}</ul>
        <ul className={styles.music}>{place('music')}</ul>
      </fieldset>
      <Unheard room={room} />
      <input
        ref={fileRef}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        onChange={(event) => {
          const { files } = event.currentTarget;
          soundUploads.add([...(files ?? [])], chosenRef.current, room.pads);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
      {editedPad !== undefined && (
        <PadEditor
          pad={editedPad}
          room={room}
          onReplace={() => choose(editedPad.place)}
          onClose={() => setEdited(null)}
        />
      )}
    </section>
  );
}

/** Says of a strip that plays, and that nobody hears, why that is so. */
function Unheard({ room }: { room: RoomState }): JSX.Element | null {
  const unheard = (['carts', 'music'] as const).filter((source) => {
    const strip = room.strips[SOUND_STRIPS[source].id];
    const isSilent = strip !== undefined && (!strip.on || strip.muted || strip.faderDb <= FADER_MIN_DB);
    const plays = Object.values(room.pads).some(
      (pad) => pad.playing !== null && (pad.place === 'music') === (source === 'music'),
    );
    return isSilent && plays;
  });
  if (unheard.length === 0) return null;
  return (
    <p className={controls.problem} role="status">
      {unheard.map((source) => TEXTS.soundboard.off(TEXTS.soundboard.strips[source])).join(' ')}
    </p>
  );
}
