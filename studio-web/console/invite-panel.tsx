/** Where links for guests, producers and hosts are made. */
import type { JSX } from 'react';
import { TEXTS } from '../texts/texts.ts';
import { InviteLink } from './invite-link.tsx';
import styles from './invite-panel.module.css';
import { Panel } from './panel.tsx';

export function InvitePanel({ id, onClose }: { id: string; onClose: () => void }): JSX.Element {
  return (
    <Panel
      id={id}
      name={TEXTS.invite.panel}
      className={styles.links}
      closeName={TEXTS.invite.close}
      onClose={onClose}
    >
      <InviteLink forRole="guest" />
      <InviteLink forRole="producer" />
      <InviteLink forRole="host" />
    </Panel>
  );
}
