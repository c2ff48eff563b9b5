/** Everybody in pictures. What is hidden here is not sent to this browser at all. */
import { type JSX, type RefObject, useEffect, useId, useRef, useState } from 'react';
import type { RoomState } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { featuredTile, roomTiles } from '../store/room-tiles.ts';
import { layTiles, type Space } from '../store/tile-layout.ts';
import { useActiveSpeaker } from '../store/use-active-speaker.ts';
import { useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import styles from './gallery.module.css';
import { PictureTile } from './picture-tile.tsx';

const MIN_HEIGHT = 200;
/** Where the window is narrow, the own controls need more of its height. */
const NARROW_PX = 960;
const NARROW_SHARE_MAX = 0.48;

/** `share` is how much of the height of a wide window it takes at most. */
export function Gallery({ room, share }: { room: RoomState; share: number }): JSX.Element {
  const [isHidden, setHidden] = useState(false);
  const [follows, setFollows] = useState(false);
  const id = useId();
  const tiles = roomTiles(room, null);
  const shown = tiles.filter(({ producerId }) => producerId !== null).length;
  return (
    <section className={styles.gallery} aria-label={TEXTS.pictures.region}>
      <div className={styles.head}>
        <span className={classNames(controls.hint, styles.count)}>{TEXTS.pictures.count(shown)}</span>
        {!isHidden && tiles.length > 2 && (
          <button
            type="button"
            className={classNames(controls.button, controls.small, controls.quiet, follows && styles.follows)}
            aria-pressed={follows}
            onClick={() => setFollows(!follows)}
          >
            {TEXTS.pictures.follow}
          </button>
        )}
        <button
          type="button"
          className={classNames(controls.button, controls.small, controls.quiet)}
          aria-expanded={!isHidden}
          aria-controls={isHidden ? undefined : id}
          onClick={() => setHidden(!isHidden)}
        >
          {isHidden ? TEXTS.pictures.show : TEXTS.pictures.hide}
        </button>
      </div>
      {!isHidden && <Tiles id={id} room={room} share={share} followsSpeaker={follows} />}
    </section>
  );
}

type TilesProps = {
  readonly id: string;
  readonly room: RoomState;
  readonly share: number;
  readonly followsSpeaker: boolean;
};

function Tiles({ id, room, share, followsSpeaker }: TilesProps): JSX.Element {
  const ownId = useStudioState((state) => state.you?.participantId ?? null);
  const [pinned, setPinned] = useState<string | null>(null);
  const speaker = useActiveSpeaker();
  const frame = useRef<HTMLDivElement>(null);
  const space = useSpace(frame, share);
  const tiles = roomTiles(room, ownId);
  const featured = featuredTile(tiles, { pinned, followsSpeaker, speaker, ownId });
  const { boxes, height } = layTiles(tiles.length, featured, space);
  return (
    <div ref={frame} className={styles.frame} style={{ maxHeight: space.height }}>
      <ul id={id} className={styles.tiles} style={{ height }}>
        {tiles.map((tile, place) => {
          const box = boxes[place];
          return (
            box !== undefined && (
              <PictureTile
                key={tile.key}
                tile={tile}
                room={room}
                box={box}
                isOwn={tile.person.id === ownId}
                speaks={tile.source === 'camera' && tile.person.id === speaker}
                isPinned={tile.key === pinned}
                onPin={() => setPinned(tile.key === pinned ? null : tile.key)}
              />
            )
          );
        })}
      </ul>
    </div>
  );
}

/** The room there is for tiles. */
function useSpace(ref: RefObject<HTMLElement | null>, wideShare: number): Space {
  const [space, setSpace] = useState<Space>({ width: 0, height: MIN_HEIGHT });
  useEffect(() => {
    const frame = ref.current;
    if (frame === null) return;
    const measure = (): void => {
      const share = window.innerWidth < NARROW_PX ? Math.min(wideShare, NARROW_SHARE_MAX) : wideShare;
      const height = Math.max(MIN_HEIGHT, Math.round(window.innerHeight * share));
      const width = frame.clientWidth;
      setSpace((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    const size = new ResizeObserver(measure);
    size.observe(frame);
    window.addEventListener('resize', measure);
    return () => {
      size.disconnect();
      window.removeEventListener('resize', measure);
    };
  }, [ref, wideShare]);
  return space;
}
