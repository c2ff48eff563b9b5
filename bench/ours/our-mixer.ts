/** Our live path as a system under test. */
import { fileURLToPath } from 'node:url';
import { BenchProcess } from '../rig/bench-process.ts';
import type { MixRequest, MixSystem, RunningMix } from '../rig/mix-system.ts';
import { type LivePathPlan, livePathHealth, livePathReady } from './live-path-plan.ts';

const ENTRY = fileURLToPath(new URL('live-path-process.ts', import.meta.url));

export const ourMixer: MixSystem = { name: 'our live path', start };

async function start(request: MixRequest): Promise<RunningMix> {
  const { icecastPort, sourcePassword, ssrcs, payloadType, rtpFrom, mounts } = request;
  const plan: LivePathPlan = {
    ssrcs: [...ssrcs],
    payloadType,
    rtpFrom,
    icecast: {
      ...{ host: '127.0.0.1', port: icecastPort, sourcePassword },
      ...{ adminUser: 'admin', adminPassword: sourcePassword },
    },
    mounts: [...mounts],
  };
  const child = await BenchProcess.start({
    file: process.execPath,
    args: [ENTRY, JSON.stringify(plan)],
    talks: true,
  });
  try {
    const { rtp } = livePathReady.parse(await child.firstMessage());
    let [late, skipped] = [0, 0];
    child.onMessage((message) => {
      const health = livePathHealth.safeParse(message);
      if (health.success) ({ ticksLate: late, ticksSkipped: skipped } = health.data.health);
    });
    return {
      pid: child.pid,
      targets: ssrcs.map(() => rtp),
      remark: () => (late + skipped === 0 ? '' : `${late} ticks late, ${skipped} skipped`),
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
