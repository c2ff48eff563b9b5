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
  packetsLost: z.number(),
  packetsReceived: z.number(),
  jitter: z.optional(z.number()),
});

export class ConnectionMeter {
  #received = 0;
  #lost = 0;

  read({ send, receive }: LinkStatistics): ConnectionMeasure {
    const route = chosenRoute(send) ?? chosenRoute(receive);
    const up = entries(send, sent);
    const down = entries(receive, received);
    const losses = [...up.flatMap((entry) => entry.fractionLost ?? []), ...this.#lossSinceLast(down)];
    const jitters = [...up, ...down].flatMap((entry) => entry.jitter ?? []);
    return {
      path: route === null ? null : route.isRelay ? 'relay' : route.protocol,
      roundTripMs: route?.roundTripMs ?? null,
      lossPercent: losses.length === 0 ? null : 100 * Math.max(...losses),
      jitterMs: jitters.length === 0 ? null : 1000 * Math.max(...jitters),
    };
  }

  /** Of all voices together, as a fraction. Counters that went back belong to other voices than before. */
  #lossSinceLast(down: readonly z.output<typeof received>[]): number[] {
    const total = (pick: 'packetsReceived' | 'packetsLost'): number =>
      down.reduce((sum, entry) => sum + entry[pick], 0);
    const arrived = total('packetsReceived') - this.#received;
    const lost = total('packetsLost') - this.#lost;
    this.#received += arrived;
    this.#lost += lost;
    return arrived > 0 && lost >= 0 ? [lost / (arrived + lost)] : [];
  }
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
