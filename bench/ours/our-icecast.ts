/** Icecast with the settings that the studio gives it. */
import { fileURLToPath } from 'node:url';
import { freePorts } from '../../test/support/free-ports.ts';
import type { BenchIcecast } from '../rig/bench-icecast.ts';
import { BenchProcess } from '../rig/bench-process.ts';
import { workFolder } from '../rig/work-folder.ts';

const ENTRY = fileURLToPath(new URL('icecast-process.ts', import.meta.url));

export async function startOurIcecast(): Promise<BenchIcecast> {
  const folder = await workFolder('our-icecast');
  const port = await freePorts();
  const password = 'bench-password';
  const child = await BenchProcess.start({
    file: process.execPath,
    args: [ENTRY, JSON.stringify({ port, dataDir: folder.path, password })],
    talks: true,
  });
  const stop = async () => {
    await child.stop();
    await folder.remove();
  };
  try {
    await child.firstMessage();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name: 'Icecast as the studio configures it',
    pid: child.pid,
    port,
    sourcePassword: password,
    stop,
  };
}
