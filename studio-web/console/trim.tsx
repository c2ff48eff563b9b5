/** The gain before everything else: for a microphone that is too quiet or too loud. A double click puts it back to 0 dB. */
import type { JSX } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { PROCESSING_RANGES } from '#protocol/processing.ts';
import { useStudio } from '../store/use-studio.ts';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { signedDb } from './decibel-text.ts';
import { LiveRange } from './live-range.tsx';
import slider from './slider.module.css';
import styles from './trim.module.css';
import { useLiveValue } from './use-live-value.ts';

export function Trim({ stripId, serverDb }: { stripId: StripId; serverDb: number }): JSX.Element {
  const studio = useStudio();
  const trim = useLiveValue(serverDb, (trimDb) => studio.run('strip.setTrim', { stripId, trimDb }));
  return (
    <label className={styles.trim}>
      <span>{CONSOLE_TEXTS.trim}</span>
      <LiveRange
        live={trim}
        name={CONSOLE_TEXTS.trim}
        text={`${signedDb(trim.shown)} dB`}
        range={PROCESSING_RANGES.trim.trimDb}
        className={slider.slider}
        rest={0}
      />
      <span className={styles.value} aria-hidden="true">
        {signedDb(trim.shown)}
      </span>
    </label>
  );
}
