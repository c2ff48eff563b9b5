/** Loudness of the program as numbers; written into the page four times a second, without React. */
import { type JSX, useEffect, useRef } from 'react';
import type { Loudness } from '#protocol/state.ts';
import { useStudio } from '../store/use-studio.ts';
import { oneDecimal } from '../texts/numbers.ts';
import { TEXTS } from '../texts/texts.ts';
import { everyFrame } from './frame-loop.ts';
import styles from './loudness-readout.module.css';

const INTERVAL_MS = 250;
/** EBU R128's meters show nothing below this. */
const SILENT_LUFS = -70;

const FIELDS = [
  { key: 'momentaryLufs', word: 'momentary', unit: 'LUFS' },
  { key: 'shortTermLufs', word: 'shortTerm', unit: 'LUFS' },
  { key: 'integratedLufs', word: 'integrated', unit: 'LUFS' },
  { key: 'truePeakDb', word: 'truePeak', unit: 'dBTP' },
  { key: 'limiterDb', word: 'limiter', unit: 'dB' },
] as const satisfies readonly { key: keyof Loudness; word: keyof typeof TEXTS.program; unit: string }[];

function numberText(value: number | undefined): string {
  return value === undefined || value <= SILENT_LUFS ? TEXTS.program.none : oneDecimal(value);
}

export function LoudnessReadout(): JSX.Element {
  const studio = useStudio();
  const listRef = useRef<HTMLDListElement>(null);

  useEffect(() => {
    const places = [...(listRef.current?.querySelectorAll('[data-number]') ?? [])];
    let writtenAtMs = 0;
    return everyFrame((nowMs) => {
      if (nowMs - writtenAtMs < INTERVAL_MS) return;
      writtenAtMs = nowMs;
      const loudness = studio.levels.loudness();
      FIELDS.forEach(({ key }, index) => {
        const text = numberText(loudness?.[key]);
        const place = places[index];
        if (place !== undefined && place.textContent !== text) place.textContent = text;
      });
    });
  }, [studio]);

  return (
    <dl ref={listRef} className={styles.list}>
      {FIELDS.map(({ key, word, unit }) => (
        <div key={key}>
          <dt>{TEXTS.program[word]}</dt>
          <dd>
            <span data-number className={styles.number}>
              {TEXTS.program.none}
            </span>{' '}
            <span className={styles.unit}>{unit}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
