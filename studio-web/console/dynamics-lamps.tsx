/** A lamp for the gate and a bar for the compressor of one strip, moved with the meters and without React. */
import { type JSX, useEffect, useRef } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { classNames } from '../parts/class-names.ts';
import { useStudio } from '../store/use-studio.ts';
import { everyBeat } from './beat.ts';
import styles from './dynamics-lamps.module.css';

/** The bar is full at so much reduction. */
const FULL_DB = 15;

export function DynamicsLamps({
  stripId,
  hasGate,
  hasCompressor,
}: {
  stripId: StripId;
  hasGate: boolean;
  hasCompressor: boolean;
}): JSX.Element {
  const studio = useStudio();
  const lampRef = useRef<HTMLSpanElement>(null);
  const barRef = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    let shown = '';
    return everyBeat(() => {
      const { gateClosed, reductionDb } = studio.levels.dynamics(stripId);
      const part = Math.min(1, reductionDb / FULL_DB).toFixed(2);
      if (shown === `${gateClosed}${part}`) return;
      shown = `${gateClosed}${part}`;
      lampRef.current?.toggleAttribute('data-closed', gateClosed);
      if (barRef.current !== null) barRef.current.style.transform = `scaleX(${part})`;
    });
  }, [studio, stripId]);

  return (
    <span className={styles.lamps} aria-hidden="true">
      {hasGate && <span ref={lampRef} className={styles.gate} />}
      <span className={classNames(styles.well, !hasCompressor && styles.none)}>
        <span ref={barRef} className={styles.bar} />
      </span>
    </span>
  );
}
