/** Makes the shortcuts of store/shortcuts.ts work in the studio. Draws nothing. */
import { useEffect } from 'react';
import { runsConsole, type TalkbackTarget } from '#protocol/people.ts';
import { isInDialog, isTyping } from '../parts/key-target.ts';
import { browserSettings } from '../store/browser-settings.ts';
import { type ShortcutAction, shortcutOf } from '../store/shortcuts.ts';
import type { Studio } from '../store/studio.ts';
import { useStudio } from '../store/use-studio.ts';
import { openShortcutSheet } from './shortcut-sheet.tsx';

export function ShortcutKeys(): null {
  const studio = useStudio();

  useEffect(() => {
    let isTalking = false;
    let isTalkingBack = false;

    const stopTalking = (): void => {
      if (isTalking) studio.setMuted(true);
      isTalking = false;
    };
    const stopTalkback = (): void => {
      if (isTalkingBack) studio.releaseTalkback();
      isTalkingBack = false;
    };
    const stopAll = (): void => {
      stopTalking();
      stopTalkback();
    };

    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isInDialog(event.target)) return;
      const { letterKeys } = browserSettings.getState();
      const action = shortcutOf(event, { typing: isTyping(event.target), letterKeys });
      if (action === null) return;
      event.preventDefault();
      if (event.repeat) return;
      if (action.kind === 'talkback') {
        const { you } = studio.store.getState();
        if (you === null || !runsConsole(you.role)) return;
        isTalkingBack = true;
        studio.holdTalkback(targetAt(event.target, studio));
      } else if (action.kind !== 'talk') act(studio, action);
      else if (studio.store.getState().muted) {
        isTalking = true;
        studio.setMuted(false);
      }
    };

    const onKeyUp = (event: KeyboardEvent): void => {
      const letter = event.key.toLowerCase();
      if (letter === 'v') stopTalking();
      if (letter === 't') stopTalkback();
    };

    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    // A key that is let go elsewhere is never told.
    window.addEventListener('blur', stopAll);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
      window.removeEventListener('blur', stopAll);
    };
  }, [studio]);

  return null;
}

function act(studio: Studio, action: Exclude<ShortcutAction, { kind: 'talk' | 'talkback' }>): void {
  switch (action.kind) {
    case 'mute':
      studio.setMuted(!studio.store.getState().muted);
      break;
    case 'camera':
      document.querySelector<HTMLElement>('[data-shortcut="camera"]')?.click();
      break;
    case 'toolbar':
      focusOn('[data-shortcut="toolbar"] button');
      break;
    case 'broadcast':
      focusOn('[data-shortcut="broadcast"] button');
      break;
    case 'strip':
      document.querySelectorAll<HTMLElement>('[data-shortcut="fader"]')[action.place]?.focus();
      break;
    case 'sheet':
      openShortcutSheet();
      break;
  }
}

/** The person of the strip with the focus, unless that is oneself; everybody off air elsewhere. */
function targetAt(place: EventTarget | null, studio: Studio): TalkbackTarget {
  const { room, you } = studio.store.getState();
  const strip = place instanceof Element ? place.closest<HTMLElement>('[data-person]') : null;
  const person = room?.participants[strip?.dataset.person ?? ''];
  return person === undefined || person.id === you?.participantId
    ? { kind: 'offAir' }
    : { kind: 'person', participantId: person.id };
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
