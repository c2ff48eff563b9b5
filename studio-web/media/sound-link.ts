/** What RoomSound needs of the media of one epoch, so that it can be tried without WebRTC. */
import type { ProducerId } from '#protocol/ids.ts';
import type { MediaOptions } from '#protocol/media.ts';
import type { StudioConnection } from '../connection/studio-connection.ts';
import type { SoundQuality } from './microphone-sound.ts';

export type Call = StudioConnection['call'];

/** The part of a MediaStreamTrack that silences it. */
export type SoundTrack = { enabled: boolean };

export type PublishOptions = {
  readonly muted: boolean;
  readonly quality: SoundQuality;
};

/** Transports each way. Used until it breaks, then built anew. */
export type SoundLink<Track extends SoundTrack> = {
  readonly epoch: number;
  readonly closed: boolean;
  /** The own microphone once it is published, or null. */
  readonly producerId: ProducerId | null;
  readonly track: Track | null;
  /** The track stays the caller's, who also silences it. */
  publish(track: Track, options: PublishOptions): Promise<void>;
  replaceTrack(track: Track): Promise<void>;
  /** Stops publishing here; the server is told by the caller. */
  unpublish(): void;
  /** Begins to hear a producer; answers with its track. */
  hear(producerId: ProducerId): Promise<Track>;
  /** Lets a producer go that is gone on the server. */
  forget(producerId: ProducerId): void;
  /** Looks for a new way to the server at once, and keeps what is published and heard. */
  networkChanged(): void;
  /** WebRTC's statistics of both ways; null where there are none. */
  statistics(): Promise<LinkStatistics | null>;
  close(): void;
};

export type LinkStatistics = {
  readonly send: ReadonlyMap<string, unknown>;
  readonly receive: ReadonlyMap<string, unknown>;
};

export type SoundLinkOptions = {
  readonly media: MediaOptions;
  readonly call: Call;
  /** Resolves when commands can be sent. */
  readonly online: () => Promise<void>;
  /** `connected` sums up the transports that are in use. */
  readonly onConnected: (connected: boolean) => void;
  /** The link is of no use any more. `blocked`: it never connected, so something in between forbids it. */
  readonly onBroken: (blocked: boolean) => void;
};
