/** What hosts and producers work at: pictures, console and program, and what nobody may miss above them. */
import { type JSX, useId, useRef, useState } from 'react';
import { InvitePanel } from '../console/invite-panel.tsx';
import { Console } from '../console/lazy-console.ts';
import { ProgramPanel } from '../console/program-panel.tsx';
import { useShowsPictures } from '../store/use-shows-pictures.ts';
import { useStudioState } from '../store/use-studio.ts';
import { DeadAirAlarm } from './dead-air-alarm.tsx';
import { DoorbellBar } from './doorbell-bar.tsx';
import { Gallery } from './lazy-gallery.ts';
import { PanicAlarm } from './panic-alarm.tsx';
import { StudioHeader, type StudioHeaderProps } from './studio-header.tsx';
import styles from './studio-page.module.css';

/** Of the height of the window: the console stays in sight. */
const GALLERY_SHARE = 0.28;

export type DeskProps = { readonly aside: StudioHeaderProps['aside']; readonly beside: JSX.Element | null };

export function HostDesk({ aside, beside }: DeskProps): JSX.Element {
  const room = useStudioState((state) => state.room);
  const showsPictures = useShowsPictures();
  const [isInviting, setInviting] = useState(false);
  const panelId = useId();
  const buttonRef = useRef<HTMLButtonElement>(null);

  const close = (): void => {
    setInviting(false);
    buttonRef.current?.focus();
  };

  return (
    <>
      <StudioHeader
        aside={aside}
        invite={{ isOpen: isInviting, panelId, toggle: () => setInviting(!isInviting), buttonRef }}
      />
      <DeadAirAlarm />
      <PanicAlarm />
      <DoorbellBar />
      <div className={styles.middle}>
        <main className={styles.host}>
          {isInviting && <InvitePanel id={panelId} onClose={close} />}
          {room !== null && showsPictures && <Gallery room={room} share={GALLERY_SHARE} />}
          <div className={styles.desk}>
            <Console onBringGuest={() => setInviting(true)} />
            {room !== null && <ProgramPanel room={room} />}
          </div>
        </main>
        {beside}
      </div>
    </>
  );
}
