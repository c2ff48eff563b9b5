/**
 * Whether nothing comes any more from somebody whose page is lost. His sound may well go on without it, so levels are asked; and only
 * while he is away, so that a console at which all is well renders nothing for it.
 */
import { useEffect, useState } from 'react';
import type { MeterReading } from '../media/level-measure.ts';

/** In dBFS. A microphone that is open is louder, even when nobody speaks. */
const SIGNAL_DB = -70;
const LOOK_INTERVAL_MS = 250;
const GONE_AFTER_MS = 1_000;

/** `read` stays the same function. */
export function useGoneSilent(isAway: boolean, read: () => MeterReading): boolean {
  const [isSilent, setSilent] = useState(false);
  useEffect(() => {
    if (!isAway) return;
    let heardAtMs = performance.now();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      if (read().peakDb > SIGNAL_DB) heardAtMs = nowMs;
      setSilent(nowMs - heardAtMs >= GONE_AFTER_MS);
    }, LOOK_INTERVAL_MS);
    return () => {
      clearInterval(timer);
      setSilent(false);
    };
  }, [isAway, read]);
  return isSilent;
}
