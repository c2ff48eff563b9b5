/** Reminds every host, as loudly as dead air does, that listeners hear the bed because somebody wants it so; and leads back. */
import type { JSX } from 'react';
import { Clock } from '../parts/clock.tsx';
import { WarningIcon } from '../parts/icons.tsx';
import { useStudio, useStudioState } from '../store/use-studio.ts';
import controls from '../styles/controls.module.css';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import styles from './panic-alarm.module.css';

export function PanicAlarm(): JSX.Element | null {
  const studio = useStudio();
  const sinceMs = useStudioState((state) =>
    state.phase.kind === 'in' ? (state.room?.program.panicSinceMs ?? null) : null,
  );
  if (sinceMs === null) return null;
  return (
    <section className={styles.alarm} aria-label={CONSOLE_TEXTS.panic.region}>
      <WarningIcon />
      <div className={styles.words}>
        <p>
          <strong role="alert" className={styles.what}>
            {CONSOLE_TEXTS.panic.what}
          </strong>{' '}
          {CONSOLE_TEXTS.panic.since} <Clock sinceMs={sinceMs} />.
        </p>
        <p>{CONSOLE_TEXTS.panic.hint}</p>
      </div>
      <button
        type="button"
        className={`${controls.button} ${styles.back}`}
        onClick={() => void studio.run('program.setPanic', { on: false })}
      >
        {CONSOLE_TEXTS.panic.back}
      </button>
    </section>
  );
}
