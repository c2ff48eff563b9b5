/** The head of the studio: show, lamp with clock, people, and for hosts the way to invite. */
import type { JSX, RefObject } from 'react';
import { runsConsole } from '#protocol/people.ts';
import { classNames } from '../parts/class-names.ts';
import { ChatIcon, PeopleIcon, PersonAddIcon } from '../parts/icons.tsx';
import { useFocusOnShow } from '../parts/use-focus-on-show.ts';
import { unreadCount } from '../store/unread.ts';
import { useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { Banners } from './banners.tsx';
import { Brand } from './brand.tsx';
import { CameraChoice } from './camera-choice.tsx';
import { HeadphonesSwitch } from './headphones-switch.tsx';
import { OnAirLamp } from './on-air-lamp.tsx';
import type { AsideKind } from './room-aside.tsx';
import { SettingsButton } from './settings-button.tsx';
import { SoundSettings } from './sound-settings.tsx';
import { SpeakerChoice } from './speaker-choice.tsx';
import styles from './studio-header.module.css';

export type StudioHeaderProps = {
  readonly invite: {
    readonly isOpen: boolean;
    readonly panelId: string;
    readonly toggle: () => void;
    readonly buttonRef: RefObject<HTMLButtonElement | null>;
  } | null;
  readonly aside: {
    readonly shows: AsideKind | null;
    readonly id: string;
    readonly toggle: (kind: AsideKind) => void;
    readonly buttonRefs: Readonly<Record<AsideKind, RefObject<HTMLButtonElement | null>>>;
  };
};

export function StudioHeader({ invite, aside }: StudioHeaderProps): JSX.Element {
  const headingRef = useFocusOnShow<HTMLHeadingElement>();
  const showName = useStudioState((state) => state.room?.show.name ?? '');
  const count = useStudioState((state) => Object.keys(state.room?.participants ?? {}).length);
  const waiting = useStudioState(({ room, you }) =>
    room !== null && runsConsole(you?.role ?? 'guest') ? Object.keys(room.waiting).length : 0,
  );
  const unread = useStudioState(({ room, you, seenMessage }) =>
    room === null ? 0 : unreadCount(room, seenMessage, you?.participantId ?? ''),
  );
  return (
    <header className={styles.header}>
      <div className={styles.row}>
        <div className={styles.names}>
          <Brand />
          <h1 ref={headingRef} tabIndex={-1} className={styles.show}>
            {showName}
          </h1>
        </div>
        <OnAirLamp />
        <div className={styles.side}>
          <button
            ref={aside.buttonRefs.people}
            type="button"
            className={classNames(controls.button, styles.people)}
            aria-expanded={aside.shows === 'people'}
            aria-controls={aside.shows === 'people' ? aside.id : undefined}
            onClick={() => aside.toggle('people')}
          >
            <PeopleIcon />
            <span className={styles.wide}>{TEXTS.person.count(count)}</span>
            <span className={styles.narrow} aria-hidden="true">
              {count}
            </span>
            {waiting > 0 && <Badge count={waiting} text={TEXTS.people.openWaiting(waiting)} />}
          </button>
          <button
            ref={aside.buttonRefs.chat}
            type="button"
            className={controls.button}
            aria-expanded={aside.shows === 'chat'}
            aria-controls={aside.shows === 'chat' ? aside.id : undefined}
            onClick={() => aside.toggle('chat')}
          >
            <ChatIcon />
            {TEXTS.people.chat.open}
            {unread > 0 && <Badge count={unread} text={TEXTS.people.chat.unread(unread)} />}
          </button>
          {invite !== null && (
            <button
              ref={invite.buttonRef}
              type="button"
              className={controls.button}
              aria-expanded={invite.isOpen}
              aria-controls={invite.isOpen ? invite.panelId : undefined}
              onClick={invite.toggle}
            >
              <PersonAddIcon />
              {TEXTS.invite.open}
            </button>
          )}
          <SettingsButton>
            <SpeakerChoice />
            <CameraChoice />
            <HeadphonesSwitch />
            <SoundSettings />
          </SettingsButton>
        </div>
      </div>
      <Banners />
    </header>
  );
}

function Badge({ count, text }: { count: number; text: string }): JSX.Element {
  return (
    <span className={styles.badge}>
      <span aria-hidden="true">{count}</span>
      <span className="only-read">{text}</span>
    </span>
  );
}
