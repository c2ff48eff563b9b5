/** The relay of the mounts on the studio's own address, as a system under test. */
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { BenchProcess } from '../rig/bench-process.ts';

const ENTRY = fileURLToPath(new URL('relay-process.ts', import.meta.url));
const ready = z.object({ kind: z.literal('ready'), port: z.number() });

export type OurRelay = {
  readonly pid: number;
  /** Of a mount: `main.mp3`. */
  url(mount: string): string;
  stop(): Promise<void>;
};

export async function startOurRelay(icecastPort: number): Promise<OurRelay> {
  const child = await BenchProcess.start({
    file: process.execPath,
    args: [ENTRY, JSON.stringify({ icecastPort })],
    talks: true,
  });
  try {
    const { port } = ready.parse(await child.firstMessage());
    return {
      pid: child.pid,
      url: (mount) => `http://127.0.0.1:${port}/live/${mount}`,
      stop: () => child.stop(),
    };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
