/** A real broadcast: two people whose browsers may use the relay alone, and their tones where listeners tune in. */
import { describe, expect, test } from 'vitest';
import { usedCandidates } from '../../support/browser/relay-only.ts';
import { MountListener } from '../../support/mount-listener.ts';
import { until } from '../../support/until.ts';
import type { LiveShow } from '../stack/live-show.ts';

export function broadcastChecks(show: () => LiveShow): void {
  describe('a broadcast of two people behind firewalls', () => {
    test('goes on air', async () => {
      await show().goLive();
      await show().listen();
    });

    test('is heard where listeners tune in, both of them', async () => {
      await show().isHeard();
    });

    test('is found under every address that hosts are shown', async () => {
      const addresses = await show().shownAddresses();
      expect(addresses.length).toBeGreaterThan(0);
      for (const address of addresses) {
        const listener = await MountListener.open(address);
        listener.close();
      }
    });

    test('reaches the browsers through the relay and in no other way', async () => {
      for (const person of [show().host, show().guest]) {
        const kinds = await until(`${person.name} has both connections`, async () => {
          const used = await usedCandidates(person);
          return used.length === 2 ? used : null;
        });
        expect(kinds).toEqual(['relay', 'relay']);
      }
    });
  });
}
