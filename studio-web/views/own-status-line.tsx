/** The one line that says whether listeners hear oneself, and why not. */
import type { JSX } from 'react';
import { runsConsole } from '#protocol/people.ts';
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
  const { phase, interrupted } = useMicrophone(microphone);
  if (room === null || you === null) return null;
  const hasMicrophone = phase !== 'unasked' && phase !== 'off' && !interrupted;
  const status = ownStatus(room, { participantId: you.participantId, muted, hasMicrophone, isConnected });
  return (
    <p className={styles.line}>
      <span className={classNames(styles.lamp, styles[status.kind])} aria-hidden="true" />
      <strong className={styles.word}>{wordFor(status, (id) => room.participants[id]?.name ?? '')}</strong>
      <span className={styles.why}>{reasonFor(status, runsConsole(you.role))}</span>
    </p>
  );
}

function wordFor(status: OwnStatus, nameOf: (id: string) => string): string {
  const { own } = TEXTS.people;
  switch (status.kind) {
    case 'muted':
      if (status.by === 'host') return own.silenced;
      return status.by === 'self' ? TEXTS.own.muted : TEXTS.own.mutedByHost;
    case 'talkback':
      return status.to === 'offAir' ? own.talkbackAll : own.talkbackOne(nameOf(status.to));
    case 'atConsole':
      return own.producer;
    default:
      return TEXTS.own[status.kind];
  }
}

function reasonFor(status: OwnStatus, isHost: boolean): string {
  switch (status.kind) {
    case 'onAir':
      return TEXTS.own.whyOnAir;
    case 'muted':
      if (status.by === 'host') return TEXTS.people.own.whySilenced;
      return status.by === 'self' ? TEXTS.own.whyMuted : TEXTS.own.whyMutedByHost;
    case 'noMicrophone':
      return TEXTS.own.whyNoMicrophone;
    case 'talkback':
      return TEXTS.people.own.whyTalkback;
    case 'atConsole':
      return TEXTS.people.own.whyProducer;
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
    case 'bed':
      return TEXTS.people.own.whyBed;
    case 'panic':
      return CONSOLE_TEXTS.panic.ownWhy;
  }
}
