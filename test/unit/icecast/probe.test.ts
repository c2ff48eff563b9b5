import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { OggMuxer } from '../../../server/icecast/ogg-muxer.ts';
import { MountProbe } from '../../../server/icecast/probe.ts';

const MP3_FRAME = Buffer.alloc(384);
MP3_FRAME.set([0xff, 0xfb, 0x94, 0x00]);

const ogg = new OggMuxer(1);
const AUDIO = {
  'audio/mpeg': () => Buffer.concat([MP3_FRAME, MP3_FRAME, MP3_FRAME]),
  'audio/ogg': () => ogg.packet(new Uint8Array(200), 960),
  'application/ogg': () => ogg.packet(new Uint8Array(200), 960),
} as const;

/** A mount that answers each listener with `answer`; tells how many came. */
async function mount(answer: (response: ServerResponse) => void) {
  let listeners = 0;
  const server = createServer((_, response) => {
    listeners += 1;
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/main.mp3`, listeners: () => listeners };
}

function listen(url: string) {
  const changes: boolean[] = [];
  const probe = new MountProbe({ url, onChange: (heard) => changes.push(heard) });
  onTestFinished(() => probe.close('test ends'));
  return { probe, changes };
}

const seen = (check: () => void) => vi.waitFor(check, { timeout: 8000, interval: 5 });

describe('a mount probe', () => {
  test.each(['audio/mpeg', 'audio/ogg', 'application/ogg'] as const)('hears %s', async (type) => {
    const { url } = await mount((response) =>
      response.writeHead(200, { 'Content-Type': type }).write(AUDIO[type]()),
    );
    const { changes, probe } = listen(url);
    await seen(() => expect(changes).toEqual([true]));
    expect(probe.heard).toBe(true);
  });

  test('hears nothing in bytes that are no audio', async () => {
    const { url, listeners } = await mount((response) =>
      response.writeHead(200, { 'Content-Type': 'audio/mpeg' }).end(Buffer.alloc(10_000, 0x20)),
    );
    const { changes } = listen(url);
    await seen(() => expect(listeners()).toBeGreaterThan(2));
    expect(changes).toEqual([]);
  });

  test('loses a mount that falls silent, though the connection stays', async () => {
    const { url } = await mount((response) =>
      response.writeHead(200, { 'Content-Type': 'audio/mpeg' }).write(AUDIO['audio/mpeg']()),
    );
    const { changes } = listen(url);
    await seen(() => expect(changes.slice(0, 3)).toEqual([true, false, true]));
  });

  test('loses a mount that goes, and finds it when it is back', async () => {
    let there = true;
    const open: ServerResponse[] = [];
    const { url } = await mount((response) => {
      open.push(response);
      if (there) response.writeHead(200, { 'Content-Type': 'audio/mpeg' }).write(AUDIO['audio/mpeg']());
      else response.writeHead(404).end();
    });
    const { changes } = listen(url);
    await seen(() => expect(changes).toEqual([true]));
    there = false;
    open.at(-1)?.destroy();
    await seen(() => expect(changes).toEqual([true, false]));
    there = true;
    await seen(() => expect(changes).toEqual([true, false, true]));
  });

  test('listens anew without a moment in which it hears nothing', async () => {
    const open: ServerResponse[] = [];
    const { url, listeners } = await mount((response) => {
      open.push(response);
      response.writeHead(200, { 'Content-Type': 'audio/mpeg' }).write(AUDIO['audio/mpeg']());
    });
    const { changes, probe } = listen(url);
    await seen(() => expect(changes).toEqual([true]));
    probe.listenAnew();
    await seen(() => expect(open[0]?.closed).toBe(true));
    expect(listeners()).toBe(2);
    expect(open[1]?.closed).toBe(false);
    expect(changes).toEqual([true]);
  });

  test('stays where it is when listening anew fails', async () => {
    const open: ServerResponse[] = [];
    const { url, listeners } = await mount((response) => {
      if (open.push(response) > 1) response.writeHead(503).end();
      else response.writeHead(200, { 'Content-Type': 'audio/mpeg' }).write(AUDIO['audio/mpeg']());
    });
    const { changes, probe } = listen(url);
    await seen(() => expect(changes).toEqual([true]));
    probe.listenAnew();
    await seen(() => expect(listeners()).toBe(2));
    await seen(() => expect(open[1]?.closed).toBe(true));
    expect(open[0]?.closed).toBe(false);
    expect(probe.heard).toBe(true);
  });

  test('is quiet once closed', async () => {
    const { url } = await mount((response) =>
      response.writeHead(200, { 'Content-Type': 'audio/mpeg' }).write(AUDIO['audio/mpeg']()),
    );
    const { changes, probe } = listen(url);
    await seen(() => expect(changes).toEqual([true]));
    probe.close('program stopped');
    expect(changes).toEqual([true]);
    expect(probe.ownedCount).toBe(0);
  });
});
