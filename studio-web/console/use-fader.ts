/** The value a fader shows and the ways to change it, for one strip. */
import { useEffect, useRef, useState } from 'react';
import type { StripId } from '#protocol/ids.ts';
import { useStudio } from '../store/use-studio.ts';
import { FaderControl } from './fader-control.ts';
import { HandOnFader } from './hand-on-fader.ts';

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
  const handRef = useRef<HandOnFader | null>(null);

  useEffect(() => {
    const control = new FaderControl({
      send: (faderDb) => studio.run('strip.setFader', { stripId, faderDb }),
      onShown: setOwnDb,
    });
    const hand = new HandOnFader((held) => void studio.run('strip.hold', { stripId, held }));
    controlRef.current = control;
    handRef.current = hand;
    return () => {
      control.close();
      hand.close();
    };
  }, [studio, stripId]);

  return {
    shownDb: ownDb ?? serverDb,
    move: (faderDb) => controlRef.current?.move(faderDb),
    hold: () => {
      controlRef.current?.hold();
      handRef.current?.set(true);
    },
    release: () => {
      controlRef.current?.release();
      handRef.current?.set(false);
    },
  };
}
