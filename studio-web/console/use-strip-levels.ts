/** What the meter of a strip reads. The strip may have changed since the meter was built, so it is looked up each time. */
import { useMemo } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { type MeterReading, SILENT } from '../media/level-measure.ts';
import { useStudio } from '../store/use-studio.ts';

/** The same array for the same strip. */
export function useStripLevels(stripId: StripId): readonly [() => MeterReading] {
  const studio = useStudio();
  return useMemo(() => {
    const read = (): MeterReading => {
      const strip = studio.store.getState().room?.strips[stripId];
      return strip === undefined ? SILENT : studio.levels.strip(strip);
    };
    return [read];
  }, [studio, stripId]);
}
