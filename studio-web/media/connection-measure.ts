/**
 * Reads from WebRTC's statistics how a connection fares: loss and jitter of both ways, round trip, and the path (webrtc-stats, sections
 * 8.3, 8.5 and 8.14). Pure but for the counters of the reading before.
 */
import * as z from 'zod/mini';
import type { ConnectionPath } from '#protocol/state.ts';
import { chosenRoute } from './network-route.ts';
import type { LinkStatistics } from './sound-link.ts';

/** Times in ms, loss in percent; null what nobody could measure yet. */
export type ConnectionMeasure = {
  readonly path: ConnectionPath | null;
  readonly roundTripMs: number | null;
  readonly lossPercent: number | null;
  readonly jitterMs: number | null;
};

/** What the server said of our sound. */
const sent = z.object({
  type: z.literal('remote-inbound-rtp'),
  kind: z.literal('audio'),
  fractionLost: z.optional(z.number()),
  jitter: z.optional(z.number()),
});

const received = z.object({
  type: z.literal('inbound-rtp'),
  kind: z.literal('audio'),
  id: z.string(),
  packetsLost: z.number(),
  packetsReceived: z.number(),
  jitter: z.optional(z.number()),
});

/** What came of one voice since the reading before: loss as a fraction, jitter in s. */
type VoiceReading = { readonly loss: number; readonly jitter: number | null };

export class ConnectionMeter {
  /** Bounded by the voices of a room: those of the reading before. */
  #counts: ReadonlyMap<string, { readonly received: number; readonly lost: number }> = new Map();

  read({ send, receive }: LinkStatistics): ConnectionMeasure {
    const route = chosenRoute(send) ?? chosenRoute(receive);
    const up = entries(send, sent);
    const down = this.#readVoices(receive);
    const losses = [
      ...up.flatMap(({ fractionLost }) => fractionLost ?? []),
      ...typical(down.map(({ loss }) => loss)),
    ];
    const jitters = [
      ...up.flatMap(({ jitter }) => jitter ?? []),
      ...typical(down.flatMap(({ jitter }) => jitter ?? [])),
    ];
    return {
      path: route === null ? null : route.isRelay ? 'relay' : route.protocol,
      roundTripMs: route?.roundTripMs ?? null,
      lossPercent: losses.length === 0 ? null : 100 * Math.max(...losses),
      jitterMs: jitters.length === 0 ? null : 1000 * Math.max(...jitters),
    };
  }

  /** Of a voice that has stopped nothing is said: its figures stand still. Counters that went back belong to another voice than before. */
  #readVoices(report: ReadonlyMap<string, unknown>): VoiceReading[] {
    const voices = entries(report, received);
    const before = this.#counts;
    this.#counts = new Map(
      voices.map(({ id, packetsReceived, packetsLost }) => [
        id,
        { received: packetsReceived, lost: packetsLost },
      ]),
    );
    return voices.flatMap(({ id, packetsReceived, packetsLost, jitter }) => {
      const arrived = packetsReceived - (before.get(id)?.received ?? 0);
      const lost = packetsLost - (before.get(id)?.lost ?? 0);
      return arrived > 0 && lost >= 0 ? [{ loss: lost / (arrived + lost), jitter: jitter ?? null }] : [];
    });
  }
}

/**
 * The middle one, or the lower of the two in the middle; none of none. What is lost on the way from a person to the server is missing
 * here as well: so one voice that suffers says something of his line, and this one is bad only when most of them do.
 */
function typical(values: readonly number[]): number[] {
  const middle = values.toSorted((one, other) => one - other)[(values.length - 1) >> 1];
  return middle === undefined ? [] : [middle];
}

function entries<Schema extends z.ZodMiniType>(
  report: ReadonlyMap<string, unknown>,
  schema: Schema,
): z.output<Schema>[] {
  return [...report.values()].flatMap((entry) => {
    const parsed = z.safeParse(schema, entry);
    return parsed.success ? [parsed.data] : [];
  });
}
