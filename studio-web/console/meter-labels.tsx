/** The numbers along a lying meter. */
import type { JSX } from 'react';
import styles from './meter-labels.module.css';
import { METER_TICKS_DB, meterPosition } from './meter-scale.ts';

export function MeterLabels(): JSX.Element {
  return (
    <div className={styles.labels} aria-hidden="true">
      {METER_TICKS_DB.map((db) => (
        <span key={db} style={{ left: `${meterPosition(db) * 100}%` }}>
          {db}
        </span>
      ))}
    </div>
  );
}
