/** What a guest sees: the show's state, and who is in the room. No console. */
import type { JSX } from 'react';
import { BroadcastStatus } from '../console/broadcast-status.tsx';
import { useStudioState } from '../store/use-studio.ts';
import styles from './guest-desk.module.css';
import { PeopleList } from './people-list.tsx';

export function GuestDesk(): JSX.Element | null {
  const room = useStudioState((state) => state.room);
  if (room === null) return null;
  return (
    <div className={styles.desk}>
      <BroadcastStatus program={room.program} />
      <PeopleList room={room} />
    </div>
  );
}
