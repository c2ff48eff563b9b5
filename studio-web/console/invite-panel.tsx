/** Makes links for guests and hosts and shows each whole, ready to be copied. */
import { type JSX, useEffect, useId, useRef, useState } from 'react';
import type { CommandOutput } from '#protocol/commands.ts';
import type { Role } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { CloseIcon } from '../parts/icons.tsx';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { momentText } from '../texts/numbers.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './invite-panel.module.css';

type Link = CommandOutput<'invite.create'>;

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

function wordsFor(role: Role) {
  const { createGuest, guestAbout, guestLink, copyGuest, createHost, hostAbout, hostLink, copyHost } =
    TEXTS.invite;
  return role === 'guest'
    ? { create: createGuest, about: guestAbout, link: guestLink, copy: copyGuest }
    : { create: createHost, about: hostAbout, link: hostLink, copy: copyHost };
}

function InviteLink({ forRole }: { forRole: Role }): JSX.Element {
  const studio = useStudio();
  const fieldId = useId();
  const [link, setLink] = useState<Link | null>(null);
  const words = wordsFor(forRole);

  const create = async (): Promise<void> => {
    const created = await studio.run('invite.create', { role: forRole });
    if (created !== null) setLink(created);
  };

  return (
    <div className={styles.link}>
      <div className={styles.make}>
        <button
          type="button"
          className={classNames(controls.button, forRole === 'guest' && link === null && controls.primary)}
          onClick={() => void create()}
        >
          {words.create}
        </button>
        <p className={controls.hint}>{words.about}</p>
      </div>
      {link !== null && (
        <div className={styles.made}>
          <label className={controls.label} htmlFor={fieldId}>
            {words.link}
          </label>
          <div className={styles.row}>
            <input
              id={fieldId}
              type="text"
              readOnly
              className={controls.field}
              value={link.url}
              onFocus={(event) => event.currentTarget.select()}
            />
            <CopyButton text={link.url} name={words.copy} />
          </div>
          <p className={controls.hint}>{TEXTS.invite.expires(momentText(link.expiresAtMs))}</p>
        </div>
      )}
    </div>
  );
}
