/** The profile demo: two people who play tones are on air as soon as it is up, and gone when it is. */
import { describe, test } from 'vitest';
import { HostDesk } from '../../support/host-desk.ts';
import { MountListener } from '../../support/mount-listener.ts';
import { CLEARLY_HEARD_DB } from '../stack/live-show.ts';
import type { OwnStack } from '../stack/stack.ts';

const TONES_HZ = [440, 660];

export function demoChecks(stack: () => OwnStack): void {
  describe('the profile demo', () => {
    test('is on air at once with two people', async () => {
      const profile = ['--profile', 'demo'];
      await stack().compose([...profile, 'build', 'demo']);
      await stack().compose([...profile, 'up', '-d', '--wait', '--no-deps', 'demo']);
      const listener = await MountListener.open(`${stack().mountsUrl}/main.mp3`);
      try {
        for (const tone of TONES_HZ) await listener.hears(tone, CLEARLY_HEARD_DB);
      } finally {
        listener.close();
        await stack().compose([...profile, 'rm', '--stop', '--force', 'demo']);
      }
      const desk = await HostDesk.enter(stack().ownerLink);
      await desk.request('program.stop', {});
      await desk.programIs('off air', ({ phase }) => phase === 'off');
      await desk.request('room.leave', {});
      desk.close();
    });
  });
}
