/** The time of day as a clock on a studio's wall shows it: with seconds, by the server's clock, so that all hosts read the same. */
import type { JSX } from 'react';
import { useStudioState } from '../store/use-studio.ts';
import { useNow } from './use-now.ts';

export function WallClock({
  name,
  className,
}: {
  name: string;
  className?: string | undefined;
}): JSX.Element {
  const offsetMs = useStudioState((state) => state.clockOffsetMs);
  const time = new Date(useNow() + offsetMs);
  return (
    <time className={className} title={name}>
      {time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false })}
    </time>
  );
}
