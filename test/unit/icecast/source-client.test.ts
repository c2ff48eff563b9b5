import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { SourceClient, type SourceClientOptions } from '../../../server/icecast/source-client.ts';
import type { MountProblem } from '../../../server/program/live-path-port.ts';
import { FakeIcecast, friendly, refusing, type Script, silentWith } from './fake-icecast.ts';

type Outcome = 'accepted' | MountProblem;

/** Opens a source client and tells what becomes of it, in order. */
function open(port: number, changes: Partial<SourceClientOptions> = {}) {
  const outcomes: Outcome[] = [];
  const client = new SourceClient({
    address: { host: '127.0.0.1', port, password: 'very-secret' },
    source: {
      mount: 'main.mp3',
      contentType: 'audio/mpeg',
      bitrateKbps: 128,
      name: 'Show',
      description: 'Show',
      url: '',
    },
    confirm: async () => false,
    onAccepted: () => outcomes.push('accepted'),
    onLost: (problem) => outcomes.push(problem),
    ...changes,
  });
  onTestFinished(() => client.close('test ends'));
  return { client, outcomes };
}

async function icecast(script: Script): Promise<FakeIcecast> {
  const fake = await FakeIcecast.start(script);
  onTestFinished(async () => fake[Symbol.asyncDispose]());
  return fake;
}

const outcome = (outcomes: readonly Outcome[], count = 1) =>
  vi.waitFor(() => expect(outcomes).toHaveLength(count), { timeout: 8000 });

describe('a source client', () => {
  test('carries bytes once Icecast said 100 Continue, and none before', async () => {
    const fake = await icecast(friendly);
    const { client, outcomes } = open(fake.port);
    client.write(Buffer.from('too early'));
    await outcome(outcomes);
    client.write(Buffer.from('on '));
    client.write(Buffer.from('air'));
    await vi.waitFor(() => expect(fake.connections[0]?.body().toString()).toBe('on air'));
    expect(outcomes).toEqual(['accepted']);
    expect(fake.requests).toEqual(['PUT /main.mp3 HTTP/1.1']);
  });

  test('takes an immediate 200 for the same', async () => {
    const fake = await icecast(({ socket }) => socket.write('HTTP/1.0 200 OK\r\n\r\n'));
    const { outcomes } = open(fake.port);
    await outcome(outcomes);
    expect(outcomes).toEqual(['accepted']);
  });

  test('asks for the mount list when Icecast takes the request without a word', async () => {
    const fake = await icecast(silentWith(['main.mp3']));
    const { outcomes } = open(fake.port, { confirm: async () => true });
    await outcome(outcomes);
    expect(outcomes).toEqual(['accepted']);
  });

  test('takes silence for a wedged Icecast when the mount is not listed', async () => {
    const fake = await icecast(silentWith([]));
    const { outcomes, client } = open(fake.port);
    await outcome(outcomes);
    expect(outcomes).toMatchObject([{ code: 'icecast_unreachable' }]);
    expect(client.closed).toBe(true);
  });

  test.each([
    [401, 'You need to authenticate', 'mount_refused'],
    [403, 'Mountpoint in use', 'mount_in_use'],
    [403, 'too many sources connected', 'mount_rejected'],
    [403, 'Content-type not supported', 'mount_rejected'],
    [409, '', 'mount_in_use'],
    [403, '', 'mount_rejected'],
  ])('reports %i "%s" as %s', async (status, text, code) => {
    const fake = await icecast(refusing(status, text));
    const { outcomes } = open(fake.port);
    await outcome(outcomes);
    expect(outcomes).toMatchObject([{ code }]);
    expect(JSON.stringify(outcomes)).not.toContain('very-secret');
  });

  test('waits for the text of a refusal that comes in pieces', async () => {
    const fake = await icecast(({ socket }) => {
      socket.write('HTTP/1.0 403 Forbidden\r\n\r\n');
      setImmediate(() => socket.end('Mountpoint in use'));
    });
    const { outcomes } = open(fake.port);
    await outcome(outcomes);
    expect(outcomes).toMatchObject([{ code: 'mount_in_use' }]);
  });

  test('reports a port where nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await new Promise((resolve) => server.close(resolve));
    const { outcomes } = open(port);
    await outcome(outcomes);
    expect(outcomes).toMatchObject([{ code: 'icecast_unreachable' }]);
  });

  test('reports a connection that breaks after it was accepted', async () => {
    const fake = await icecast(friendly);
    const { outcomes } = open(fake.port);
    await outcome(outcomes);
    fake.connections[0]?.socket.end();
    await outcome(outcomes, 2);
    expect(outcomes).toMatchObject(['accepted', { code: 'mount_lost' }]);
  });

  test('gives up on an Icecast that takes no bytes, and holds little meanwhile', async () => {
    const fake = await icecast((connection) => {
      friendly(connection);
      connection.socket.pause();
    });
    const { client, outcomes } = open(fake.port);
    await outcome(outcomes);
    const fill = setInterval(() => client.write(new Uint8Array(1024 * 1024)), 20);
    await outcome(outcomes, 2).finally(() => clearInterval(fill));
    expect(outcomes).toMatchObject(['accepted', { code: 'mount_lost' }]);
  });

  test('sends its last bytes when it stops, and tells nobody', async () => {
    const fake = await icecast(friendly);
    const { client, outcomes } = open(fake.port);
    await outcome(outcomes);
    client.write(Buffer.from('sound '));
    await client.stop(Buffer.from('end'));
    await vi.waitFor(() => expect(fake.connections[0]?.body().toString()).toBe('sound end'));
    expect(client.closed).toBe(true);
    expect(outcomes).toEqual(['accepted']);
  });

  test('tells nobody after it was closed', async () => {
    const fake = await icecast(friendly);
    const { client, outcomes } = open(fake.port);
    client.close('changed my mind');
    const second = open(fake.port);
    await outcome(second.outcomes);
    expect(outcomes).toEqual([]);
    expect(client.ownedCount).toBe(0);
  });
});
