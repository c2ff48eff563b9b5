/** A ring around somebody's tile that is as bright as he is loud. Moves by itself, without React. */
import { type RefObject, useEffect, useRef } from 'react';
import type { ParticipantId } from '#protocol/ids.ts';
import { everyBeat } from '../console/beat.ts';
import { useStudio } from '../store/use-studio.ts';

/** Where the ring begins to be seen and where it is brightest, in dBFS. */
const FAINTEST_DB = -50;
const BRIGHTEST_DB = -15;
/** Brightness that nobody tells apart. */
const STEP = 0.05;
/** How much of the brightness is left after a beat without sound. */
const FALL = 0.78;

/** Null for tiles that have no sound. */
export function useLevelRing(id: ParticipantId | null): RefObject<HTMLLIElement | null> {
  const { levels } = useStudio();
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (id === null) return;
    let brightness = 0;
    let painted = 0;
    return everyBeat(() => {
      const { rmsDb } = levels.local(id);
      const now = (rmsDb - FAINTEST_DB) / (BRIGHTEST_DB - FAINTEST_DB);
      brightness = Math.min(1, Math.max(0, now, brightness * FALL));
      const shown = Math.round(brightness / STEP) * STEP;
      if (shown === painted) return;
      painted = shown;
      ref.current?.style.setProperty('--level', shown.toFixed(2));
    });
  }, [id, levels]);
  return ref;
}
