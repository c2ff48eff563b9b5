/** What a clock on a studio's wall shows: the time of day, and how long the show has been on air. */
import type { JSX } from 'react';
import type { ProgramEntry } from '#protocol/state.ts';
import { Clock } from '../parts/clock.tsx';
import { useNow } from '../parts/use-now.ts';
import { useStudioState } from '../store/use-studio.ts';
import { CONSOLE_TEXTS } from '../texts/console-texts.ts';
import styles from './broadcast-clock.module.css';

const TEXTS = CONSOLE_TEXTS.clock;

export function BroadcastClock({ program }: { program: ProgramEntry }): JSX.Element {
  const offsetMs = useStudioState((state) => state.clockOffsetMs);
  const nowMs = useNow();
  return (
    <dl className={styles.clock} aria-label={TEXTS.heading}>
      <div>
        <dt>{TEXTS.time}</dt>
        <dd className={styles.time}>{timeText(nowMs + offsetMs)}</dd>
      </div>
      <div className={styles.air}>
        <dt>{TEXTS.onAir}</dt>
        <dd className={styles.time}>
          {program.onAirSinceMs === null ? (
            <span className={styles.off}>{TEXTS.off}</span>
          ) : (
            <Clock sinceMs={program.onAirSinceMs} />
          )}
        </dd>
      </div>
    </dl>
  );
}

/** In the time zone of this browser, with seconds, as the server's clock goes: all hosts read the same. */
function timeText(ms: number): string {
  return new Date(ms).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
}
