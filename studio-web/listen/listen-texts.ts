/** Every sentence of the listener page. Kept apart from the studio's so that this page stays small. */
import type { Phase } from '#protocol/state.ts';

export const LISTEN_TEXTS = {
  play: 'Play',
  pause: 'Pause',
  offline: 'Off air',
  live: 'LIVE',
  back: 'Back in a moment',
  starting: 'Starting',
  connecting: 'Connecting …',
  reconnecting: 'The sound broke off. Connecting again …',
  waiting: 'Off air. It starts by itself when the show begins.',
  notPlayable: 'Your browser cannot play this. Try the MP3 address below in another player.',
  listeners: (count: number) => (count === 1 ? '1 listener' : `${count} listeners`),
  mp3: 'MP3, plays everywhere',
  opus: 'Opus, better sound',
  copied: 'Copied',
} as const;

/** The badge for each phase of the broadcast. */
export const PHASE_BADGES: Record<Phase, string> = {
  off: LISTEN_TEXTS.offline,
  starting: LISTEN_TEXTS.starting,
  live: LISTEN_TEXTS.live,
  recovering: LISTEN_TEXTS.back,
  stopping: LISTEN_TEXTS.offline,
  failed: LISTEN_TEXTS.offline,
};
