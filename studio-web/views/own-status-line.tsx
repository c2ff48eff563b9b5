/** The one line that says whether listeners hear oneself, and why not. */
import type { JSX } from 'react';
import { classNames } from '../parts/class-names.ts';
import { type OwnStatus, ownStatus } from '../store/person-status.ts';
import { useMicrophone } from '../store/use-microphone.ts';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { TEXTS } from '../texts/texts.ts';
import styles from './own-status-line.module.css';

export function OwnStatusLine(): JSX.Element | null {
  const { microphone } = useStudio();
  const room = useStudioState((state) => state.room);
  const you = useStudioState((state) => state.you);
  const muted = useStudioState((state) => state.muted);
  const isConnected = useStudioState((state) => state.phase.kind === 'in');
  const { phase } = useMicrophone(microphone);
  if (room === null || you === null) return null;
  const hasMicrophone = phase !== 'unasked' && phase !== 'off';
  const status = ownStatus(room, { participantId: you.participantId, muted, hasMicrophone, isConnected });
  return (
    <p className={styles.line}>
      <span className={classNames(styles.lamp, styles[status.kind])} aria-hidden="true" />
      <strong className={styles.word}>{wordFor(status)}</strong>
      <span className={styles.why}>{reasonFor(status, you.role === 'host')}</span>
    </p>
  );
}

function wordFor(status: OwnStatus): string {
  if (status.kind === 'muted') return status.by === 'self' ? TEXTS.own.muted : TEXTS.own.mutedByHost;
  return TEXTS.own[status.kind];
}

function reasonFor(status: OwnStatus, isHost: boolean): string {
  switch (status.kind) {
    case 'onAir':
      return TEXTS.own.whyOnAir;
    case 'muted':
      return status.by === 'self' ? TEXTS.own.whyMuted : TEXTS.own.whyMutedByHost;
    case 'noMicrophone':
      return TEXTS.own.whyNoMicrophone;
    case 'unknown':
      return TEXTS.own.whyUnknown;
    case 'backstage':
      return reasonBackstage(status.why, isHost);
  }
}

function reasonBackstage(why: Extract<OwnStatus, { kind: 'backstage' }>['why'], isHost: boolean): string {
  switch (why) {
    case 'stripOff':
      return isHost ? TEXTS.own.whyStripOffHost : TEXTS.own.whyStripOff;
    case 'faderDown':
      return TEXTS.own.whyFader;
    case 'off':
      return TEXTS.own.whyOff;
    case 'starting':
      return TEXTS.own.whyStarting;
    case 'recovering':
      return TEXTS.own.whyRecovering;
    case 'panic':
      return CONSOLE_TEXTS.panic.ownWhy;
  }
}
