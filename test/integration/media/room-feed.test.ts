import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { producerId } from '#protocol/ids.ts';
import type { RoomMedia } from '../../../server/media/room-media.ts';
import { type RtpPacket, readRtp } from '../../support/synthetic/rtp-packet.ts';
import { SyntheticParticipant } from '../../support/synthetic-participant.ts';
import { until } from '../../support/until.ts';
import { openPool } from './open-pool.ts';

type Arrival = RtpPacket & { readonly fromPort: number };

/** A UDP socket in the place of the mixer, with all RTP that arrived. */
async function openMixer() {
  const socket = createSocket('udp4');
  onTestFinished(() => {
    socket.close();
  });
  const arrivals: Arrival[] = [];
  socket.on('message', (message, { port }) => {
    const packet = readRtp(message);
    if (packet !== null) arrivals.push({ ...packet, fromPort: port });
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const of = (ssrc: number) => arrivals.filter((arrival) => arrival.ssrc === ssrc);
  return { address: { ip: '127.0.0.1', port: socket.address().port }, arrivals, of };
}

async function enter(room: RoomMedia) {
  const media = room.openParticipant();
  const participant = await SyntheticParticipant.enter(media);
  onTestFinished(() => participant.close());
  return { media, participant };
}

describe('the feed to the mixer', () => {
  test('carries a tapped producer with the announced SSRC and payload type, from the announced port', async () => {
    const { pool } = await openPool();
    const room = await pool.openRoom();
    const mixer = await openMixer();
    const source = await room.openFeed(mixer.address);
    const { participant } = await enter(room);
    const { producerId, talker } = await participant.talk();
    const tap = await room.tap(producerId);
    const heard = await until(
      'half a second of RTP',
      () => mixer.of(tap.ssrc).length >= 25 && mixer.of(tap.ssrc),
    );
    expect(source.ip).toBe('127.0.0.1');
    for (const arrival of heard) {
      expect(arrival.fromPort).toBe(source.port);
      expect(arrival.payloadType).toBe(tap.payloadType);
      expect(arrival.payload.length).toBeGreaterThan(50);
    }
    expect(mixer.arrivals).toHaveLength(mixer.of(tap.ssrc).length);
    expect(talker.ssrc).not.toBe(tap.ssrc);
    expect(await room.stats()).toEqual({ transports: 3, producers: 1, consumers: 1 });
  });

  test('tells producers apart by SSRC', async () => {
    const { pool } = await openPool();
    const room = await pool.openRoom();
    const mixer = await openMixer();
    await room.openFeed(mixer.address);
    const people = await Promise.all([enter(room), enter(room), enter(room)]);
    const talks = await Promise.all(people.map(({ participant }) => participant.talk()));
    const taps = await Promise.all(talks.map((talk) => room.tap(talk.producerId)));
    expect(new Set(taps.map(({ ssrc }) => ssrc)).size).toBe(3);
    await until('all three', () => taps.every(({ ssrc }) => mixer.of(ssrc).length >= 10));
  });

  test('a closed tap is silent at once, and the others go on', async () => {
    const { pool } = await openPool();
    const room = await pool.openRoom();
    const mixer = await openMixer();
    await room.openFeed(mixer.address);
    const [{ participant }, other] = await Promise.all([enter(room), enter(room)]);
    const tap = await room.tap((await participant.talk()).producerId);
    const otherTap = await room.tap((await other.participant.talk()).producerId);
    await until('both', () => [tap, otherTap].every(({ ssrc }) => mixer.of(ssrc).length >= 5));
    tap.close('off air');
    const before = { closed: mixer.of(tap.ssrc).length, open: mixer.of(otherTap.ssrc).length };
    await until('the other', () => mixer.of(otherTap.ssrc).length >= before.open + 25);
    expect(mixer.of(tap.ssrc).length - before.closed).toBeLessThan(5);
    expect((await room.stats()).consumers).toBe(1);
  });

  test('a tap closes with its producer', async () => {
    const { pool } = await openPool();
    const room = await pool.openRoom();
    const mixer = await openMixer();
    await room.openFeed(mixer.address);
    const { media, participant } = await enter(room);
    const { producerId } = await participant.talk();
    const tap = await room.tap(producerId);
    const reason = new Promise<string>((resolve) => tap.onClosed(resolve));
    media.closeProducer(producerId);
    expect(await reason).toBe('producer closed');
    await expect(room.tap(producerId)).rejects.toMatchObject({ code: 'producer_not_found' });
  });

  test('a tap closes with its room', async () => {
    const { pool } = await openPool();
    const room = await pool.openRoom();
    const mixer = await openMixer();
    await room.openFeed(mixer.address);
    const { participant } = await enter(room);
    const tap = await room.tap((await participant.talk()).producerId);
    room.close('show over');
    expect(tap.closed).toBe(true);
    await expect(room.openFeed(mixer.address)).rejects.toMatchObject({ code: 'media_reset' });
  });

  test('opened anew it sends to the new mixer, and the earlier taps are closed', async () => {
    const { pool, routers } = await openPool();
    const room = await pool.openRoom();
    const [earlier, later] = [await openMixer(), await openMixer()];
    await room.openFeed(earlier.address);
    const { participant } = await enter(room);
    const { producerId } = await participant.talk();
    const tap = await room.tap(producerId);
    await until('the earlier mixer', () => earlier.of(tap.ssrc).length > 0);
    await room.openFeed(later.address);
    expect(tap.closed).toBe(true);
    const next = await room.tap(producerId);
    await until('the later mixer', () => later.of(next.ssrc).length >= 10);
    expect((await routers[0]?.dump())?.transportIds).toHaveLength(3);
  });

  test('takes only audio of this room', async () => {
    const { pool } = await openPool();
    const room = await pool.openRoom();
    await expect(room.tap(producerId.parse('unknown'))).rejects.toMatchObject({
      code: 'producer_not_found',
    });
    const media = room.openParticipant();
    const { send } = await media.openTransports();
    const camera = await media.produce({
      transportId: send.id,
      rtpParameters: {
        codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
        encodings: [{ ssrc: 1 }],
      },
      paused: false,
      source: 'camera',
    });
    await expect(room.tap(camera)).rejects.toMatchObject({ code: 'media_refused' });
  });
});
