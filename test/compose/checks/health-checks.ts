/** Every service of our own stack is healthy by its own check, and each check can tell ill from well. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type OwnStack, SERVICES } from '../stack/stack.ts';

const configured = z.object({
  services: z.record(
    z.string(),
    z.object({ build: z.optional(z.unknown()), healthcheck: z.optional(z.unknown()) }),
  ),
});

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

    test('has a health check for every service of every profile', async () => {
      const text = await stack().compose(['--profile', '*', 'config', '--format', 'json']);
      const { services } = configured.parse(JSON.parse(text));
      expect(Object.keys(services).length).toBeGreaterThanOrEqual(8);
      // What is built here has it in its Dockerfile, and the containers above are healthy by it.
      const without = Object.entries(services).filter(([, { build, healthcheck }]) => !build && !healthcheck);
      expect(without.map(([name]) => name)).toEqual([]);
    });

    test('was started with a file that Compose finds no fault with', async () => {
      await expect(stack().compose(['--profile', '*', 'config', '--quiet'])).resolves.toBe('');
    });
  });
}
