/** The studio itself: console and program for hosts, one calm column for guests, people and chat beside it, the own controls for all. */
import { type JSX, useId, useRef, useState } from 'react';
import { runsConsole } from '#protocol/people.ts';
import { useStudioState } from '../store/use-studio.ts';
import { Announcer } from './announcer.tsx';
import { GuestDesk } from './guest-desk.tsx';
import type { DeskProps } from './host-desk.tsx';
import { HostDesk } from './lazy-host-desk.ts';
import { MicrophoneAside } from './microphone-aside.tsx';
import { Notices } from './notices.tsx';
import { OwnControls } from './own-controls.tsx';
import { PageTitle } from './page-title.tsx';
import { type AsideKind, RoomAside } from './room-aside.tsx';
import { ShortcutKeys } from './shortcut-keys.tsx';
import { StudioHeader } from './studio-header.tsx';
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
