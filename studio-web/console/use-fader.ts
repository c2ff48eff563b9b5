/** The value a fader shows and the ways to change it, for one strip. */
import { useEffect, useRef, useState } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { useStudio } from '../store/use-studio.ts';
import { FaderControl } from './fader-control.ts';

export type Fader = {
  readonly shownDb: number;
  readonly move: (faderDb: number) => void;
  readonly hold: () => void;
  readonly release: () => void;
};

/** `serverDb` is where everybody else sees the fader. */
export function useFader(stripId: StripId, serverDb: number): Fader {
  const studio = useStudio();
  const [ownDb, setOwnDb] = useState<number | null>(null);
  const controlRef = useRef<FaderControl | null>(null);

  useEffect(() => {
    const control = new FaderControl({
      send: (faderDb) => studio.run('strip.setFader', { stripId, faderDb }),
      onShown: setOwnDb,
    });
    controlRef.current = control;
    return () => control.close();
  }, [studio, stripId]);

  return {
    shownDb: ownDb ?? serverDb,
    move: (faderDb) => controlRef.current?.move(faderDb),
    hold: () => controlRef.current?.hold(),
    release: () => controlRef.current?.release(),
  };
}
