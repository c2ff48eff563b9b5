/** Moves the focus to a heading when its page appears, so that screen readers begin there and not at a control that is gone. */
import { type RefObject, useEffect, useRef } from 'react';

export function useFocusOnShow<T extends HTMLElement>(): RefObject<T | null> {
  const ref = useRef<T>(null);

  useEffect(() => {
    ref.current?.focus();
  }, []);

  return ref;
}
