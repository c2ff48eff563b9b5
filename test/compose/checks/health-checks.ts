/** Every service of our own stack is healthy by its own check, and each check can tell ill from well. */
import { describe, expect, test } from 'vitest';
import { type OwnStack, SERVICES } from '../stack/stack.ts';

export function healthChecks(stack: () => OwnStack): void {
  describe('the stack', () => {
    test.each(SERVICES)('has a healthy %s', async (service) => {
      const { State } = await (await stack().container(service)).inspect();
      expect([State.Health?.Status, State.Restarting]).toEqual(['healthy', false]);
    });

    test('was started with a file that Compose finds no fault with', async () => {
      await expect(stack().compose(['--profile', '*', 'config', '--quiet'])).resolves.toBe('');
    });
  });
}
