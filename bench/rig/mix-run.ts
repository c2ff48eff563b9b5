/** One run of a system that mixes: from its start to the moment when all its mounts flow, and back to nothing. */
import { until } from '../../test/support/until.ts';
import type { BenchIcecast } from './bench-icecast.ts';
import type { MixRequest, MixSystem, RunningMix } from './mix-system.ts';
import { OPUS_PAYLOAD_TYPE, type RtpTalkers } from './rtp-talkers.ts';
import { SourceTap } from './source-tap.ts';

export type MixRunOptions = {
  readonly talkers: RtpTalkers;
  readonly mounts: MixRequest['mounts'];
  /** Gets everything that the system sends; null for an Icecast without listeners that does nothing. */
  readonly icecast: BenchIcecast | null;
};

/** What the system sends to its mounts goes through the tap, which notes when. */
export type MixRun = { readonly mix: RunningMix; readonly tap: SourceTap };

const FLOW_DEADLINE_MS = 45_000;
const SINK_PASSWORD = 'bench-password';

/** Runs `use` while the system is on air; the talkers talk until it is done. Everything is stopped then, whatever happened. */
export async function withMix<T>(
  system: MixSystem,
  { talkers, mounts, icecast }: MixRunOptions,
  use: (run: MixRun) => Promise<T>,
): Promise<T> {
  const tap = await SourceTap.open(icecast?.port ?? null);
  try {
    const mix = await system.start({
      ssrcs: talkers.ssrcs,
      payloadType: OPUS_PAYLOAD_TYPE,
      rtpFrom: talkers.address,
      icecastPort: tap.port,
      sourcePassword: icecast?.sourcePassword ?? SINK_PASSWORD,
      mounts,
    });
    try {
      talkers.start(mix.targets);
      await until(
        `${system.name} is on air`,
        () => mounts.every(({ name }) => tap.bytesOf(name).length > 0),
        FLOW_DEADLINE_MS,
      ).catch((error: unknown) => {
        throw new Error(`${String(error)} ${mix.remark()}`);
      });
      return await use({ mix, tap });
    } finally {
      talkers.stop();
      await mix.stop();
    }
  } finally {
    tap.close();
  }
}
