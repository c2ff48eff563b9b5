/** Whether the soundboard stands open in this browser, and the way back to its button. */
import { type RefObject, useId, useRef } from 'react';
import { useStore } from 'zustand';
import { browserSettings, changeSettings } from '../store/browser-settings.ts';

export type SoundboardOpen = {
  readonly isOpen: boolean;
  readonly id: string;
  readonly buttonRef: RefObject<HTMLButtonElement | null>;
  readonly toggle: () => void;
  /** Closes it, and puts the focus where it was opened. */
  readonly close: () => void;
};

export function useSoundboardOpen(): SoundboardOpen {
  const isOpen = useStore(browserSettings, ({ soundboard }) => soundboard);
  const id = useId();
  const buttonRef = useRef<HTMLButtonElement>(null);
  return {
    isOpen,
    id,
    buttonRef,
    toggle: () => changeSettings({ soundboard: !isOpen }),
    close: () => {
      changeSettings({ soundboard: false });
      buttonRef.current?.focus();
    },
  };
}
