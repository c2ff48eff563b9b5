/** What a program needs of its live path (mixer, encoder, source clients in a thread of their own). Implemented by live-path/. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { SoundId, StripId } from '#protocol/ids.ts';
import type { Processing } from '#protocol/processing.ts';
import type { Codec, Levels } from '#protocol/state.ts';
import type { CloseReason } from '../lifecycle.ts';

export type RtpAddress = { readonly ip: string; readonly port: number };

/**
 * How one strip enters the mix. `faderDb` at FADER_MIN_DB is minus infinity; every change is ramped. `processing` comes before the fader, and
 * without it the sound passes as it came; its auto-level rides towards `targetLufs`. One that `playsSounds` takes no RTP.
 */
export type StripSettings = {
  readonly on: boolean;
  readonly muted: boolean;
  readonly faderDb: number;
  readonly pan: number;
  readonly processing?: Processing;
  readonly targetLufs?: number;
  readonly playsSounds?: boolean;
};

/** A decoded sound on the disk: raw PCM, 48 kHz, stereo, 16 bit little endian, of so many frames. */
export type SoundFile = { readonly path: string; readonly frames: number };

/** How a sound is played, and on which strip. What begins ends all others of its group; null is no group. */
export type SoundPlay = {
  readonly strip: StripId;
  readonly gainDb: number;
  readonly loop: boolean;
  readonly group: number | null;
  readonly fadeOutMs: number;
  readonly fromMs: number;
  readonly fadeInMs: number;
};

/** A sound that plays: where it is, and when it ends, which a loop does not. `stopping`: it fades out. */
export type SoundProgress = {
  readonly id: SoundId;
  readonly positionMs: number;
  readonly leftMs: number | null;
  readonly stopping: boolean;
};

/** The RTP that feeds a strip: Opus, 48 kHz. */
export type RtpSource = { readonly ssrc: number; readonly payloadType: number };

/** Where Icecast is and how to sign in. Never logged, never sent to a browser. */
export type IcecastAccess = {
  readonly host: string;
  readonly port: number;
  readonly sourcePassword: string;
  readonly adminUser: string;
  readonly adminPassword: string;
};

/** One mount to be held. `name` has no slash: `main.mp3`. */
export type MountPlan = { readonly name: string; readonly codec: Codec };

/**
 * When a program that falls silent is dead air: RMS of the bus below `thresholdDb` (dBFS) for `alarmAfterMs`; after `bedAfterMs` the bed
 * plays, never when that is null.
 */
export type DeadAirPlan = {
  readonly thresholdDb: number;
  readonly alarmAfterMs: number;
  readonly bedAfterMs: number | null;
};

/** All that going on air takes. The texts are already free of control characters. */
export type AirPlan = {
  readonly icecast: IcecastAccess;
  readonly mounts: readonly MountPlan[];
  readonly title: string;
  readonly showName: string;
  readonly showUrl: string;
  /** Null when silence is nobody's concern. */
  readonly deadAir: DeadAirPlan | null;
  /**
   * Listeners hear a bed right now: ours goes on as long as it is wanted, else until somebody is heard. Nothing where it is neither wanted nor
   * part of `deadAir`.
   */
  readonly fromBed: boolean;
  /** The bed plays in place of the program from the start. */
  readonly isBedWanted: boolean;
};

export type MountProblem = { readonly code: ErrorCode; readonly detail: string };

