/** `docker compose down -v` leaves nothing behind. */
import { describe, expect, test } from 'vitest';
import type { OwnStack } from '../stack/stack.ts';

export function removalChecks(stack: () => OwnStack): void {
  describe('taking the stack down with its data', () => {
    test('leaves no container, no volume and no network', async () => {
      await stack().compose(['--profile', '*', 'down', '-v']);
      const { docker, project } = stack();
      const filters = { label: [`com.docker.compose.project=${project}`] };
      const containers = await docker.listContainers({ all: true, filters });
      const { Volumes } = await docker.listVolumes({ filters });
      const networks = await docker.listNetworks({ filters });
      expect([containers, Volumes ?? [], networks]).toEqual([[], [], []]);
    });
  });
}
