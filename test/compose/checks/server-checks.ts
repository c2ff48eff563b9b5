/** The studio itself: it lives, it can accept shows, it shows figures, and it lets nobody in who has no link. */
import { describe, expect, test } from 'vitest';
import type { Stack } from '../stack/stack.ts';

export function serverChecks(stack: () => Stack): void {
  describe('the server', () => {
    test('says that its process runs', async () => {
      expect((await fetch(`${stack().url}/healthz`)).status).toBe(200);
    });

    test('says that shows can be accepted, and by which checks', async () => {
      const answer = await fetch(`${stack().url}/readyz`);
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ status: 'ready' });
    });

    test('has figures for Prometheus', async () => {
      const text = await (await fetch(`${stack().url}/metrics`)).text();
      expect(text).toMatch(/^studio_build_info\{/m);
    });

    test('serves the page of the studio and of listeners', async () => {
      for (const page of ['/studio/main', '/listen/main']) {
        const answer = await fetch(stack().url + page);
        expect([page, answer.status, answer.headers.get('content-security-policy') !== null]).toEqual([
          page,
          200,
          true,
        ]);
      }
    });

    test('lets the owner in by the owner’s link, and nobody by another', async () => {
      const claim = (link: string) => fetch(link, { redirect: 'manual' });
      expect((await claim(stack().ownerLink)).headers.get('set-cookie')).toContain('HttpOnly');
      const wrong = await claim(`${stack().url}/claim/${'x'.repeat(43)}`);
      expect(wrong.status).toBeGreaterThanOrEqual(400);
      expect(wrong.headers.get('set-cookie')).toBeNull();
    });
  });
}
