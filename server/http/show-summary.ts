/** What anybody may know about a show. Pure. */
import type { ShowSlug } from '#protocol/ids.ts';
import type { Codec, Phase, ProgramEntry } from '#protocol/state.ts';
import type { PlayedTitle, StoredShow } from './http-options.ts';

const CODECS: readonly Codec[] = ['mp3', 'opus'];

export const CONTENT_TYPES: Record<Codec, string> = { mp3: 'audio/mpeg', opus: 'audio/ogg' };

/** `url` is on our own origin, `directUrl` is the mount itself. */
export type MountSummary = {
  readonly name: string;
  readonly codec: Codec;
  readonly contentType: string;
  readonly url: string;
  readonly directUrl: string;
};

/** `title` is what is playing, or the show's name. `onAirSinceMs` in ms since the epoch. */
export type ShowSummary = {
  readonly slug: ShowSlug;
  readonly name: string;
  readonly phase: Phase;
  readonly title: string;
  readonly onAirSinceMs: number | null;
  readonly listeners: number;
  /** The titles that went on air last, newest first. */
  readonly history: readonly PlayedTitle[];
  readonly mounts: readonly MountSummary[];
};

export type SummaryOptions = {
  readonly show: StoredShow;
  readonly program: ProgramEntry | null;
  readonly history: readonly PlayedTitle[];
  readonly publicUrl: URL;
  readonly icecastPublicUrl: URL;
};

export function showSummary(options: SummaryOptions): ShowSummary {
  const { show, program, history, publicUrl, icecastPublicUrl } = options;
  return {
    slug: show.slug,
    name: show.name,
    phase: program?.phase ?? 'off',
    title: titleOf(show, program),
    onAirSinceMs: program?.onAirSinceMs ?? null,
    listeners: (program?.mounts ?? []).reduce((sum, mount) => sum + (mount.listeners ?? 0), 0),
    history,
    mounts: CODECS.map((codec) => {
      const name = `${show.slug}.${codec}`;
      return {
        name,
        codec,
        contentType: CONTENT_TYPES[codec],
        url: new URL(`/live/${name}`, publicUrl).href,
        directUrl: new URL(name, icecastPublicUrl).href,
      };
    }),
  };
}

/** What is playing: the title, or the show's name while there is none. */
export function titleOf(show: StoredShow, program: ProgramEntry | null): string {
  return (program?.title ?? show.title) || show.name;
}

/** Whether listeners who lost the mount should be kept waiting for it. */
export function isBroadcastWanted(program: ProgramEntry | null): boolean {
  return program !== null && ['starting', 'live', 'recovering'].includes(program.phase);
}
