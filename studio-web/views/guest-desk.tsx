/** What a guest sees: the show's state, and who is in the room: in pictures when there are some, as a list otherwise. No console. */
import type { JSX } from 'react';
import { BroadcastStatus } from '../console/broadcast-status.tsx';
import { classNames } from '../parts/class-names.ts';
import { useShowsPictures } from '../store/use-shows-pictures.ts';
import { useStudioState } from '../store/use-studio.ts';
import styles from './guest-desk.module.css';
import { Gallery } from './lazy-gallery.ts';
import { PeopleList } from './people-list.tsx';

/** Of the height of the window. */
const GALLERY_SHARE = 0.6;

export function GuestDesk(): JSX.Element | null {
  const room = useStudioState((state) => state.room);
  const showsPictures = useShowsPictures();
  if (room === null) return null;
  return (
    <div className={classNames(styles.desk, showsPictures && styles.wide)}>
      <BroadcastStatus program={room.program} />
      {showsPictures ? <Gallery room={room} share={GALLERY_SHARE} /> : <PeopleList room={room} />}
    </div>
  );
}
