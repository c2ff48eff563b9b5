/** Makes the keys of the pads work while the soundboard is open. Draws nothing. */
import { useEffect } from 'react';
import { isInDialog, isTyping } from '../parts/key-target.ts';
import { browserSettings } from '../store/browser-settings.ts';
import { useStudio } from '../store/use-studio.ts';

export function PadKeys(): null {
  const studio = useStudio();

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target, key } = event;
      const isOurs = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
      if (!isOurs || isInDialog(target) || isTyping(target) || !browserSettings.getState().letterKeys) return;
      const { room, phase } = studio.store.getState();
      const pad = Object.values(room?.pads ?? {}).find(({ hotkey }) => hotkey === key.toLowerCase());
      if (pad === undefined || phase.kind !== 'in') return;
      event.preventDefault();
      if (!event.repeat) void studio.run(event.shiftKey ? 'pad.stop' : 'pad.play', { padId: pad.id });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [studio]);

  return null;
}
