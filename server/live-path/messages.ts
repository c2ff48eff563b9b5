/** What the main thread and the live path's thread say to each other. Plain data: it is copied from one heap to the other. */
import type { SoundId, StripId } from '#protocol/ids.ts';
import type {
  AirPlan,
  LivePathReport,
  RtpAddress,
  RtpSource,
  SoundFile,
  SoundPlay,
  StripSettings,
} from '../program/live-path-port.ts';

/** Given to the thread when it starts. */
export type ThreadStart = { readonly ffmpegPath: string };

/** About carts and music bed. */
export type SoundCommand =
  | { readonly kind: 'putSound'; readonly id: SoundId; readonly file: SoundFile }
  | { readonly kind: 'dropSound' | 'stopSound'; readonly id: SoundId }
  | { readonly kind: 'playSound' | 'setSound'; readonly id: SoundId; readonly play: SoundPlay }
  | { readonly kind: 'sendSounds'; readonly as: RtpSource | null };

/** To the thread. Obeyed in order. */
export type Command =
  | SoundCommand
  | { readonly kind: 'acceptRtpFrom'; readonly source: RtpAddress }
  | {
      readonly kind: 'putStrip';
      readonly id: StripId;
      readonly settings: StripSettings;
      readonly rampMs?: number | undefined;
    }
  | { readonly kind: 'dropStrip'; readonly id: StripId }
  | { readonly kind: 'bindSource'; readonly id: StripId; readonly source: RtpSource | null }
  | { readonly kind: 'goOnAir'; readonly plan: AirPlan }
  | { readonly kind: 'setTitle'; readonly title: string }
  | { readonly kind: 'wantBed'; readonly isWanted: boolean }
  | { readonly kind: 'doubtMount'; readonly name: string }
  /** Answered with `offAir` and the same number. */
  | { readonly kind: 'goOffAir'; readonly request: number }
  /** Ends everything and the thread. */
  | { readonly kind: 'close'; readonly reason: string };

/** From the thread. `ready` is the first. */
export type ThreadMessage =
  | { readonly kind: 'ready'; readonly rtpAddress: RtpAddress }
  | { readonly kind: 'report'; readonly report: LivePathReport }
  | { readonly kind: 'offAir'; readonly request: number }
  | { readonly kind: 'warning'; readonly warning: string }
  /** The last: something threw that nobody caught, and the thread ends. */
  | { readonly kind: 'broken'; readonly reason: string };
