/** Where listeners tune in: the mounts with proof, listeners and addresses, and the listener page. */
import type { JSX } from 'react';
import type { MountEntry, ShowEntry } from '#protocol/state.ts';
import { classNames } from '../parts/class-names.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { EVIDENCE_WORDS, TEXTS } from '../texts/texts.ts';
import styles from './mount-list.module.css';

export function MountList({ mounts, show }: { mounts: readonly MountEntry[]; show: ShowEntry }): JSX.Element {
  const page = `/listen/${show.slug}`;
  return (
    <div>
      <div className={styles.head}>
        <h3 className={styles.heading}>{TEXTS.program.mounts}</h3>
        <span className={styles.listeners}>{TEXTS.program.listeners(listenersOf(mounts))}</span>
      </div>
      <ul className={styles.list}>
        {mounts.map((mount) => (
          <li key={mount.name} className={styles.mount}>
            <span className={classNames(styles.lamp, styles[mount.evidence])} aria-hidden="true" />
            <span className={styles.words}>
              <a className={styles.address} href={mount.url} target="_blank" rel="noreferrer">
                {mount.url}
              </a>
              <span className={styles.evidence}>
                {mount.lagMs === null ? EVIDENCE_WORDS[mount.evidence] : TEXTS.program.lag(mount.lagMs)}
              </span>
            </span>
            <CopyButton text={mount.url} name={TEXTS.program.copyAddress(mount.name)} />
          </li>
        ))}
        <li className={styles.mount}>
          <span className={classNames(styles.lamp, styles.page)} aria-hidden="true" />
          <span className={styles.words}>
            <a className={styles.address} href={page} target="_blank" rel="noreferrer">
              {TEXTS.program.listenerPage}
            </a>
          </span>
          <CopyButton
            text={new URL(page, window.location.href).href}
            name={TEXTS.program.copyAddress(TEXTS.program.listenerPage.toLowerCase())}
          />
        </li>
      </ul>
    </div>
  );
}

function listenersOf(mounts: readonly MountEntry[]): number {
  return mounts.reduce((sum, mount) => sum + (mount.listeners ?? 0), 0);
}
