/** A level meter: bars that move at every frame without React, and a role for screen readers that changes twice a second. */
import { type JSX, useEffect, useRef, useState } from 'react';
import type { MeterReading } from '../media/level-measure.ts';
import { classNames } from '../parts/class-names.ts';
import { TEXTS } from '../texts/texts.ts';
import { everyBeat } from './beat.ts';
import { levelText } from './decibel-text.ts';
import styles from './meter.module.css';
import { barsIn } from './meter-bar.ts';
import { METER_MAX_DB, METER_MIN_DB, METER_TICKS_DB, meterPosition } from './meter-scale.ts';

const SPOKEN_INTERVAL_MS = 500;

export type MeterProps = {
  readonly name: string;
  /** Read once per beat and bar: one bar, or left and right. Keep the array the same between renders. */
  readonly sources: readonly (() => MeterReading)[];
  readonly className?: string | undefined;
  readonly showsClip?: boolean;
  /** Numbers beside an upright meter. */
  readonly hasScale?: boolean;
};

export function Meter({
  name,
  sources,
  className,
  showsClip = false,
  hasScale = false,
}: MeterProps): JSX.Element {
  const meterRef = useRef<HTMLDivElement>(null);
  const [clipped, setClipped] = useState(false);

  useEffect(() => {
    const meter = meterRef.current;
    if (meter === null) return;
    const bars = barsIn(meter);
    let spokenAtMs = 0;
    let loudestDb = METER_MIN_DB;
    const stop = everyBeat((nowMs) => {
      sources.forEach((read, index) => {
        const reading = read();
        bars[index]?.show(reading);
        loudestDb = Math.max(loudestDb, reading.peakDb);
        if (reading.clipped) setClipped(true);
      });
      if (nowMs - spokenAtMs < SPOKEN_INTERVAL_MS) return;
      spokenAtMs = nowMs;
      speak(meter, loudestDb);
      loudestDb = METER_MIN_DB;
    });
    return () => {
      stop();
      for (const bar of bars) bar.close();
    };
  }, [sources]);

  return (
    <div className={classNames(styles.frame, className)}>
      {showsClip && (
        <div className={styles.clipPlace}>
          {clipped && (
            <button
              type="button"
              className={styles.clip}
              onClick={() => setClipped(false)}
              aria-label={TEXTS.strip.clearClip}
              title={TEXTS.strip.clearClip}
            >
              {TEXTS.strip.clip}
            </button>
          )}
        </div>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: the native element cannot hold a canvas. */}
      <div
        ref={meterRef}
        role="meter"
        aria-label={name}
        aria-valuemin={METER_MIN_DB}
        aria-valuemax={METER_MAX_DB}
        aria-valuenow={METER_MIN_DB}
        aria-valuetext={levelText(METER_MIN_DB, METER_MIN_DB)}
        className={styles.meter}
      >
        {hasScale && <UprightLabels />}
        {sources.map((_, index) => (
          // The bars have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: left and right never change places.
          <div key={index} className={styles.bar} data-bar />
        ))}
      </div>
    </div>
  );
}

function UprightLabels(): JSX.Element {
  return (
    <div className={styles.scale} aria-hidden="true">
      {METER_TICKS_DB.map((db) => (
        <span key={db} style={{ bottom: `${meterPosition(db) * 100}%` }}>
          {Math.abs(db)}
        </span>
      ))}
    </div>
  );
}

function speak(meter: HTMLElement, db: number): void {
  const shownDb = Math.round(Math.min(METER_MAX_DB, db) * 10) / 10;
  meter.setAttribute('aria-valuenow', String(shownDb));
  meter.setAttribute('aria-valuetext', levelText(shownDb, METER_MIN_DB));
}
