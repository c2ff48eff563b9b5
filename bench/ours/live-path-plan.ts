/** What a bench and the process with our live path say to each other. */
import * as z from 'zod/mini';

const address = z.object({ ip: z.string(), port: z.number() });

/** Given to the process when it starts, as JSON. */
export const livePathPlan = z.object({
  ssrcs: z.array(z.number()),
  payloadType: z.number(),
  rtpFrom: address,
  icecast: z.object({
    host: z.string(),
    port: z.number(),
    sourcePassword: z.string(),
    adminUser: z.string(),
    adminPassword: z.string(),
  }),
  mounts: z.array(z.object({ name: z.string(), codec: z.enum(['mp3', 'opus']) })),
});

export type LivePathPlan = z.infer<typeof livePathPlan>;

/** Its first message: it mixes, and RTP can come. */
export const livePathReady = z.object({ kind: z.literal('ready'), rtp: address });

/** Once a second. */
export const livePathHealth = z.object({
  kind: z.literal('health'),
  health: z.object({ ticks: z.number(), ticksLate: z.number(), ticksSkipped: z.number() }),
});
