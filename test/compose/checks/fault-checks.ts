/** What breaks on a server and must come back by itself during a live show: restarts, deaths, and the upgrade of the studio. */
import { describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { processesOf } from '../stack/container-facts.ts';
import type { LiveShow } from '../stack/live-show.ts';
import { type OwnStack, SERVICES, type Service } from '../stack/stack.ts';

const TITLE = 'Tea on a train – Folge 7';
/** Between the studio and somebody who listens already is less than one. */
const SECONDS_ON_THE_WAY = 2;
const HEALTHY_WITHIN_MS = 90_000;

/** The processes to kill, by a part of their command lines. Who listens stays connected unless it is Icecast itself that dies. */
const DEATHS: readonly { service: Service; process: string; listenersStay: boolean }[] = [
  { service: 'server', process: 'ffmpeg', listenersStay: true },
  { service: 'server', process: 'mediasoup-worker', listenersStay: true },
  { service: 'server', process: 'server/studio.ts', listenersStay: true },
  { service: 'server', process: 'server/main.ts', listenersStay: true },
  { service: 'standby', process: 'server/standby.ts', listenersStay: true },
  { service: 'coturn', process: 'turnserver', listenersStay: true },
  { service: 'icecast', process: 'icecast2', listenersStay: false },
];

export function faultChecks(stack: () => OwnStack, show: () => LiveShow): void {
  const healthy = async (service: Service) => {
    await until(
      `${service} is healthy`,
      async () => (await (await stack().container(service)).inspect()).State.Health?.Status === 'healthy',
      HEALTHY_WITHIN_MS,
    );
  };
  /** What was on its way to the listener before does not count. */
  const isBack = async () => {
    await show().listener.next(SECONDS_ON_THE_WAY);
    await show().isOnAir();
    await show().isHeard();
  };
  const nobodyWasDropped = () => expect(show().listener.ended).toBe(false);

  describe('a restart', () => {
    test('of the studio keeps every listener, and the show comes back on air by itself', async () => {
      const title = show().host.page.getByRole('textbox', { name: 'Title' });
      await title.fill(TITLE);
      await title.press('Enter');
      await until('the title is kept', async () => (await nowPlaying(stack())).includes(TITLE));
      await stack().compose(['restart', 'server']);
      await healthy('server');
      await isBack();
      nobodyWasDropped();
      expect(await nowPlaying(stack())).toContain(TITLE);
    });

    test('of the standby and of the relay keeps every listener', async () => {
      await stack().compose(['restart', 'standby', 'coturn']);
      await Promise.all([healthy('standby'), healthy('coturn')]);
      await isBack();
      nobodyWasDropped();
    });

    test('of Icecast drops listeners, and the show comes back by itself', async () => {
      await stack().compose(['restart', 'icecast']);
      await healthy('icecast');
      await show().listen();
      await isBack();
    });

    test('of everything keeps links and data, and the show comes back by itself', async () => {
      const before = await fetch(stack().ownerLink, { redirect: 'manual' });
      await stack().compose(['restart']);
      for (const service of SERVICES) await healthy(service);
      await show().listen();
      await isBack();
      const after = await fetch(stack().ownerLink, { redirect: 'manual' });
      expect([before.status, after.status]).toEqual([after.status, before.status]);
      expect(await nowPlaying(stack())).toContain(TITLE);
    });
  });

  describe('kill -9', () => {
    test.each(DEATHS)(
      'of $process in $service ends in a show that is on air again',
      async ({ service, process: name, listenersStay }) => {
        const container = await stack().container(service);
        const isIt = ({ commandLine }: { commandLine: string }) =>
          commandLine.includes(name) && !/^(tini|\/sbin\/docker-init)/.test(commandLine);
        const victims = (await processesOf(container)).filter(isIt).map(({ pid }) => pid);
        expect(victims.length).toBeGreaterThan(0);
        const [victim = 0] = victims;
        process.kill(victim, 'SIGKILL');
        await until(
          'another one runs',
          async () => {
            const now = await processesOf(container).catch(() => []);
            return now.some((entry) => isIt(entry) && !victims.includes(entry.pid));
          },
          HEALTHY_WITHIN_MS,
        );
        await healthy(service);
        if (listenersStay) nobodyWasDropped();
        else await show().listen();
        await isBack();
      },
    );
  });

  describe('an upgrade of the studio', () => {
    test('drops no listener, and the show comes back by itself', async () => {
      const before = await (await stack().container('server')).inspect();
      const next = { REVISION: 'second' };
      // Icecast has just been killed: what catches its listeners has to find it again, too.
      const standby = `${stack().icecastUrl}/main-standby.mp3`;
      await until('the standby holds its mount', () => isThere(standby), HEALTHY_WITHIN_MS);
      await stack().compose(['build', 'server'], next);
      await stack().compose(['up', '-d', '--wait', 'server'], next);
      await isBack();
      await stack().compose(['up', '-d', '--wait'], next);
      await isBack();
      const after = await (await stack().container('server')).inspect();
      expect([
        after.Image === before.Image,
        after.Config.Labels['org.opencontainers.image.revision'],
      ]).toEqual([false, 'second']);
      nobodyWasDropped();
    });
  });
}

async function isThere(url: string): Promise<boolean> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status === 200;
}

async function nowPlaying({ icecastUrl }: OwnStack): Promise<string> {
  return (await fetch(`${icecastUrl}/status-json.xsl`)).text();
}
