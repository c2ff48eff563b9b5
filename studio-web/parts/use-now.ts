/** The time of this computer in ms since the epoch, fresh every second while `running`. */
import { useEffect, useState } from 'react';

export function useNow(running: boolean): number {
  const [nowMs, setNowMs] = useState(() => Date.now());

  useEffect(() => {
    if (!running) return;
    setNowMs(Date.now());
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);

  return nowMs;
}
