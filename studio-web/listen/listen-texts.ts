/** Every sentence of the listener page, in each language. Kept apart from the studio's so that this page stays small. */
import type { Phase } from '#protocol/state.ts';
import type { Language } from '../texts/language.ts';

const ENGLISH = {
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
  player: 'Player',
  nowPlaying: 'Now playing',
  volume: 'Volume',
  quality: 'Quality',
  addresses: 'Listen in your own player',
  copyMp3: 'Copy MP3 address',
  copyOpus: 'Copy Opus address',
  playlist: 'Playlist file for players (.m3u)',
  since: (time: string) => `on air since ${time}`,
  history: 'Played before',
  share: 'Put this player on your site',
  embedCode: 'Code for your site',
  copyEmbed: 'Copy code',
  open: 'Open the listener page',
};

export type ListenTexts = typeof ENGLISH;

const GERMAN: ListenTexts = {
  play: 'Abspielen',
  pause: 'Pause',
  offline: 'Nicht auf Sendung',
  live: 'LIVE',
  back: 'Gleich zurück',
  starting: 'Startet',
  connecting: 'Verbindet …',
  reconnecting: 'Der Ton ist abgerissen. Wir verbinden neu …',
  waiting: 'Nicht auf Sendung. Es geht von selbst los, wenn die Sendung beginnt.',
  notPlayable:
    'Dein Browser kann das nicht abspielen. Versuche die MP3-Adresse unten in einem anderen Player.',
  listeners: (count: number) => (count === 1 ? '1 Hörer' : `${count} Hörer`),
  mp3: 'MP3, läuft überall',
  opus: 'Opus, klingt besser',
  copied: 'Kopiert',
  player: 'Player',
  nowPlaying: 'Jetzt läuft',
  volume: 'Lautstärke',
  quality: 'Qualität',
  addresses: 'Im eigenen Player hören',
  copyMp3: 'MP3-Adresse kopieren',
  copyOpus: 'Opus-Adresse kopieren',
  playlist: 'Playlist-Datei für Player (.m3u)',
  since: (time: string) => `auf Sendung seit ${time}`,
  history: 'Vorher gespielt',
  share: 'Diesen Player auf deine Seite setzen',
  embedCode: 'Code für deine Seite',
  copyEmbed: 'Code kopieren',
  open: 'Hörerseite öffnen',
};

export const LISTEN_TEXTS: Record<Language, ListenTexts> = { en: ENGLISH, de: GERMAN };

/** The badge for each phase of the broadcast. */
export function phaseBadge(texts: ListenTexts, phase: Phase): string {
  switch (phase) {
    case 'live':
      return texts.live;
    case 'starting':
      return texts.starting;
    case 'recovering':
      return texts.back;
    case 'off':
    case 'stopping':
    case 'failed':
      return texts.offline;
  }
}
