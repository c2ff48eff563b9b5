/** A line under a scene that grows while the faders glide to it. */
import type { CSSProperties, JSX } from 'react';
import { useStudioState } from '../store/use-studio.ts';
import styles from './scene-bar.module.css';

export function CrossfadeProgress({
  startedAtMs,
  endsAtMs,
}: {
  startedAtMs: number;
  endsAtMs: number;
}): JSX.Element {
  const offsetMs = useStudioState((state) => state.clockOffsetMs);
  // Who comes in the middle of it sees the rest.
  const passedMs = Math.max(0, Date.now() + offsetMs - startedAtMs);
  const timing: CSSProperties = {
    animationDuration: `${endsAtMs - startedAtMs}ms`,
    animationDelay: `-${passedMs}ms`,
  };
  return <span key={startedAtMs} className={styles.progress} style={timing} aria-hidden="true" />;
}
