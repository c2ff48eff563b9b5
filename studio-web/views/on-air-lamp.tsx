/**
 * The lamp: red only while a listener is proven to hear the show, not the bed in its place, and this page is connected, so that it knows.
 * The words for screen readers are in the status "Broadcast".
 */
import type { JSX } from 'react';
import { classNames } from '../parts/class-names.ts';
import { Clock } from '../parts/clock.tsx';
import { playsBed } from '../store/person-status.ts';
import { useStudioState } from '../store/use-studio.ts';
import { PHASE_WORDS } from '../texts/texts.ts';
import styles from './on-air-lamp.module.css';

export function OnAirLamp(): JSX.Element {
  const isConnected = useStudioState((state) => state.phase.kind === 'in');
  const phase = useStudioState((state) => state.room?.program.phase ?? 'off');
  const isBed = useStudioState(({ room }) => room !== null && playsBed(room.program));
  const sinceMs = useStudioState((state) => state.room?.program.onAirSinceMs ?? null);
  const isCounting = sinceMs !== null && (phase === 'live' || phase === 'recovering');
  return (
    <div
      className={classNames(styles.lamp, isConnected && styles[isBed && phase === 'live' ? 'bed' : phase])}
      aria-hidden="true"
    >
      <span className={styles.dot} />
      <span className={styles.word}>{PHASE_WORDS[phase]}</span>
      {isCounting && <Clock sinceMs={sinceMs} className={styles.clock} />}
    </div>
  );
}
