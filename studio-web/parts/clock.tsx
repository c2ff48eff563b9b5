/** A clock that counts from a moment of the server. */
import type { JSX } from 'react';
import { useStudioState } from '../store/use-studio.ts';
import { clockText } from './clock-text.ts';
import { useNow } from './use-now.ts';

/** `sinceMs` in ms since the epoch, by the server's time. */
export function Clock({
  sinceMs,
  className,
}: {
  sinceMs: number;
  className?: string | undefined;
}): JSX.Element {
  const offsetMs = useStudioState((state) => state.clockOffsetMs);
  const nowMs = useNow();
  return <span className={className}>{clockText(nowMs + offsetMs - sinceMs)}</span>;
}
