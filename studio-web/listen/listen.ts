/** The listener page with script: a better player than the plain one, the title, what was played, and whether the show is live. */
import type { Codec } from '#protocol/state.ts';
import { chooseCodec } from './codec-choice.ts';
import { setUpCopying } from './copy-buttons.ts';
import { followShow } from './follow-show.ts';
import { drawHistory } from './history-list.ts';
import { keep, readKept } from './kept.ts';
import { LISTEN_TEXTS, phaseBadge } from './listen-texts.ts';
import { pastTitles } from './past-titles.ts';
import { Player, type PlayerState } from './player.ts';
import type { ShowNews } from './show-news.ts';
import { pageLanguage, translatePage } from './translate-page.ts';

const VOLUME_KEY = 'openstudio.volume';
const CODEC_KEY = 'openstudio.codec';
const LANGUAGE = pageLanguage();
const TEXTS = LISTEN_TEXTS[LANGUAGE];
const TIME = new Intl.DateTimeFormat(LANGUAGE, { hour: 'numeric', minute: '2-digit' });

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
const past = need('history', HTMLElement);

const show = place.dataset.show ?? '';
const name = place.dataset.name ?? '';
const addresses: Record<Codec, string> = {
  mp3: need('mp3', HTMLAnchorElement).href,
  opus: need('opus', HTMLAnchorElement).href,
};
const opusPlays = audio.canPlayType('audio/ogg; codecs="opus"');

let news: ShowNews | null = null;
let state: PlayerState = 'stopped';
let codec = chooseCodec(readKept(CODEC_KEY), opusPlays);
let hasPlayed = false;

const player = new Player({
  element: audio,
  address: addresses[codec],
  random: Math.random,
  onState: (next) => {
    state = next;
    if (next === 'playing') hasPlayed = true;
    if (next === 'reconnecting') doubtOpus();
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
setUpCopying(document, TEXTS.copied);
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
  place.dataset.sound = state;
  setText(detail, detailText());
  if (news === null) return;
  const title = news.title === '' ? name : news.title;
  setText(now, title);
  // The heading says it already; who cannot see still hears it.
  now.classList.toggle('said', title === name);
  badge.hidden = false;
  badge.dataset.phase = news.phase;
  setText(badge, phaseBadge(TEXTS, news.phase));
  document.title = news.phase === 'live' ? `${title} - ${name}` : name;
  const titles = pastTitles(news);
  need('past', HTMLElement).hidden = titles.length === 0;
  drawHistory(past, titles, (atMs) => TIME.format(atMs));
  tellMediaKeys(title);
}

function detailText(): string {
  const isOff = news !== null && (news.phase === 'off' || news.phase === 'failed');
  if (player.wantsToPlay && state !== 'playing') {
    if (isOff) return TEXTS.waiting;
    return state === 'connecting' ? TEXTS.connecting : TEXTS.reconnecting;
  }
  if (audio.canPlayType('audio/mpeg') === '' && opusPlays === '') return TEXTS.notPlayable;
  if (news?.phase !== 'live') return '';
  const since = news.onAirSinceMs === null ? [] : [TEXTS.since(TIME.format(news.onAirSinceMs))];
  return [TEXTS.listeners(news.listeners), ...since].join(' · ');
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

function setUpQuality(): void {
  if (opusPlays === '') return;
  need('quality-row', HTMLElement).hidden = false;
  quality.append(new Option(TEXTS.opus, 'opus'), new Option(TEXTS.mp3, 'mp3'));
  quality.value = codec;
  quality.addEventListener('change', () => {
    changeCodec(quality.value === 'opus' ? 'opus' : 'mp3');
    keep(CODEC_KEY, codec);
  });
}

function changeCodec(next: Codec): void {
  codec = next;
  quality.value = next;
  player.setAddress(addresses[next]);
}

/** A browser may promise more than it keeps: Opus that nobody chose and that never sounded gives way to MP3. */
function doubtOpus(): void {
  if (codec === 'opus' && !hasPlayed && readKept(CODEC_KEY) === null && news?.phase === 'live')
    changeCodec('mp3');
}

function setUpMediaKeys(): void {
  if (!('mediaSession' in navigator)) return;
  navigator.mediaSession.setActionHandler('play', () => player.play());
  navigator.mediaSession.setActionHandler('pause', () => player.pause());
  navigator.mediaSession.setActionHandler('stop', () => player.pause());
}

function tellMediaKeys(title: string): void {
  if (!('mediaSession' in navigator)) return;
  const { metadata } = navigator.mediaSession;
  if (metadata?.title !== title) {
    navigator.mediaSession.metadata = new MediaMetadata({
      title,
      artist: name,
      artwork: [{ src: '/share-card.png', sizes: '1200x630', type: 'image/png' }],
    });
  }
  navigator.mediaSession.playbackState = player.wantsToPlay ? 'playing' : 'paused';
}
