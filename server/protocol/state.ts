/** The state of a room as browsers see it: plain readonly data, written by the room alone. */
import type { ErrorCode } from './error-codes.ts';
import type { ParticipantId, ProducerId, SceneId, ShowSlug, StripId } from './ids.ts';
import type { PadEntry, SoundboardEntry, SoundSource } from './pads.ts';
import type {
  ChatEntry,
  LobbyRule,
  MicrophoneTrouble,
  Role,
  TalkbackTarget,
  WaitingEntry,
} from './people.ts';
import type { ProcessingChoice } from './processing.ts';

export type { Role };

/**
 * The show this room belongs to. `mediaEpoch` grows when transports must be opened anew; 0 means no media yet. `lobby` says when guests
 * come in.
 */
export type ShowEntry = {
  readonly slug: ShowSlug;
  readonly name: string;
  readonly mediaEpoch: number;
  readonly lobby: LobbyRule;
};

/** How well a browser and the server reach each other. `lost`: nothing gets through at present. */
export type ConnectionQuality = 'excellent' | 'good' | 'poor' | 'lost';

/** How they reach each other; a relay is the TURN server. */
export type ConnectionPath = 'udp' | 'tcp' | 'relay';

/** A person's side of the media, as his own browser measured it a while ago. Times in ms, loss in percent; null what could not be measured. */
export type ConnectionEntry = {
  readonly quality: ConnectionQuality;
  readonly path: ConnectionPath | null;
  readonly roundTripMs: number | null;
  readonly lossPercent: number | null;
  readonly jitterMs: number | null;
};

/** A camera or a screen that somebody shows to the room. Pictures never reach listeners. */
export type PictureEntry = { readonly producerId: ProducerId };

/**
 * A person. `away` means the session is lost and the grace time runs. Times are ms since the epoch. `mutedByHost`: he cannot unmute himself.
 * While `talkback` is set, he is heard by nobody else and not on air.
 */
export type ParticipantEntry = {
  readonly id: ParticipantId;
  readonly name: string;
  readonly role: Role;
  readonly presence: 'here' | 'away';
  readonly enteredAtMs: number;
  readonly microphone: { readonly producerId: ProducerId; readonly muted: boolean } | null;
  /** Null while he shows none. */
  readonly camera: PictureEntry | null;
  readonly screen: PictureEntry | null;
  readonly mutedByHost: boolean;
  readonly talkback: TalkbackTarget | null;
  /** Null before his browser has measured it. */
  readonly connection: ConnectionEntry | null;
  /** What his own browser has noticed about his microphone. */
  readonly trouble: MicrophoneTrouble | null;
};

/**
 * One source on the console; producers have none. `faderDb` is FADER_MIN_DB (minus infinity) to FADER_MAX_DB, `pan` is -1 (left) to 1 (right).
 * With a `source` it is the soundboard's, and `participantId` names nobody in the room.
 */
export type StripEntry = {
  readonly id: StripId;
  readonly participantId: ParticipantId;
  readonly on: boolean;
  readonly muted: boolean;
  readonly faderDb: number;
  readonly pan: number;
  readonly processing: ProcessingChoice;
  readonly source?: SoundSource;
};

/** A console that was saved under a name; what is in it stays on the server. */
export type SceneEntry = { readonly id: SceneId; readonly name: string; readonly savedAtMs: number };

/**
 * What belongs to the console and to no strip. While `crossfade` is there the faders glide to the scene; strips that go off air stay lit
 * until they are gone. `holds` says who has his hand on which fader, by participant id.
 */
export type ConsoleEntry = {
  readonly scenes: readonly SceneEntry[];
  readonly crossfade: {
    readonly sceneId: SceneId;
    readonly startedAtMs: number;
    readonly endsAtMs: number;
  } | null;
  readonly holds: Readonly<Record<string, StripId>>;
  readonly targetLufs: number;
};

export type Phase = 'off' | 'starting' | 'live' | 'recovering' | 'stopping' | 'failed';

export type Codec = 'mp3' | 'opus';

/** `heard` is the only proof: a listener of our own receives the mount's audio. */
export type MountEvidence = 'none' | 'connecting' | 'accepted' | 'heard';

/** One mount of the program. `name` is without the slash (`main.mp3`); `url` is what a player opens. */
export type MountEntry = {
  readonly name: string;
  readonly codec: Codec;
  readonly url: string;
  readonly evidence: MountEvidence;
  readonly listeners: number | null;
  /** How long after the program listeners hear it, to 0.1 s; null while it is not known. */
  readonly lagMs: number | null;
};

/** What stands between the program and its listeners, in words for hosts. `attempt` counts tries since it began. */
export type ProgramProblem = {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly sinceMs: number;
  readonly attempt: number;
};

/** The program on air is silent since `sinceMs` (ms since the epoch); `bed`: the bed plays under it. */
export type DeadAirEntry = { readonly sinceMs: number; readonly bed: boolean };

/** `no_host`: nobody has been at the console for a while. Panic has a field of its own. */
export type BedReason = 'no_host';

export type ProgramEntry = {
  readonly phase: Phase;
  readonly phaseSinceMs: number;
  readonly onAirSinceMs: number | null;
  readonly title: string;
  readonly mounts: readonly MountEntry[];
  readonly problem: ProgramProblem | null;
  readonly deadAir: DeadAirEntry | null;
  /** Why the bed plays in place of the program, although that may have sound; null when it does not. */
  readonly bedWanted: BedReason | null;
  /** Since when a host lets the bed play instead of the program, in ms since the epoch; null while listeners hear the program. */
  readonly panicSinceMs: number | null;
};

/** Everything a session is told. The tables are keyed by participant id, strip id, waiting id, the number of the message and pad id. */
export type RoomState = {
  readonly show: ShowEntry;
  readonly program: ProgramEntry;
  readonly participants: Readonly<Record<string, ParticipantEntry>>;
  readonly strips: Readonly<Record<string, StripEntry>>;
  readonly waiting: Readonly<Record<string, WaitingEntry>>;
  readonly chat: Readonly<Record<string, ChatEntry>>;
  readonly console: ConsoleEntry;
  readonly soundboard: SoundboardEntry;
  readonly pads: Readonly<Record<string, PadEntry>>;
};

/**
 * Levels of one strip before its fader: sample peak and RMS in dBFS, LEVEL_FLOOR_DB when silent. `gateClosed` is there while the gate turns
 * the strip down, `reductionDb` while the compressor does, by so much.
 */
export type StripLevel = {
  readonly peakDb: number;
  readonly rmsDb: number;
  readonly gateClosed?: boolean;
  readonly reductionDb?: number;
};

/**
 * Loudness of the program as EBU R128 has it, in LUFS; true peak in dBTP. `limiterDb`: by how much the limiter turned the program down at
 * most since the reading before, 0 when it left it alone. Null before the first reading.
 */
export type Loudness = {
  readonly momentaryLufs: number;
  readonly shortTermLufs: number;
  readonly integratedLufs: number;
  readonly truePeakDb: number;
  readonly limiterDb: number;
};

/** What the console's meters show. Lossy: sent at most LEVELS_PER_SECOND times, and dropped first. */
export type Levels = {
  readonly strips: Readonly<Record<string, StripLevel>>;
  readonly program: { readonly peakDb: readonly [number, number]; readonly rmsDb: number };
  readonly loudness: Loudness | null;
};
