/** Reminds every host, as loudly as dead air does, that listeners hear the bed because somebody wants it so; and leads back. */
import type { JSX } from 'react';
import { Clock } from '../parts/clock.tsx';
import { WarningIcon } from '../parts/icons.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import styles from './panic-alarm.module.css';

const TEXTS = CONSOLE_TEXTS.panic;

export function PanicAlarm(): JSX.Element | null {
  const studio = useStudio();
  const sinceMs = useStudioState((state) =>
    state.phase.kind === 'in' ? (state.room?.program.panicSinceMs ?? null) : null,
  );
  if (sinceMs === null) return null;
  return (
    <section className={styles.alarm} aria-label={TEXTS.region}>
      <WarningIcon />
      <div className={styles.words}>
        <p>
          <strong role="alert" className={styles.what}>
            {TEXTS.what}
          </strong>{' '}
          {TEXTS.since} <Clock sinceMs={sinceMs} />.
        </p>
        <p>{TEXTS.hint}</p>
      </div>
      <button
        type="button"
        className={`${controls.button} ${styles.back}`}
        onClick={() => void studio.run('program.setPanic', { on: false })}
      >
        {TEXTS.back}
      </button>
    </section>
  );
}
