/** What a host reads when the way to the listeners is blocked, and that the program goes on air by itself when it is free. */
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { LocalIcecast } from '../../../server/icecast/local-icecast.ts';
import { createLog } from '../../../server/log.ts';
import { freePorts } from '../../support/free-ports.ts';
import { HostDesk } from '../../support/host-desk.ts';
import { type Studio, startStudio } from '../../support/studio.ts';
import { until } from '../../support/until.ts';

const SOURCE_PASSWORD = 'source-password-of-this-test';
const ADMIN_PASSWORD = 'admin-password-of-this-test';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function icecastOn(port: number): Promise<LocalIcecast> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'openstudio-icecast-'));
  const icecast = await LocalIcecast.start({
    port,
    dataDir,
    log: createLog({ level: 'silent' }),
    sourcePassword: SOURCE_PASSWORD,
    adminPassword: ADMIN_PASSWORD,
  });
  ends.push(async () => {
    await icecast.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return icecast;
}

async function studioOn(env: Readonly<Record<string, string>>): Promise<{ studio: Studio; desk: HostDesk }> {
  const studio = await startStudio(env);
  ends.push(() => studio.stop());
  const desk = await HostDesk.enter(studio.ownerLink);
  ends.push(() => desk.close());
  return { studio, desk };
}

const external = (port: number, sourcePassword = SOURCE_PASSWORD) => ({
  ICECAST_URL: `http://127.0.0.1:${port}`,
  ICECAST_SOURCE_PASSWORD: sourcePassword,
  ICECAST_ADMIN_PASSWORD: ADMIN_PASSWORD,
});

test('while Icecast is not there the host is told so, and when it comes the program goes on air by itself', async () => {
  const port = await freePorts();
  const { desk } = await studioOn(external(port));
  await desk.call('program.start', {});
  await desk.programIs('the problem is told', (program) => program.problem?.code === 'icecast_unreachable');
  expect(desk.state.program.phase).toBe('starting');
  expect(desk.state.program.problem?.detail).toMatch(/\w+ .*\w+/);
  await icecastOn(port);
  await desk.programIs(
    'on air by itself, without a problem left',
    (program) => program.phase === 'live' && program.problem === null,
  );
});

test('a wrong source password fails the start in words, and the password is nowhere in the log', async () => {
  const port = await freePorts();
  await icecastOn(port);
  const wrong = 'wrong-password-of-this-test';
  const { studio, desk } = await studioOn(external(port, wrong));
  await desk.call('program.start', {});
  await desk.programIs('failed', (program) => program.phase === 'failed');
  expect(desk.state.program.problem?.code).toBe('mount_refused');
  expect(studio.output()).not.toContain(wrong);
  expect(studio.output()).not.toContain(ADMIN_PASSWORD);
});

test('a mount that another source holds is told, and taken as soon as it is free', async () => {
  const port = await freePorts();
  await icecastOn(port);
  const stranger = await strangerOn(port, '/main.mp3');
  const { desk } = await studioOn(external(port));
  await desk.call('program.start', {});
  await desk.programIs('mount in use', (program) => program.problem?.code === 'mount_in_use');
  expect(stranger.destroyed).toBe(false);
  stranger.destroy();
  await desk.programIs('on air', (program) => program.mounts.every((mount) => mount.evidence === 'heard'));
  expect(desk.state.program.phase).toBe('live');
});

test('without ffmpeg Go live fails with a sentence, and the room goes on', async () => {
  const { desk } = await studioOn({ FFMPEG_PATH: '/nowhere/ffmpeg' });
  await desk.call('program.start', {});
  await desk.programIs('failed', (program) => program.phase === 'failed');
  expect(desk.state.program.problem?.code).toBe('encoder_missing');
  await desk.call('participant.rename', { name: 'Still here' });
  await until('the room goes on', () =>
    Object.values(desk.state.participants).some((participant) => participant.name === 'Still here'),
  );
});

/** A source that is not ours: holds the mount and trickles bytes so that Icecast keeps it. */
async function strangerOn(port: number, mount: string): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1');
  ends.push(() => socket.destroy());
  socket.on('error', () => {});
  const authorization = Buffer.from(`source:${SOURCE_PASSWORD}`).toString('base64');
  socket.write(
    `PUT ${mount} HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${authorization}\r\nContent-Type: audio/mpeg\r\n\r\n`,
  );
  const trickle = setInterval(() => socket.write(Buffer.alloc(384)), 200);
  socket.once('close', () => clearInterval(trickle));
  await until(
    `${mount} has the stranger`,
    () =>
      new Promise<boolean>((resolve) => {
        http
          .get({ host: '127.0.0.1', port, path: mount, agent: false }, (response) => {
            response.destroy();
            resolve(response.statusCode === 200);
          })
          .on('error', () => resolve(false));
      }),
  );
  return socket;
}
