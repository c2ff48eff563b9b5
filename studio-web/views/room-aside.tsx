/** People and chat at the side of the room: a column where there is place, a sheet over the page where there is none. */
import { type JSX, useEffect, useRef } from 'react';
import { classNames } from '../parts/class-names.ts';
import { CloseIcon } from '../parts/icons.tsx';
import { useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { ChatPanel } from './chat-panel.tsx';
import { PeoplePanel } from './people-panel.tsx';
import styles from './room-aside.module.css';

export type AsideKind = 'people' | 'chat';

export type RoomAsideProps = {
  readonly id: string;
  readonly shows: AsideKind;
  readonly onClose: () => void;
};

export function RoomAside({ id, shows, onClose }: RoomAsideProps): JSX.Element | null {
  const room = useStudioState((state) => state.room);
  const asideRef = useRef<HTMLElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the change of what is shown.
  useEffect(() => {
    asideRef.current?.focus();
  }, [shows]);

  if (room === null) return null;
  return (
    <aside
      id={id}
      ref={asideRef}
      tabIndex={-1}
      className={styles.aside}
      aria-label={shows === 'people' ? TEXTS.people.open : TEXTS.people.chat.open}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles.head}>
        <h2 className={styles.heading}>{shows === 'people' ? TEXTS.people.open : TEXTS.people.chat.open}</h2>
        <button
          type="button"
          className={classNames(controls.button, controls.quiet, controls.icon)}
          aria-label={TEXTS.people.close}
          title={TEXTS.people.close}
          onClick={onClose}
        >
          <CloseIcon />
        </button>
      </header>
      {shows === 'people' ? <PeoplePanel room={room} /> : <ChatPanel room={room} />}
    </aside>
  );
}
