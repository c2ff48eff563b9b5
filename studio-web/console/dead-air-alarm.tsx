/** Tells a host that the program on air is silent, for how long, and what to do. Announced elsewhere, so it is not live. */
import type { JSX } from 'react';
import type { DeadAirEntry } from '#protocol/state.ts';
import { Clock } from '../parts/clock.tsx';
import { TEXTS } from '../texts/texts.ts';
import styles from './dead-air-alarm.module.css';

export function DeadAirAlarm({ deadAir }: { deadAir: DeadAirEntry }): JSX.Element {
  return (
    <div className={styles.alarm}>
      <p className={styles.line}>
        <strong>{deadAir.bed ? TEXTS.deadAir.bed : TEXTS.deadAir.silent}</strong>
        <Clock sinceMs={deadAir.sinceMs} className={styles.clock} />
      </p>
      <p>{TEXTS.deadAir.todo}</p>
    </div>
  );
}
