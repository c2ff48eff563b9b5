/** The studio itself: console and program for hosts, one calm column for guests, the own controls for both. */
import { type JSX, useId, useRef, useState } from 'react';
import { Console } from '../console/console.tsx';
import { InvitePanel } from '../console/invite-panel.tsx';
import { ProgramPanel } from '../console/program-panel.tsx';
import { useStudioState } from '../store/use-studio.ts';
import { Announcer } from './announcer.tsx';
import { DeadAirAlarm } from './dead-air-alarm.tsx';
import { GuestDesk } from './guest-desk.tsx';
import { MicrophoneAside } from './microphone-aside.tsx';
import { Notices } from './notices.tsx';
import { OwnControls } from './own-controls.tsx';
import { PageTitle } from './page-title.tsx';
import { ShortcutKeys } from './shortcut-keys.tsx';
import { StudioHeader } from './studio-header.tsx';
import styles from './studio-page.module.css';

export function StudioPage(): JSX.Element {
  const isHost = useStudioState((state) => state.you?.role === 'host');
  return (
    <div className={styles.page}>
      {isHost ? <HostDesk /> : <GuestRoom />}
      <MicrophoneAside />
      <OwnControls />
      <Notices />
      <Announcer />
      <PageTitle />
      <ShortcutKeys />
    </div>
  );
}

function HostDesk(): JSX.Element {
  const room = useStudioState((state) => state.room);
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
        invite={{ isOpen: isInviting, panelId, toggle: () => setInviting(!isInviting), buttonRef }}
      />
      <DeadAirAlarm />
      <main className={styles.host}>
        {isInviting && <InvitePanel id={panelId} onClose={close} />}
        <div className={styles.desk}>
          <Console onBringGuest={() => setInviting(true)} />
          {room !== null && <ProgramPanel room={room} />}
        </div>
      </main>
    </>
  );
}

function GuestRoom(): JSX.Element {
  return (
    <>
      <StudioHeader invite={null} />
      <main className={styles.guest}>
        <GuestDesk />
      </main>
    </>
  );
}
