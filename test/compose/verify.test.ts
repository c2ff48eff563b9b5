/**
 * The same questions to a stack that runs somewhere already: `npm run verify -- --url https://studio.example.org`. Nothing is broken and
 * nothing is changed but this: a host and a guest enter the first show and go on air for a minute, unless it is on air already.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HostDesk } from '../support/host-desk.ts';
import { broadcastChecks } from './checks/broadcast-checks.ts';
import { doorChecks } from './checks/door-checks.ts';
import { icecastChecks } from './checks/icecast-checks.ts';
import { serverChecks } from './checks/server-checks.ts';
import { turnChecks } from './checks/turn-checks.ts';
import { LiveShow } from './stack/live-show.ts';
import type { Stack } from './stack/stack.ts';

function given(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Use: npm run verify -- --url URL`);
  return value;
}

describe('the installation', () => {
  let show: LiveShow | null = null;
  const stack = (): Stack => {
    const url = given('OPENSTUDIO_VERIFY_URL');
    return {
      url,
      ownerLink: `${url}/claim/${given('OPENSTUDIO_VERIFY_TOKEN')}`,
      mountsUrl: given('OPENSTUDIO_VERIFY_MOUNTS_URL'),
    };
  };

  serverChecks(stack);
  // Only where it is open to the outside.
  if (process.env.OPENSTUDIO_VERIFY_ICECAST_URL)
    icecastChecks(() => ({ icecastUrl: given('OPENSTUDIO_VERIFY_ICECAST_URL') }));
  else
    doorChecks(() => [
      stack().url,
      new URL(stack().mountsUrl).origin,
      `http://${new URL(stack().url).hostname}:8000`,
    ]);
  turnChecks(stack);

  describe('with a show', () => {
    beforeAll(async () => {
      const desk = await HostDesk.enter(stack().ownerLink, 'Vera Verify');
      const { phase } = desk.state.program;
      await desk.request('room.leave', {});
      desk.close();
      expect(phase, 'A show is on air; verify when it is over.').toBe('off');
      show = await LiveShow.open(stack());
    });

    afterAll(async () => {
      await show?.close();
    });

    broadcastChecks(() => {
      if (show === null) throw new Error('There is no show.');
      return show;
    });

    test('goes off air again', async () => {
      await show?.host.page.getByRole('button', { name: 'Stop broadcast' }).click();
      const lamp = show?.host.page.getByRole('status', { name: 'Broadcast' });
      await expect.poll(() => lamp?.textContent(), { timeout: 20_000 }).toMatch(/^OFF AIR/);
    });
  });
});
