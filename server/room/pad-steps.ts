/** What a soundboard looks like, and how it changes. Pure steps on plain data. */
import type { PadId } from '#protocol/ids.ts';
import {
  PAD_COLOURS,
  PAD_KEYS,
  type PadChange,
  type PadEntry,
  type PadPlace,
  type PadPlaying,
  SOUND_STRIPS,
  type SoundSource,
  sourceOf,
} from '#protocol/pads.ts';
import { PLAIN_PROCESSING, type ProcessingChoice } from '#protocol/processing.ts';
import type { RoomState, StripEntry } from '#protocol/state.ts';
import type { SoundProgress } from '../program/live-path-port.ts';
import type { KeptPad } from './soundboard-ports.ts';

const FRAMES_PER_MS = 48;
const CART_FADE_OUT_MS = 500;
const MUSIC_FADE_OUT_MS = 3000;

type Pads = RoomState['pads'];

/** Music is mastered some 10 dB louder than speech is on air, and a bed lies under it. */
const FIRST_FADER_DB = { carts: -6, music: -12 } as const satisfies Record<SoundSource, number>;

const FIRST_PROCESSING: Record<SoundSource, ProcessingChoice> = {
  carts: 'plain',
  music: {
    ...PLAIN_PROCESSING,
    duck: { on: true, depthDb: 14, attackMs: 200, holdMs: 800, releaseMs: 1500 },
  },
};

/** The strip that carts or music bed begin with: on air, because a pad that is pressed is meant to be heard. */
export function newSoundStrip(source: SoundSource): StripEntry {
  return {
    ...SOUND_STRIPS[source],
    on: true,
    muted: false,
    faderDb: FIRST_FADER_DB[source],
    pan: 0,
    processing: FIRST_PROCESSING[source],
    source,
  };
}

/** A new pad: the music bed goes around, a cart gets the key of its place, or another that nobody has. */
export function newPad(id: PadId, place: PadPlace, name: string, frames: number, pads: Pads): PadEntry {
  const taken = new Set(Object.values(pads).map(({ hotkey }) => hotkey));
  const isMusic = place === 'music';
  const keys = isMusic ? [] : [...PAD_KEYS.slice(place, place + 1), ...PAD_KEYS];
  return {
    id,
    place,
    name,
    colour: (isMusic ? undefined : PAD_COLOURS[place % PAD_COLOURS.length]) ?? 'blue',
    hotkey: keys.find((key) => !taken.has(key)) ?? null,
    gainDb: 0,
    loop: isMusic,
    group: null,
    fadeOutMs: isMusic ? MUSIC_FADE_OUT_MS : CART_FADE_OUT_MS,
    durationMs: frames / FRAMES_PER_MS,
    playing: null,
  };
}

export function padAt(pads: Pads, place: PadPlace): PadEntry | undefined {
  return Object.values(pads).find((pad) => pad.place === place);
}

/** A key belongs to one pad: whoever gets it takes it from the other. */
export function withPadChange(pads: Pads, pad: PadEntry, change: PadChange): Pads {
  const { hotkey } = change;
  const others = Object.values(pads).map((each) =>
    hotkey !== undefined && hotkey !== null && each.hotkey === hotkey ? { ...each, hotkey: null } : each,
  );
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...tableOf(others), [pad.id]: { ...pad, ...Object.fromEntries(given) } };
}

export function tableOf(pads: readonly PadEntry[]): Pads {
  return Object.fromEntries(pads.map((pad) => [pad.id, pad]));
}

export function withoutPad(pads: Pads, id: PadId): Pads {
  return tableOf(Object.values(pads).filter((pad) => pad.id !== id));
}

/** What browsers see of a sound that plays. */
export function playingOf({ positionMs, leftMs, stopping }: SoundProgress, nowMs: number): PadPlaying {
  return {
    startedAtMs: Math.round(nowMs - positionMs),
    endsAtMs: leftMs === null ? null : Math.round(nowMs + leftMs),
    stopping,
  };
}

/** The room with these pads, and with the strips that they need and no others. `kept`: how a strip was left that comes back. */
export function withPads(
  state: RoomState,
  pads: Pads,
  kept: Partial<Readonly<Record<SoundSource, StripEntry>>>,
): RoomState {
  const needed = new Set(Object.values(pads).map(({ place }) => sourceOf(place)));
  let { strips } = state;
  for (const source of ['carts', 'music'] as const) {
    const { id } = SOUND_STRIPS[source];
    if (needed.has(source) === (strips[id] !== undefined)) continue;
    const { [id]: _gone, ...others } = strips;
    strips = needed.has(source) ? { ...strips, [id]: kept[source] ?? newSoundStrip(source) } : others;
  }
  return { ...state, pads, strips };
}

/** A pad as it is written down. */
export function keptPad(
  { playing: _playing, durationMs: _ms, ...pad }: PadEntry,
  sound: Pick<KeptPad, 'soundId' | 'frames'>,
): KeptPad {
  return { ...pad, soundId: sound.soundId, frames: sound.frames };
}

export function padOf({ soundId: _sound, frames, ...pad }: KeptPad): PadEntry {
  return { ...pad, durationMs: frames / FRAMES_PER_MS, playing: null };
}
