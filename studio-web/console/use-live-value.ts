/** A number that the own hand moves at once, and the server follows; everybody else's otherwise. */
import { useEffect, useRef, useState } from 'react';
import { FaderControl } from './fader-control.ts';

export type LiveValue = {
  readonly shown: number;
  readonly move: (value: number) => void;
  readonly hold: () => void;
  readonly release: () => void;
};

/** `send` may be another function at each render. */
export function useLiveValue(serverValue: number, send: (value: number) => Promise<unknown>): LiveValue {
  const [own, setOwn] = useState<number | null>(null);
  const controlRef = useRef<FaderControl | null>(null);
  const sendRef = useRef(send);
  useEffect(() => {
    sendRef.current = send;
  });

  useEffect(() => {
    const control = new FaderControl({ send: (value) => sendRef.current(value), onShown: setOwn });
    controlRef.current = control;
    return () => control.close();
  }, []);

  return {
    shown: own ?? serverValue,
    move: (value) => controlRef.current?.move(value),
    hold: () => controlRef.current?.hold(),
    release: () => controlRef.current?.release(),
  };
}
