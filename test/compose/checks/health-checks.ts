/** Every service of our own stack is healthy by its own check, and each check can tell ill from well. */
import { describe, expect, test } from 'vitest';
import { type OwnStack, SERVICES } from '../stack/stack.ts';

export function healthChecks(stack: () => OwnStack): void {
  describe('the stack', () => {
    test.each(SERVICES)('has a healthy %s', async (service) => {
      const { State } = await (await stack().container(service)).inspect();
      expect([State.Health?.Status, State.Restarting]).toEqual(['healthy', false]);
    });

    test('has a healthy Caddy and a healthy Prometheus where their profiles are on', async () => {
      const profiles = ['--profile', 'tls', '--profile', 'monitoring'];
      const words = ['up', '-d', '--wait', '--no-deps', 'caddy', 'prometheus'];
      await stack().compose([...profiles, ...words]);
      const { docker, project } = stack();
      const labels = ['caddy', 'prometheus'].map((service) => `com.docker.compose.service=${service}`);
      const found = await Promise.all(
        labels.map((label) =>
          docker.listContainers({ filters: { label: [`com.docker.compose.project=${project}`, label] } }),
        ),
      );
      expect(found.map(([one]) => /\(healthy\)/.test(one?.Status ?? ''))).toEqual([true, true]);
    });

    test('was started with a file that Compose finds no fault with', async () => {
      await expect(stack().compose(['--profile', '*', 'config', '--quiet'])).resolves.toBe('');
    });
  });
}
