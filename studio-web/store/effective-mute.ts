/** Whether the microphone is shut in this browser, whatever the mute button shows. Pure. */
import type { Role } from '#protocol/people.ts';

export type MuteReasons = {
  /** The own mute button. */
  readonly muted: boolean;
  /** The talkback key is held, and the server has made way for it. */
  readonly isTalkingBack: boolean;
  readonly isMutedByHost: boolean;
  readonly role: Role;
};

/** A host's mute wins over every key. Producers speak only while they talk back. */
export function isEffectivelyMuted({ muted, isTalkingBack, isMutedByHost, role }: MuteReasons): boolean {
  if (isMutedByHost) return true;
  return !isTalkingBack && (muted || role === 'producer');
}
