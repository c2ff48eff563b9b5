/** The listener page with script: a better player than the plain one, the title, and whether the show is live. */
import { followShow } from './follow-show.ts';
import { keep, readKept } from './kept.ts';
import { LISTEN_TEXTS, phaseBadge } from './listen-texts.ts';
import { Player, type PlayerState } from './player.ts';
import type { ShowNews } from './show-news.ts';
import { pageLanguage, translatePage } from './translate-page.ts';

const VOLUME_KEY = 'openstudio.volume';
const COPIED_MS = 2_000;
const LANGUAGE = pageLanguage();
const TEXTS = LISTEN_TEXTS[LANGUAGE];

function need<T extends Element>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`The page has no ${id}.`);
}

const place = need('listen', HTMLElement);
const audio = need('plain', HTMLAudioElement);
const button = need('play', HTMLButtonElement);
const buttonName = need('play-name', HTMLElement);
const badge = need('phase', HTMLElement);
const now = need('now', HTMLElement);
const detail = need('detail', HTMLElement);
const volume = need('volume', HTMLInputElement);
const quality = need('quality', HTMLSelectElement);

const show = place.dataset.show ?? '';
const name = place.dataset.name ?? '';
const addresses = { mp3: need('mp3', HTMLAnchorElement).href, opus: need('opus', HTMLAnchorElement).href };

let news: ShowNews | null = null;
let state: PlayerState = 'stopped';

const player = new Player({
  element: audio,
  address: addresses.mp3,
  random: Math.random,
  onState: (next) => {
    state = next;
    draw();
  },
});

translatePage(document, LANGUAGE);
audio.controls = false;
audio.hidden = true;
need('player', HTMLElement).hidden = false;
button.addEventListener('click', toggle);
window.addEventListener('online', () => player.retryNow());
setUpVolume();
setUpQuality();
setUpCopying();
setUpMediaKeys();
followShow(show, (next) => {
  const wasLive = news?.phase === 'live';
  news = next;
  if (!wasLive && next.phase === 'live') player.retryNow();
  draw();
});
draw();

function toggle(): void {
  if (player.wantsToPlay) player.pause();
  else player.play();
}

function draw(): void {
  setText(buttonName, player.wantsToPlay ? TEXTS.pause : TEXTS.play);
  button.dataset.wants = player.wantsToPlay ? 'pause' : 'play';
  const title = news === null || news.title === '' ? name : news.title;
  setText(now, title);
  setText(detail, detailText());
  if (news !== null) {
    badge.hidden = false;
    badge.dataset.phase = news.phase;
    setText(badge, phaseBadge(TEXTS, news.phase));
    document.title = news.phase === 'live' ? `${title} - ${name}` : name;
  }
  tellMediaKeys(title);
}

function detailText(): string {
  const isOff = news !== null && (news.phase === 'off' || news.phase === 'failed');
  if (player.wantsToPlay && state !== 'playing') {
    if (isOff) return TEXTS.waiting;
    return state === 'connecting' ? TEXTS.connecting : TEXTS.reconnecting;
  }
  if (audio.canPlayType('audio/mpeg') === '') return TEXTS.notPlayable;
  return news?.phase === 'live' ? TEXTS.listeners(news.listeners) : '';
}

/** Writing the same words again would make screen readers repeat them. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

function setUpVolume(): void {
  const kept = Number(readKept(VOLUME_KEY) ?? '1');
  audio.volume = kept >= 0 && kept <= 1 ? kept : 1;
  volume.value = String(audio.volume);
  volume.addEventListener('input', () => {
    audio.volume = volume.valueAsNumber;
    keep(VOLUME_KEY, volume.value);
  });
}

/** Opus only where the browser is sure of it; MP3 stays the default because everything plays it. */
function setUpQuality(): void {
  if (audio.canPlayType('audio/ogg; codecs="opus"') === '') return;
  need('quality-row', HTMLElement).hidden = false;
  quality.append(new Option(TEXTS.mp3, 'mp3'), new Option(TEXTS.opus, 'opus'));
  quality.addEventListener('change', () => {
    player.setAddress(quality.value === 'opus' ? addresses.opus : addresses.mp3);
  });
}

/** Pages without HTTPS have no clipboard; the addresses can still be copied by hand. */
function setUpCopying(): void {
  if (!window.isSecureContext) return;
  for (const copy of document.querySelectorAll<HTMLButtonElement>('button[data-copies]')) {
    const words = copy.textContent;
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(copy.dataset.copies === 'opus' ? addresses.opus : addresses.mp3);
      copy.textContent = TEXTS.copied;
      setTimeout(() => {
        copy.textContent = words;
      }, COPIED_MS);
    });
  }
}

function setUpMediaKeys(): void {
  if (!('mediaSession' in navigator)) return;
  navigator.mediaSession.setActionHandler('play', () => player.play());
  navigator.mediaSession.setActionHandler('pause', () => player.pause());
  navigator.mediaSession.setActionHandler('stop', () => player.pause());
}

function tellMediaKeys(title: string): void {
  if (!('mediaSession' in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({ title, artist: name });
  navigator.mediaSession.playbackState = player.wantsToPlay ? 'playing' : 'paused';
}
