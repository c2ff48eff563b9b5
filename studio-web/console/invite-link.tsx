/** Makes a link for one role and shows it whole: to be copied, scanned, or reset. */
import { type JSX, useEffect, useId, useState } from 'react';
import type { CommandOutput } from '#protocol/commands.ts';
import type { Role } from '#protocol/people.ts';
import { classNames } from '../parts/class-names.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { QrCode } from '../parts/qr-code.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { momentText } from '../texts/numbers.ts';
import { roleWord } from '../texts/role-word.ts';
import { TEXTS } from '../texts/texts.ts';
import { LobbyRuleSelect } from '../views/people-panel.tsx';
import styles from './invite-link.module.css';

type Link = CommandOutput<'invite.create'>;

const ASKING_MS = 4_000;

function wordsFor(role: Role) {
  const { invite, people } = TEXTS;
  switch (role) {
    case 'guest':
      return {
        create: invite.createGuest,
        about: invite.guestAbout,
        link: invite.guestLink,
        copy: invite.copyGuest,
      };
    case 'producer':
      return {
        create: people.links.createProducer,
        about: people.links.producerAbout,
        link: people.links.producerLink,
        copy: people.links.copyProducer,
      };
    case 'host':
      return {
        create: invite.createHost,
        about: invite.hostAbout,
        link: invite.hostLink,
        copy: invite.copyHost,
      };
  }
}

export function InviteLink({ forRole }: { forRole: Role }): JSX.Element {
  const studio = useStudio();
  const room = useStudioState((state) => state.room);
  const [link, setLink] = useState<Link | null>(null);
  const words = wordsFor(forRole);

  const create = async (): Promise<void> => {
    const created = await studio.run('invite.create', { role: forRole });
    if (created !== null) setLink(created);
  };
  const reset = async (): Promise<void> => {
    const created = await studio.run('invite.reset', { role: forRole });
    if (created === null) return;
    setLink(created);
    studio.notify(TEXTS.people.links.resetDone);
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
      {forRole === 'guest' && room !== null && <LobbyRuleSelect room={room} />}
      {link !== null && <MadeLink link={link} words={words} onReset={() => void reset()} />}
    </div>
  );
}

type MadeLinkProps = {
  readonly link: Link;
  readonly words: { readonly link: string; readonly copy: string };
  readonly onReset: () => void;
};

function MadeLink({ link, words, onReset }: MadeLinkProps): JSX.Element {
  const fieldId = useId();
  const [isScanned, setScanned] = useState(false);
  const { links } = TEXTS.people;
  return (
    <div>
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
      <p className={classNames(controls.hint, styles.facts)}>
        <span className={styles.role}>{roleWord(link.role)}</span>
        {TEXTS.invite.expires(momentText(link.expiresAtMs))}
      </p>
      <div className={styles.more}>
        <button
          type="button"
          className={classNames(controls.button, controls.small)}
          aria-expanded={isScanned}
          onClick={() => setScanned(!isScanned)}
        >
          {isScanned ? links.qrHide : links.qr}
        </button>
        <ResetButton onReset={onReset} />
      </div>
      {isScanned && (
        <figure className={styles.scan}>
          <QrCode text={link.url} name={`${words.link}: ${links.qr}`} />
          <figcaption className={controls.hint}>{links.qrAbout}</figcaption>
        </figure>
      )}
    </div>
  );
}

/** Asks once, by changing its words, and forgets the question after a moment. */
function ResetButton({ onReset }: { onReset: () => void }): JSX.Element {
  const [isAsking, setAsking] = useState(false);

  useEffect(() => {
    if (!isAsking) return;
    const timer = setTimeout(() => setAsking(false), ASKING_MS);
    return () => clearTimeout(timer);
  }, [isAsking]);

  const press = (): void => {
    if (isAsking) onReset();
    setAsking(!isAsking);
  };
  return (
    <button type="button" className={classNames(controls.button, controls.small)} onClick={press}>
      {isAsking ? TEXTS.people.links.resetSure : TEXTS.people.links.reset}
    </button>
  );
}
