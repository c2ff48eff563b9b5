/** The studio itself: console and program for hosts, one calm column for guests, people and chat beside it, the own controls for all. */
import { type JSX, useId, useRef, useState } from 'react';
import { runsConsole } from '#protocol/people.ts';
import { InvitePanel } from '../console/invite-panel.tsx';
import { Console } from '../console/lazy-console.ts';
import { ProgramPanel } from '../console/program-panel.tsx';
import { useStudioState } from '../store/use-studio.ts';
import { Announcer } from './announcer.tsx';
import { DeadAirAlarm } from './dead-air-alarm.tsx';
import { DoorbellBar } from './doorbell-bar.tsx';
import { GuestDesk } from './guest-desk.tsx';
import { MicrophoneAside } from './microphone-aside.tsx';
import { Notices } from './notices.tsx';
import { OwnControls } from './own-controls.tsx';
import { PageTitle } from './page-title.tsx';
import { PanicAlarm } from './panic-alarm.tsx';
import { type AsideKind, RoomAside } from './room-aside.tsx';
import { ShortcutKeys } from './shortcut-keys.tsx';
import { StudioHeader, type StudioHeaderProps } from './studio-header.tsx';
import styles from './studio-page.module.css';

export function StudioPage(): JSX.Element {
  const isAtConsole = useStudioState((state) => runsConsole(state.you?.role ?? 'guest'));
  const [shows, setShows] = useState<AsideKind | null>(null);
  const id = useId();
  const people = useRef<HTMLButtonElement>(null);
  const chat = useRef<HTMLButtonElement>(null);
  const buttonRefs = { people, chat };

  const close = (): void => {
    setShows(null);
    if (shows !== null) buttonRefs[shows].current?.focus();
  };
  const toggle = (kind: AsideKind): void => setShows(shows === kind ? null : kind);
  const aside = { shows, id, toggle, buttonRefs };
  const beside = shows === null ? null : <RoomAside id={id} shows={shows} onClose={close} />;

  return (
    <div className={styles.page}>
      {isAtConsole ? <HostDesk aside={aside} beside={beside} /> : <GuestRoom aside={aside} beside={beside} />}
      <MicrophoneAside />
      <OwnControls />
      <Notices />
      <Announcer />
      <PageTitle />
      <ShortcutKeys />
    </div>
  );
}

type DeskProps = { readonly aside: StudioHeaderProps['aside']; readonly beside: JSX.Element | null };

function HostDesk({ aside, beside }: DeskProps): JSX.Element {
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
        aside={aside}
        invite={{ isOpen: isInviting, panelId, toggle: () => setInviting(!isInviting), buttonRef }}
      />
      <DeadAirAlarm />
      <PanicAlarm />
      <DoorbellBar />
      <div className={styles.middle}>
        <main className={styles.host}>
          {isInviting && <InvitePanel id={panelId} onClose={close} />}
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

function GuestRoom({ aside, beside }: DeskProps): JSX.Element {
  return (
    <>
      <StudioHeader aside={aside} invite={null} />
      <div className={styles.middle}>
        <main className={styles.guest}>
          <GuestDesk />
        </main>
        {beside}
      </div>
    </>
  );
}
