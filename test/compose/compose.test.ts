/**
 * The compose stack, built and started as people do it, and then everything that goes wrong in such stacks. One file, because the order
 * matters: what is asked of a stack that is well comes before what is broken on purpose.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import { broadcastChecks } from './checks/broadcast-checks.ts';
import { demoChecks } from './checks/demo-checks.ts';
import { doorChecks } from './checks/door-checks.ts';
import { faultChecks } from './checks/fault-checks.ts';
import { hardeningChecks } from './checks/hardening-checks.ts';
import { healthChecks } from './checks/health-checks.ts';
import { icecastChecks } from './checks/icecast-checks.ts';
import { quietLogChecks } from './checks/log-checks.ts';
import { monitoringChecks } from './checks/monitoring-checks.ts';
import { relayStatisticsChecks } from './checks/relay-statistics-checks.ts';
import { removalChecks } from './checks/removal-checks.ts';
import { secretLeakChecks, secretStartChecks } from './checks/secret-checks.ts';
import { serverChecks } from './checks/server-checks.ts';
import { tlsChecks } from './checks/tls-checks.ts';
import { turnChecks } from './checks/turn-checks.ts';
import { ComposeStack } from './stack/compose-stack.ts';
import { LiveShow } from './stack/live-show.ts';
import { type OwnStack, SERVICES } from './stack/stack.ts';

const BUILD_DEADLINE_MS = 900_000;

describe('docker compose', () => {
  let own: ComposeStack | null = null;
  let show: LiveShow | null = null;

  const stack = (): OwnStack => {
    if (own === null) throw new Error('The stack is not up.');
    return own.stack;
  };
  const live = (): LiveShow => {
    if (show === null) throw new Error('There is no show.');
    return show;
  };

  beforeAll(async () => {
    own = await ComposeStack.build();
    await own.up();
  }, BUILD_DEADLINE_MS);

  afterAll(async () => {
    await show?.close();
    await own?.close();
  });

  describe.concurrent('that has just started', () => {
    healthChecks(stack);
    serverChecks(stack);
    secretStartChecks(stack);
    demoChecks(stack);
  });

  describe('with a show', () => {
    beforeAll(async () => {
      show = await LiveShow.open(stack());
    });
    afterAll(async () => {
      await show?.close();
    });

    broadcastChecks(live);
    quietLogChecks(stack);
    // They break nothing, so they may ask at the same time.
    describe.concurrent('that goes on', () => {
      hardeningChecks(stack);
      tlsChecks(stack);
      monitoringChecks(stack);
      icecastChecks(stack);
      doorChecks(() => {
        const { publicIp, environment, httpPort, httpsPort } = stack();
        return [
          `http://${publicIp}:${environment.ICECAST_PORT}`,
          `http://${publicIp}:${environment.HTTP_PORT}`,
          `http://${publicIp}:${httpPort}`,
          `http://localhost:${httpPort}`,
          `https://localhost:${httpsPort}`,
        ];
      });
      turnChecks(stack, {
        peers: () => innerAddresses(stack()),
        secret: () => stack().secrets.get('turn-secret') ?? '',
        limitsStrangers: async () => {
          const help = 'turnserver -h 2>&1; true';
          const text = await stack().compose(['exec', '-T', 'coturn', 'sh', '-c', help]);
          return text.includes('--unauthorized-ratelimit-rps');
        },
        tlsPort: () => stack().turnTlsPort,
      });
    });

    faultChecks(stack, live);
    relayStatisticsChecks(stack);
    secretLeakChecks(stack);
  });

  removalChecks(stack);
});

/** Where the containers and the gateways of their networks are. */
async function innerAddresses(stack: OwnStack): Promise<readonly string[]> {
  const infos = await Promise.all(
    SERVICES.map(async (service) => (await stack.container(service)).inspect()),
  );
  return infos
    .flatMap(({ NetworkSettings }) => Object.values(NetworkSettings.Networks))
    .flatMap(({ IPAddress, Gateway }) => [IPAddress, Gateway])
    .filter((address) => address !== '');
}
