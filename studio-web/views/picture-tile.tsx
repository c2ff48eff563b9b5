/** One tile: a camera, a screen, or the initial of somebody who shows nothing, with his name and whether listeners hear him. */
import type { JSX } from 'react';
import type { RoomState } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { FlipIcon, PinIcon } from '../parts/icons.tsx';
import { initialOf } from '../parts/initial-of.ts';
import { personStatus } from '../store/person-status.ts';
import type { Tile } from '../store/room-tiles.ts';
import type { Box } from '../store/tile-layout.ts';
import { useDevice } from '../store/use-microphone.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import { statusWord } from '../texts/status-word.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './picture-tile.module.css';
import { PictureVideo } from './picture-video.tsx';
import { useLevelRing } from './use-level-ring.ts';

export type PictureTileProps = {
  readonly tile: Tile;
  readonly room: RoomState;
  readonly box: Box;
  readonly isOwn: boolean;
  readonly speaks: boolean;
  readonly isPinned: boolean;
  readonly onPin: () => void;
};

export function PictureTile({
  tile,
  room,
  box,
  isOwn,
  speaks,
  isPinned,
  onPin,
}: PictureTileProps): JSX.Element {
  const { person, source } = tile;
  const words = TEXTS.pictures;
  const isScreen = source === 'screen';
  const isStale = useStudioState((state) => state.phase.kind !== 'in');
  const status = personStatus(room, person);
  const ring = useLevelRing(isScreen ? null : person.id);
  const what = isScreen ? words.ofScreen(person.name) : words.ofCamera(person.name);
  return (
    <li
      ref={ring}
      className={classNames(styles.tile, speaks && styles.speaks, isScreen && styles.screen)}
      style={box}
      aria-label={what}
    >
      {isOwn ? <OwnPicture tile={tile} /> : <OthersPicture tile={tile} />}
      {!isScreen && (
        <span className={classNames(styles.chip, styles.status, !isStale && styles[status])}>
          {statusWord(status)}
        </span>
      )}
      <span className={classNames(styles.chip, styles.name)} title={person.name}>
        {isScreen ? words.screenOf(person.name) : isOwn ? words.you(person.name) : person.name}
      </span>
      <span className={styles.buttons}>
        {isOwn && !isScreen && <FlipButton />}
        <button
          type="button"
          className={classNames(styles.small, styles.pin)}
          aria-label={words.pin(what)}
          title={words.pin(what)}
          aria-pressed={isPinned}
          onClick={onPin}
        >
          <PinIcon />
        </button>
      </span>
    </li>
  );
}

function OthersPicture({ tile: { person, source, producerId } }: { tile: Tile }): JSX.Element {
  const track = useStudioState(({ pictures }) =>
    producerId === null ? null : (pictures.get(producerId) ?? null),
  );
  if (producerId === null) return <Initial name={person.name} />;
  const { picture, screenOf } = TEXTS.pictures;
  return (
    <PictureVideo
      track={track}
      name={person.name}
      label={source === 'screen' ? screenOf(person.name) : picture(person.name)}
      {...{ source, producerId }}
    />
  );
}

/** The own camera comes from here, as in a mirror; the own screen would show itself in itself. */
function OwnPicture({ tile: { person, source } }: { tile: Tile }): JSX.Element {
  const { camera } = useStudio();
  const { phase, facing } = useDevice(camera);
  if (source === 'screen') return <OwnScreen />;
  if (phase !== 'on' || camera.track === null) return <Initial name={person.name} />;
  return (
    <PictureVideo
      track={camera.track}
      name={person.name}
      label={TEXTS.pictures.picture(person.name)}
      source="camera"
      producerId={null}
      isMirrored={facing !== 'environment'}
    />
  );
}

function OwnScreen(): JSX.Element {
  return (
    <span className={styles.blank}>
      <strong>{TEXTS.pictures.ownScreen}</strong>
      <span className={styles.about}>{TEXTS.pictures.ownScreenText}</span>
    </span>
  );
}

function Initial({ name }: { name: string }): JSX.Element {
  return (
    <span className={styles.blank} aria-hidden="true">
      <span className={styles.initial}>{initialOf(name)}</span>
    </span>
  );
}

/** Phones have a camera on each side. */
function FlipButton(): JSX.Element | null {
  const { camera } = useStudio();
  const { phase, facing } = useDevice(camera);
  if (phase !== 'on' || facing === null) return null;
  return (
    <button
      type="button"
      className={styles.small}
      aria-label={TEXTS.pictures.flip}
      title={TEXTS.pictures.flip}
      onClick={() => void camera.flip()}
    >
      <FlipIcon />
    </button>
  );
}
