/** Loudness of the program against its target, and the limiter; written into the page four times a second, without React. */
import { type JSX, useEffect, useId, useRef } from 'react';
import { LOUDNESS_TARGETS_LUFS } from '#protocol/limits.ts';
import type { Loudness } from '#protocol/state.ts';
import { useStudio } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import { oneDecimal } from '../texts/numbers.ts';
import { TEXTS } from '../texts/texts.ts';
import { everyBeat } from './beat.ts';
import { judgeLoudness, SILENT_LUFS } from './loudness-judgement.ts';
import styles from './loudness-readout.module.css';

const INTERVAL_MS = 250;
/** Less than this is no work worth a lamp. */
const LIMITING_DB = 0.1;

const FIELDS = [
  { key: 'momentaryLufs', word: 'momentary', unit: 'LUFS' },
  { key: 'shortTermLufs', word: 'shortTerm', unit: 'LUFS' },
  { key: 'integratedLufs', word: 'integrated', unit: 'LUFS' },
  { key: 'truePeakDb', word: 'truePeak', unit: 'dBTP' },
] as const satisfies readonly { key: keyof Loudness; word: keyof typeof TEXTS.program; unit: string }[];

function numberText(value: number | undefined): string {
  return value === undefined || value <= SILENT_LUFS ? TEXTS.program.none : oneDecimal(value);
}

function write(place: Element | null | undefined, text: string): void {
  if (place !== null && place !== undefined && place.textContent !== text) place.textContent = text;
}

export function LoudnessReadout({ targetLufs }: { targetLufs: number }): JSX.Element {
  const studio = useStudio();
  const listRef = useRef<HTMLDListElement>(null);
  const verdictRef = useRef<HTMLParagraphElement>(null);
  const limiterRef = useRef<HTMLSpanElement>(null);
  const targetId = useId();

  useEffect(() => {
    const places = [...(listRef.current?.querySelectorAll('[data-number]') ?? [])];
    let writtenAtMs = 0;
    let limiterDb = 0;
    return everyBeat((nowMs) => {
      const loudness = studio.levels.loudness();
      // It may have worked in a reading that is not written down.
      limiterDb = Math.max(limiterDb, loudness?.limiterDb ?? 0);
      if (nowMs - writtenAtMs < INTERVAL_MS) return;
      writtenAtMs = nowMs;
      for (const [index, { key }] of FIELDS.entries()) write(places[index], numberText(loudness?.[key]));
      const judgement = judgeLoudness(loudness?.integratedLufs ?? null, targetLufs);
      write(verdictRef.current, judgement.text);
      verdictRef.current?.setAttribute('data-kind', judgement.kind);
      const limits = limiterDb >= LIMITING_DB;
      const { limiterRests, limiterWorks } = CONSOLE_TEXTS.loudness;
      write(limiterRef.current, limits ? limiterWorks(limiterDb) : limiterRests);
      limiterRef.current?.toggleAttribute('data-works', limits);
      limiterDb = 0;
    });
  }, [studio, targetLufs]);

  const choose = (value: string): void => {
    const chosen = LOUDNESS_TARGETS_LUFS.find((target) => String(target) === value);
    if (chosen !== undefined) void studio.run('program.setTarget', { targetLufs: chosen });
  };

  return (
    <div>
      <div className={styles.head}>
        <h2 className={controls.caption}>{CONSOLE_TEXTS.loudness.heading}</h2>
        <span className={styles.limiter}>
          {CONSOLE_TEXTS.loudness.limiter}{' '}
          <span ref={limiterRef} className={styles.lamp}>
            {CONSOLE_TEXTS.loudness.limiterRests}
          </span>
        </span>
      </div>
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
      <div className={styles.against}>
        <label className={styles.target} htmlFor={targetId}>
          {CONSOLE_TEXTS.loudness.target}
        </label>
        <select
          id={targetId}
          className={styles.choice}
          value={String(targetLufs)}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {LOUDNESS_TARGETS_LUFS.map((target) => (
            <option key={target} value={String(target)}>
              {CONSOLE_TEXTS.loudness.targetUses[`${target}`]}
            </option>
          ))}
        </select>
        <p ref={verdictRef} className={styles.verdict} data-kind="silent">
          {CONSOLE_TEXTS.loudness.silent}
        </p>
      </div>
    </div>
  );
}
