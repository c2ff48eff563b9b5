/**
 * Tells a host that nobody on air can be heard, what listeners hear instead, and what to do. What counts and changes stands outside of the
 * alert, so that a screen reader speaks once.
 */
import type { JSX } from 'react';
import { Clock } from '../parts/clock.tsx';
import { WarningIcon } from '../parts/icons.tsx';
import { deadAirCause } from '../store/dead-air-cause.ts';
import { useStudioState } from '../store/use-studio.ts';
import { DEAD_AIR_ADVICE, TEXTS } from '../texts/texts.ts';
import styles from './dead-air-alarm.module.css';

export function DeadAirAlarm(): JSX.Element | null {
  const room = useStudioState((state) => (state.phase.kind === 'in' ? state.room : null));
  const deadAir = room?.program.deadAir ?? null;
  if (room === null || deadAir === null) return null;
  return (
    <section className={styles.alarm} aria-label={TEXTS.deadAir.region}>
      <WarningIcon />
      <div>
        <p className={styles.what}>
          <strong>
            {TEXTS.deadAir.lasts} <Clock sinceMs={deadAir.sinceMs} />.
          </strong>{' '}
          {deadAir.bed ? TEXTS.deadAir.hearBed : TEXTS.deadAir.hearSilence}
        </p>
        <p role="alert">
          {TEXTS.deadAir.nobody} {DEAD_AIR_ADVICE[deadAirCause(room)]}
        </p>
      </div>
    </section>
  );
}