/** News of the live path. `attempt` counts connection tries since the mount was last accepted. */
export type LivePathReport =
  | { readonly kind: 'levels'; readonly levels: Levels }
  | { readonly kind: 'encoder'; readonly state: 'starting' | 'running' }
  | { readonly kind: 'encoder'; readonly state: 'failed'; readonly problem: MountProblem }
  | { readonly kind: 'mount'; readonly name: string; readonly state: 'connecting'; readonly attempt: number }
  | { readonly kind: 'mount'; readonly name: string; readonly state: 'accepted' }
  | {
      readonly kind: 'mount';
      readonly name: string;
      readonly state: 'lost';
      readonly attempt: number;
      readonly problem: MountProblem;
    }
  | { readonly kind: 'envelope'; readonly envelope: ProgramEnvelope }
  /** The program on air fell silent `silentMs` ago, the bed began to play under it, or it sounds again. Said on each change. */
  | {
      readonly kind: 'deadAir';
      readonly state: 'sound' | 'silent' | 'bed';
      readonly silentMs: number;
    }
  /** Everything that plays; said whenever something begins, stops or ends. */
  | { readonly kind: 'sounds'; readonly playing: readonly SoundProgress[] }
  | { readonly kind: 'health'; readonly health: LivePathHealth };

/** How loud the bus was: the RMS in dBFS of each 20 ms from `startMs` on, which is on the machine's monotonic clock (`process.hrtime`). */
export type ProgramEnvelope = { readonly startMs: number; readonly levelsDb: readonly number[] };

/** Counters of the live path since it began, for metrics and benches. */
export type LivePathHealth = {
  readonly ticks: number;
  readonly ticksLate: number;
  readonly ticksSkipped: number;
  readonly encoderStarts: number;
  readonly pcmDroppedMs: number;
  /** Program time on air that was dead air, and the part of it in which the bed played. */
  readonly deadAirMs: number;
  readonly bedMs: number;
  /** How often a dead air began, and how often the bed came in for it. */
  readonly deadAirs: number;
  readonly beds: number;
  readonly strips: Readonly<Record<string, StripHealth>>;
};

/** `driftPpm`: how much faster (+) or slower (-) the sender's clock runs than ours. `depthMs`: buffered audio. */
export type StripHealth = {
  readonly packets: number;
  readonly concealedFrames: number;
  readonly lateFrames: number;
  readonly depthMs: number;
  readonly targetMs: number;
  readonly driftPpm: number;
};

/** The live path of one room. Commands never fail; what goes wrong comes back as reports. */
export type LivePathPort = {
  readonly closed: boolean;
  /** Where the thread listens for RTP. */
  readonly rtpAddress: RtpAddress;
  /** RTP from anywhere else is dropped. */
  acceptRtpFrom(source: RtpAddress): void;
  /** Adds the strip or changes its settings; gains glide there over `rampMs`, 20 when it is not said. */
  putStrip(id: StripId, settings: StripSettings, rampMs?: number): void;
  /** Plays out what is buffered, fades, and forgets the strip. */
  dropStrip(id: StripId): void;
  bindSource(id: StripId, source: RtpSource | null): void;
  /** Makes a sound ready to be played at once. A file that cannot be read plays silence. */
  putSound(id: SoundId, file: SoundFile): void;
  dropSound(id: SoundId): void;
  /** Plays from `fromMs` on, at once; what plays of it already is cut off. */
  playSound(id: SoundId, play: SoundPlay): void;
  /** Changes a sound while it plays. */
  setSound(id: SoundId, play: SoundPlay): void;
  stopSound(id: SoundId): void;
  /** Sends what all sounds add to the program as RTP to where RTP is accepted from; null ends that. */
  sendSounds(as: RtpSource | null): void;
  goOnAir(plan: AirPlan): void;
  setTitle(title: string): void;
  /** The bed plays instead of the program, until told otherwise or off air. */
  wantBed(isWanted: boolean): void;
  /** Our own listener hears nothing from this mount: Icecast is asked, and a connection that it does not know of is made anew. */
  doubtMount(name: string): void;
  /** Ends the sources and the encoder; resolves when every mount's connection is closed. */
  goOffAir(): Promise<void>;
  onReport(listener: (report: LivePathReport) => void): () => void;
  /** A thread that dies unasked closes with a reason that begins with `died`. */
  onClosed(listener: (reason: CloseReason) => void): () => void;
  close(reason: CloseReason): void;
};

/** Starts the live path of a room. */
export type LivePathFactory = () => Promise<LivePathPort>;
