/** The level of the own microphone, as a function that stays the same. */
import { useMemo } from 'react';
import { type MeterReading, SILENT } from '../media/level-measure.ts';
import { useStudio } from './use-studio.ts';

export function useOwnReading(): () => MeterReading {
  const studio = useStudio();
  return useMemo(() => {
    return () => {
      const { you } = studio.store.getState();
      return you === null ? SILENT : studio.levels.local(you.participantId);
    };
  }, [studio]);
}
