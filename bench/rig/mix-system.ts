/** What a system under test looks like to the rows about mixing: RTP goes in, a source connection with the mix comes out. */
import type { Codec } from '#protocol/state.ts';
import type { Address } from './rtp-talkers.ts';

export type MixRequest = {
  /** The talkers' SSRCs, in order. */
  readonly ssrcs: readonly number[];
  readonly payloadType: number;
  /** Where their packets come from. */
  readonly rtpFrom: Address;
  /** Where Icecast is, or what stands in for it. */
  readonly icecastPort: number;
  readonly sourcePassword: string;
  readonly mounts: readonly { readonly name: string; readonly codec: Codec }[];
};

export type RunningMix = {
  /** The root of its processes. */
  readonly pid: number;
  /** Where each talker's RTP goes. */
  readonly targets: readonly Address[];
  /** Something to be said about this run, or an empty text. */
  remark(): string;
  stop(): Promise<void>;
};

export type MixSystem = {
  /** With its version. */
  readonly name: string;
  /** Some systems open their mounts only when packets come. Rejects when it cannot be run here, with a sentence that says why. */
  start(request: MixRequest): Promise<RunningMix>;
};
