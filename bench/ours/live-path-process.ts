/** Our live path in a process of its own, for a bench to measure: told what to mix and where to send it, it goes on air and stays there. */
import * as z from 'zod/mini';
import { stripId } from '#protocol/ids.ts';
import { LivePathThread } from '../../server/live-path/live-path-thread.ts';
import { createLog } from '../../server/log.ts';
import { livePathPlan } from './live-path-plan.ts';

const log = createLog({ level: 'warn', readable: false });
const plan = livePathPlan.parse(JSON.parse(process.argv[2] ?? ''));
const livePath = await LivePathThread.start({ ffmpegPath: process.env.FFMPEG_PATH ?? 'ffmpeg', log });
livePath.onClosed(() => process.exit(1));
livePath.acceptRtpFrom(plan.rtpFrom);
for (const [index, ssrc] of plan.ssrcs.entries()) {
  const id = stripId.parse(`bench-strip-${index}`);
  livePath.putStrip(id, { on: true, muted: false, faderDb: 0, pan: 0 });
  livePath.bindSource(id, { ssrc, payloadType: plan.payloadType });
}
livePath.onReport((report) => {
  if (report.kind === 'health') process.send?.({ kind: 'health', health: report.health });
});
livePath.goOnAir({
  icecast: plan.icecast,
  mounts: plan.mounts,
  title: 'Bench',
  showName: 'Bench',
  showUrl: 'http://127.0.0.1/',
  deadAir: { thresholdDb: -50, alarmAfterMs: 5_500, bedAfterMs: 10_000 },
  fromBed: false,
  isBedWanted: false,
});
process.send?.({
  kind: 'ready',
  rtp: z.object({ ip: z.string(), port: z.number() }).parse(livePath.rtpAddress),
});
