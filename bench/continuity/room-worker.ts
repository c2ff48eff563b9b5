/** Finds the media worker that carries the room: the server's log says which worker has which port, and its people send to one of them. */
import type { Stage } from './stage.ts';

export function roomWorkerPid(stage: Stage): number {
  const port = stage.host.mediaPort;
  const line = stage.studio
    .output()
    .split('\n')
    .findLast((each) => each.includes('Media worker running') && each.includes(`"port":${port}`));
  const pid = /"workerPid":(\d+)/.exec(line ?? '')?.[1];
  if (pid === undefined) throw new Error(`The log names no worker on port ${port}.`);
  return Number(pid);
}
