/** What the mixer sends back into the feed, on its way through a real worker into the ears of the room. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { RoomMedia } from '../../../server/media/room-media.ts';
import { writeRtp } from '../../support/synthetic/rtp-packet.ts';
import { SyntheticParticipant } from '../../support/synthetic-participant.ts';
import { until } from '../../support/until.ts';
import { openPool } from './open-pool.ts';

async function udp(): Promise<{ readonly socket: Socket; readonly address: { ip: string; port: number } }> {
  const socket = createSocket('udp4');
  onTestFinished(() => {
    socket.close();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { socket, address: { ip: '127.0.0.1', port: socket.address().port } };
}

async function enter(room: RoomMedia): Promise<SyntheticParticipant> {
  const participant = await SyntheticParticipant.enter(room.openParticipant());
  onTestFinished(() => participant.close());
  return participant;
}

const packet = (ssrc: number, sequence: number, text: string): Buffer =>
  writeRtp({
    ...{ ssrc, sequence, payloadType: 100, timestamp: 960 * sequence, marker: sequence === 0 },
    payload: Buffer.from(text),
  });

test('what the mixer sends reaches everybody who asks for it, and what a stranger sends reaches nobody', async () => {
  const { pool } = await openPool();
  const room = await pool.openRoom();
  const [mixer, stranger] = [await udp(), await udp()];
  const feed = await room.openFeed(mixer.address);
  const { producerId, ssrc } = await room.openReturn();
  expect(await room.stats()).toEqual({ transports: 1, producers: 1, consumers: 0 });
  const people = [await enter(room), await enter(room)];
  const heard: string[][] = [[], []];
  for (const [index, person] of people.entries()) {
    const listener = await person.listen(producerId);
    listener.onPacket(({ payload }) => heard[index]?.push(payload.toString()));
  }
  let sequence = 0;
  const send = (): void => {
    stranger.socket.send(packet(ssrc, sequence, 'stranger'), feed.port, feed.ip);
    mixer.socket.send(packet(ssrc, sequence, 'mixer'), feed.port, feed.ip);
    sequence += 1;
  };
  const timer = setInterval(send, 20);
  onTestFinished(() => clearInterval(timer));
  await until('both hear it', () => heard.every((payloads) => payloads.length >= 20));
  expect(new Set(heard.flat())).toEqual(new Set(['mixer']));
});

test('it ends with its feed, and is another one on the next', async () => {
  const { pool } = await openPool();
  const room = await pool.openRoom();
  await expect(room.openReturn()).rejects.toMatchObject({ code: 'internal' });
  const mixer = await udp();
  await room.openFeed(mixer.address);
  const first = await room.openReturn();
  await room.openFeed(mixer.address);
  expect(first.closed).toBe(true);
  const person = await enter(room);
  await expect(person.listen(first.producerId)).rejects.toMatchObject({ code: 'producer_not_found' });
  const second = await room.openReturn();
  const third = await room.openReturn();
  expect([second.closed, third.closed]).toEqual([true, false]);
  await person.listen(third.producerId);
});
