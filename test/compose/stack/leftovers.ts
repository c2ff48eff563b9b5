/** Removes what an earlier run of these tests left in the engine because it was killed: its containers would start again with the engine. */
import { existsSync } from 'node:fs';
import type Docker from 'dockerode';

const LABEL = 'com.docker.compose.project';
const IMAGE_LABEL = 'org.opencontainers.image.title';
const FAMILY = 'openstudio-check';

/** The name of the stack of this process. */
export const ownProject = `${FAMILY}-${process.pid}`;

export async function removeLeftovers(docker: Docker): Promise<void> {
  const filters = { label: [LABEL] };
  const containers = await docker.listContainers({ all: true, filters });
  for (const { Id, Labels } of containers)
    if (isLeft(Labels)) await docker.getContainer(Id).remove({ force: true, v: true });
  for (const { Id, Labels } of await docker.listNetworks({ filters }))
    if (isLeft(Labels)) await docker.getNetwork(Id).remove();
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name, Labels } of Volumes ?? []) if (isLeft(Labels)) await docker.getVolume(Name).remove();
}

/** Images of ours that a newer build took the name of; each run makes some. */
export async function removeOldImages(docker: Docker): Promise<void> {
  const filters = { dangling: ['true'], label: [IMAGE_LABEL] };
  for (const { Id, Labels } of await docker.listImages({ filters }))
    if (Labels?.[IMAGE_LABEL]?.startsWith('OpenStudio')) await docker.getImage(Id).remove();
}

/** Whether it belongs to a stack whose process is gone. */
function isLeft(labels: Readonly<Record<string, string>> | null | undefined): boolean {
  const [, pid] = new RegExp(`^${FAMILY}-(\\d+)$`).exec(labels?.[LABEL] ?? '') ?? [];
  return pid !== undefined && !existsSync(`/proc/${pid}`);
}
