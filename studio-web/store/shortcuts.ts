/** Which key does what. Pure: told what was pressed, says what is meant. */

export type ShortcutAction =
  | { readonly kind: 'mute' }
  | { readonly kind: 'camera' }
  /** Talk while the key is held. */
  | { readonly kind: 'talk' }
  /** Speak off the air while the key is held: to the person of the strip with the focus, to all off air elsewhere. */
  | { readonly kind: 'talkback' }
  | { readonly kind: 'toolbar' }
  /** To the fader of the strip at this place, counted from 0. */
  | { readonly kind: 'strip'; readonly place: number }
  /** To the buttons of the broadcast. No key alone ever goes live. */
  | { readonly kind: 'broadcast' }
  | { readonly kind: 'sheet' };

/** The part of a keyboard event that matters. */
export type PressedKey = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/**
 * `typing`: the focus is where letters are text. `letterKeys`: whether single characters do something at all (WCAG 2.2, 2.1.4). Keys that
 * are not ours are null, and belong to the browser.
 */
export function shortcutOf(
  pressed: PressedKey,
  { typing, letterKeys }: { typing: boolean; letterKeys: boolean },
): ShortcutAction | null {
  const { key, altKey, shiftKey } = pressed;
  const letter = key.toLowerCase();
  const withCommand = (pressed.ctrlKey || pressed.metaKey) && !altKey;
  if (withCommand && shiftKey) return letter === 'l' ? { kind: 'broadcast' } : null;
  if (withCommand) {
    if (letter === 'd') return { kind: 'mute' };
    return letter === 'e' ? { kind: 'camera' } : null;
  }
  if (pressed.ctrlKey || pressed.metaKey || altKey) return null;
  if (key === 'F2') return { kind: 'toolbar' };
  if (typing || !letterKeys) return null;
  if (key === '?') return { kind: 'sheet' };
  if (letter === 'v') return { kind: 'talk' };
  if (letter === 't') return { kind: 'talkback' };
  return /^[1-9]$/.test(key) ? { kind: 'strip', place: Number(key) - 1 } : null;
}
