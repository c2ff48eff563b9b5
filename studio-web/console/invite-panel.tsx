/** Where links for guests, producers and hosts are made. */
import { type JSX, useEffect, useRef } from 'react';
import { classNames } from '../parts/class-names.ts';
import { CloseIcon } from '../parts/icons.tsx';
import controls from '../styles/controls.module.css';
import { TEXTS } from '../texts/texts.ts';
import { InviteLink } from './invite-link.tsx';
import styles from './invite-panel.module.css';

export function InvitePanel({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  const panelRef = useRef<HTMLElement>(null);

  useEffect(() => {
    panelRef.current?.focus();
  }, []);

  return (
    <section
      id={id}
      ref={panelRef}
      tabIndex={-1}
      className={styles.panel}
      aria-label={TEXTS.invite.panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <InviteLink forRole="guest" />
      <InviteLink forRole="producer" />
      <InviteLink forRole="host" />
      <button
        type="button"
        className={classNames(controls.button, controls.quiet, controls.icon, styles.close)}
        aria-label={TEXTS.invite.close}
        title={TEXTS.invite.close}
        onClick={onClose}
      >
        <CloseIcon />
      </button>
    </section>
  );
}
