/** Removes what an earlier run of these tests left in the engine because it was killed: its containers would start again with the engine. */
import type Docker from 'dockerode';
import { startTimeOf } from '../../../server/setup/start-time.mjs';

const LABEL = 'com.docker.compose.project';
const IMAGE_LABEL = 'org.opencontainers.image.title';
const FAMILY = 'openstudio-check';
const IN_USE = 409;

/** The name of the stack of this process; with its start, because the engine's data outlives machines and process ids begin anew with each. */
export async function ownProject(): Promise<string> {
  return `${FAMILY}-${process.pid}-${await startTimeOf(process.pid)}`;
}

export async function removeLeftovers(docker: Docker): Promise<void> {
  const filters = { label: [LABEL] };
  const containers = await docker.listContainers({ all: true, filters });
  for (const { Id, Labels } of containers)
    if (await isLeft(Labels)) await docker.getContainer(Id).remove({ force: true, v: true });
  for (const { Id, Labels } of await docker.listNetworks({ filters }))
    if (await isLeft(Labels)) await docker.getNetwork(Id).remove();
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name, Labels } of Volumes ?? [])
    if (await isLeft(Labels)) await docker.getVolume(Name).remove();
}

/** Images of ours that a newer build took the name of; each run makes some. What somebody's container still needs stays. */
export async function removeOldImages(docker: Docker): Promise<void> {
  const filters = { dangling: ['true'], label: [IMAGE_LABEL] };
  for (const { Id, Labels } of await docker.listImages({ filters })) {
    if (!Labels?.[IMAGE_LABEL]?.startsWith('OpenStudio')) continue;
    try {
      await docker.getImage(Id).remove();
    } catch (error) {
      if (!(error instanceof Error && 'statusCode' in error && error.statusCode === IN_USE)) throw error;
    }
  }
}

/** Whether it belongs to a stack whose process is gone. */
async function isLeft(labels: Readonly<Record<string, string>> | null | undefined): Promise<boolean> {
  const [, pid, started] = new RegExp(`^${FAMILY}-(\\d+)(?:-(\\d*))?$`).exec(labels?.[LABEL] ?? '') ?? [];
  return pid !== undefined && (await startTimeOf(Number(pid))) !== started;
}
