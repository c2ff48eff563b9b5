/** What the HTTP side needs of the rest, as ports. Given by the app. */
import type { ShowSlug, TransportId } from '#protocol/ids.ts';
import type { DtlsParameters, IceServer, OpaqueParameters, TransportOptions } from '#protocol/media.ts';
import type { ProgramEntry, Role } from '#protocol/state.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Formats } from './aligner.ts';
import type { OwnerSignIn } from './owner-sign-in.ts';

/** A show as it is stored; `title` is empty while none was set. */
export type StoredShow = { readonly slug: ShowSlug; readonly name: string; readonly title: string };

export type StoredInvite = { readonly show: ShowSlug; readonly role: Role; readonly expiresAtMs: number };

/** A title as listeners heard it, from `atMs` on (ms since the epoch). */
export type PlayedTitle = { readonly title: string; readonly atMs: number };

export type HttpStore = {
  shows(): readonly StoredShow[];
  show(slug: ShowSlug): StoredShow | undefined;
  findInvite(token: string): StoredInvite | undefined;
  /** The last ones, newest first. */
  playedTitles(slug: ShowSlug): readonly PlayedTitle[];
};

/** One question of /readyz. Without a critical part no show can go on; without another one the server is degraded. */
export type HealthCheck = {
  readonly name: string;
  readonly critical: boolean;
  /** Answers false, rejects or takes too long when the part is not well. */
  readonly isWell: () => boolean | Promise<boolean>;
};

/** Throw-away transports of a browser that wants to know whether live audio gets through. */
export type NetworkTestPort = {
  open(): Promise<{
    readonly id: string;
    readonly routerRtpCapabilities: OpaqueParameters;
    readonly direct: TransportOptions;
    readonly relay: TransportOptions;
    readonly iceServers: readonly IceServer[];
  }>;
  /** Throws `transport_not_found` when the test is over. */
  connect(id: string, transportId: TransportId, dtlsParameters: DtlsParameters): Promise<void>;
  end(id: string): void;
};

/** Files for the soundboard. All but `cancel` throw `upload_invalid` when nobody waits for this secret. */
export type CartUploadPort = {
  take(token: string, offset: number, piece: Uint8Array): Promise<number>;
  /** Answers with the pad that the sound is on. */
  finish(token: string): Promise<string>;
  cancel(token: string): void;
};

export type HttpLimits = {
  /** Per address. */
  readonly claimsPerMinute: number;
  /** Per address. */
  readonly inviteLookupsPerMinute: number;
  /** Per address. */
  readonly networkTestsPerMinute: number;
  /** Of the relay, all mounts together. */
  readonly listeners: number;
  /** Open event feeds, all shows together. */
  readonly eventFeeds: number;
};

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  claimsPerMinute: 10,
  inviteLookupsPerMinute: 30,
  networkTestsPerMinute: 12,
  listeners: 1_000,
  eventFeeds: 500,
};

export type HttpOptions = {
  readonly publicUrl: URL;
  /** Where the relay reaches Icecast. */
  readonly icecastUrl: URL;
  /** Where players reach Icecast. */
  readonly icecastPublicUrl: URL;
  /** The folder of the built pages. */
  readonly webRoot: string;
  readonly version: string;
  readonly owner: OwnerSignIn;
  readonly store: HttpStore;
  /** The program of a show while its room is open. */
  readonly programOf: (show: ShowSlug) => ProgramEntry | null;
  readonly networkTests: NetworkTestPort;
  readonly cartUploads: CartUploadPort;
  readonly formats: Formats;
  readonly checks: readonly HealthCheck[];
  readonly metrics: Metrics;
  readonly log: Log;
  readonly limits?: Partial<HttpLimits>;
  /** Whether X-Forwarded-For and its kin are believed: only behind a proxy that always writes them. */
  readonly trustProxy?: boolean;
};
