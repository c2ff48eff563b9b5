import { describe, expect, onTestFinished, test } from 'vitest';
import { consumerId, type ProducerId, producerId, transportId } from '#protocol/ids.ts';
import type { ParticipantMedia } from '../../../server/media/participant-media.ts';
import type { RoomMedia } from '../../../server/media/room-media.ts';
import { SYNTHETIC_RTP_CAPABILITIES, SyntheticParticipant } from '../../support/synthetic-participant.ts';
import { until } from '../../support/until.ts';
import { openPool } from './open-pool.ts';

const DTLS_PARAMETERS = {
  role: 'client' as const,
  fingerprints: [{ algorithm: 'sha-256' as const, value: Array(32).fill('AB').join(':') }],
};

/** A room with one router to look into. */
async function openRoom() {
  const { pool, routers, workers } = await openPool();
  const room = await pool.openRoom();
  const router = routers[0] ?? expect.fail('The pool made no router.');
  return { pool, room, router, worker: workers[0] ?? expect.fail('The pool made no worker.') };
}

/** Somebody who is connected to the room. */
async function enter(media: ParticipantMedia): Promise<SyntheticParticipant> {
  const participant = await SyntheticParticipant.enter(media);
  onTestFinished(() => participant.close());
  return participant;
}

const microphone = (ssrc: number) => ({
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48000, channels: 2 }],
  encodings: [{ ssrc }],
});

describe('two participants', () => {
  test('hear each other over UDP', async () => {
    const { room } = await openRoom();
    const media = [room.openParticipant(), room.openParticipant()] as const;
    const [alice, bob] = await Promise.all([enter(media[0]), enter(media[1])]);
    const [fromAlice, fromBob] = await Promise.all([alice.talk({ toneHz: 440 }), bob.talk({ toneHz: 880 })]);
    const [atBob, atAlice] = await Promise.all([
      bob.listen(fromAlice.producerId),
      alice.listen(fromBob.producerId),
    ]);
    await Promise.all([atBob.receive(25), atAlice.receive(25)]);
    const stats = await media[0].stats();
    expect(stats.iceProtocol).toBe('udp');
    expect(stats.consumers).toBe(1);
    expect(stats.bytesSent).toBeGreaterThan(0);
    expect(stats.producers).toMatchObject([{ producerId: fromAlice.producerId, packetLoss: 0, score: 10 }]);
    expect(await room.stats()).toEqual({ transports: 4, producers: 2, consumers: 2 });
  });

  test('a paused producer is silent, and speaks again when it is resumed', async () => {
    const { room } = await openRoom();
    const [aliceMedia, bobMedia] = [room.openParticipant(), room.openParticipant()];
    const [alice, bob] = await Promise.all([enter(aliceMedia), enter(bobMedia)]);
    const { producerId, talker } = await alice.talk();
    const listener = await bob.listen(producerId);
    await listener.receive(10);
    await aliceMedia.setProducerPaused(producerId, true);
    const heard = listener.packets;
    const sent = talker.sent;
    await until('25 packets into the void', () => talker.sent >= sent + 25);
    // A packet or two may have been on their way when the pause began.
    expect(listener.packets - heard).toBeLessThan(5);
    await aliceMedia.setProducerPaused(producerId, false);
    await listener.receive(10);
  });

  test('a consumer begins in silence until it is resumed', async () => {
    const { room } = await openRoom();
    const [aliceMedia, bobMedia] = [room.openParticipant(), room.openParticipant()];
    const alice = await enter(aliceMedia);
    await bobMedia.openTransports();
    const { producerId } = await alice.talk();
    const opened = await bobMedia.consume({ producerId, rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES });
    expect(opened).toMatchObject({ producerId, kind: 'audio' });
    await expect(bobMedia.resumeConsumer(opened.consumerId)).resolves.toBeUndefined();
    bobMedia.closeConsumer(opened.consumerId);
    await expect(bobMedia.resumeConsumer(opened.consumerId)).rejects.toMatchObject({
      code: 'consumer_not_found',
    });
  });

  test('an ICE restart gives new credentials to the same transport', async () => {
    const { room } = await openRoom();
    const media = room.openParticipant();
    const { send } = await media.openTransports();
    const restarted = await media.restartIce(send.id);
    expect(restarted.usernameFragment).not.toBe(send.iceParameters.usernameFragment);
  });
});

describe('a room of many', () => {
  const PEOPLE = 16;

  test('whoever unmutes is heard by everybody at once, as they asked to hear him while he was muted', async () => {
    const { room } = await openRoom();
    const aliceMedia = room.openParticipant();
    const alice = await enter(aliceMedia);
    const { producerId } = await alice.talk();
    await aliceMedia.setProducerPaused(producerId, true);
    const others = await Promise.all(Array.from({ length: PEOPLE }, () => enter(room.openParticipant())));
    const listeners = await Promise.all(others.map((each) => each.listen(producerId)));
    await aliceMedia.setProducerPaused(producerId, false);
    const unmutedAtMs = performance.now();
    await Promise.all(listeners.map((listener) => listener.receive(1)));
    // Nothing is left to be made for anybody: a packet of 20 ms, and the patience of a busy machine.
    expect(performance.now() - unmutedAtMs).toBeLessThan(500);
  });

  test('a newcomer hears those who speak before a crowd of muted ones is ready', async () => {
    const { room } = await openRoom();
    const speakers = await publish(room, { count: 4, muted: false });
    const muted = await publish(room, { count: 4, muted: true });
    const newcomer = room.openParticipant();
    await newcomer.openTransports();
    const ready: ProducerId[] = [];
    const consume = async (id: ProducerId) => {
      await newcomer.consume({ producerId: id, rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES });
      ready.push(id);
    };
    const crowd = Array.from({ length: 25 }, () => muted).flat();
    await Promise.all([...crowd, ...speakers].map(consume));
    const lastSpeaker = Math.max(...speakers.map((id) => ready.indexOf(id)));
    expect(lastSpeaker).toBeLessThan(ready.length - speakers.length);
    expect(ready).toHaveLength(crowd.length + speakers.length);
  });
});

/** The microphones of so many people who have come in. */
async function publish(
  room: RoomMedia,
  { count, muted }: { count: number; muted: boolean },
): Promise<ProducerId[]> {
  const people = Array.from({ length: count }, async (_, index) => {
    const media = room.openParticipant();
    const { send } = await media.openTransports();
    return media.produce({ transportId: send.id, rtpParameters: microphone(1 + index), paused: muted });
  });
  return Promise.all(people);
}

describe('what a participant may not do', () => {
  test('ids of strangers are unknown', async () => {
    const { room } = await openRoom();
    const [mine, theirs] = [room.openParticipant(), room.openParticipant()];
    const own = await mine.openTransports();
    const { send, receive } = await theirs.openTransports();
    const stranger = await theirs.produce({
      transportId: send.id,
      rtpParameters: microphone(1),
      paused: false,
    });
    await mine.produce({ transportId: own.send.id, rtpParameters: microphone(1), paused: false });
    const opened = await theirs.consume({
      producerId: stranger,
      rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES,
    });
    const request = { rtpParameters: microphone(2), paused: false };
    const unknown = { code: 'transport_not_found' };
    await expect(mine.connectTransport(send.id, DTLS_PARAMETERS)).rejects.toMatchObject(unknown);
    await expect(mine.restartIce(receive.id)).rejects.toMatchObject(unknown);
    await expect(mine.produce({ ...request, transportId: send.id })).rejects.toMatchObject(unknown);
    await expect(mine.produce({ ...request, transportId: own.receive.id })).rejects.toMatchObject(unknown);
    await expect(mine.setProducerPaused(stranger, true)).rejects.toMatchObject({
      code: 'producer_not_found',
    });
    expect(() => mine.closeProducer(stranger)).toThrow(
      expect.objectContaining({ code: 'producer_not_found' }),
    );
    await expect(mine.resumeConsumer(opened.consumerId)).rejects.toMatchObject({
      code: 'consumer_not_found',
    });
    expect(() => mine.closeConsumer(opened.consumerId)).toThrow(
      expect.objectContaining({ code: 'consumer_not_found' }),
    );
  });

  test('producers of another room cannot be received', async () => {
    const { pool, room } = await openRoom();
    const other = await pool.openRoom();
    const [here, there] = [room.openParticipant(), other.openParticipant()];
    await here.openTransports();
    const { send } = await there.openTransports();
    const foreign = await there.produce({
      transportId: send.id,
      rtpParameters: microphone(1),
      paused: false,
    });
    await expect(
      here.consume({ producerId: foreign, rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES }),
    ).rejects.toMatchObject({ code: 'producer_not_found' });
  });

  test('nothing is found before transports are open', async () => {
    const { room } = await openRoom();
    const media = room.openParticipant();
    const request = { transportId: transportId.parse('x'), rtpParameters: microphone(1), paused: false };
    await expect(media.produce(request)).rejects.toMatchObject({ code: 'transport_not_found' });
    await expect(media.setProducerPaused(producerId.parse('x'), true)).rejects.toMatchObject({
      code: 'producer_not_found',
    });
    expect(() => media.closeConsumer(consumerId.parse('x'))).toThrow(
      expect.objectContaining({ code: 'consumer_not_found' }),
    );
    expect((await media.stats()).producers).toEqual([]);
  });

  test('more than four producers are refused, even when all are asked for at once', async () => {
    const { room } = await openRoom();
    const media = room.openParticipant();
    const { send } = await media.openTransports();
    const asked = Array.from({ length: 10 }, (_, index) =>
      media
        .produce({ transportId: send.id, rtpParameters: microphone(index + 1), paused: false })
        .catch((error: unknown) => error),
    );
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => typeof answer === 'string')).toHaveLength(4);
    expect(answers.slice(4)).toMatchObject(Array(6).fill({ code: 'producer_limit' }));
    expect((await room.stats()).producers).toBe(4);
  });

  test('a browser without Opus receives nothing', async () => {
    const { room } = await openRoom();
    const media = room.openParticipant();
    const { send } = await media.openTransports();
    const own = await media.produce({ transportId: send.id, rtpParameters: microphone(1), paused: false });
    await expect(
      media.consume({ producerId: own, rtpCapabilities: { codecs: [], headerExtensions: [] } }),
    ).rejects.toMatchObject({ code: 'media_refused' });
  });

  test('a transport is connected once', async () => {
    const { room } = await openRoom();
    const media = room.openParticipant();
    const { send } = await media.openTransports();
    await media.connectTransport(send.id, DTLS_PARAMETERS);
    await expect(media.connectTransport(send.id, DTLS_PARAMETERS)).rejects.toMatchObject({
      code: 'media_refused',
    });
  });
});

describe('closing', () => {
  test('transports opened anew take the place of the earlier ones and all that was on them', async () => {
    const { room, router } = await openRoom();
    const media = room.openParticipant();
    const gone: string[] = [];
    media.onProducerClosed((id) => gone.push(id));
    const earlier = await media.openTransports();
    const own = await media.produce({
      transportId: earlier.send.id,
      rtpParameters: microphone(1),
      paused: false,
    });
    await media.consume({ producerId: own, rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES });
    const later = await media.openTransports();
    expect(gone).toEqual([own]);
    await expect(media.connectTransport(earlier.send.id, DTLS_PARAMETERS)).rejects.toMatchObject({
      code: 'transport_not_found',
    });
    expect(await room.stats()).toEqual({ transports: 2, producers: 0, consumers: 0 });
    const { transportIds } = await router.dump();
    expect(transportIds.sort()).toEqual([later.send.id, later.receive.id].sort());
  });

  test('of two openings at once the later one stands and nothing of the earlier one is left', async () => {
    const { room, router } = await openRoom();
    const media = room.openParticipant();
    const [earlier, later] = await Promise.allSettled([media.openTransports(), media.openTransports()]);
    expect(earlier).toMatchObject({ status: 'rejected', reason: { code: 'media_reset' } });
    expect(later.status).toBe('fulfilled');
    expect((await router.dump()).transportIds).toHaveLength(2);
  });

  test('a producer that its participant closes is not reported, one that goes with its transport is', async () => {
    const { room } = await openRoom();
    const media = room.openParticipant();
    const gone: string[] = [];
    media.onProducerClosed((id) => gone.push(id));
    const { send } = await media.openTransports();
    const produce = (ssrc: number) =>
      media.produce({ transportId: send.id, rtpParameters: microphone(ssrc), paused: false });
    const [closed, kept] = [await produce(1), await produce(2)];
    media.closeProducer(closed);
    expect((await room.stats()).producers).toBe(1);
    media.close('left');
    await until('the report', () => gone.length > 0);
    expect(gone).toEqual([kept]);
  });

  test('a consumer goes with its producer', async () => {
    const { room } = await openRoom();
    const [speaker, listener] = [room.openParticipant(), room.openParticipant()];
    const { send } = await speaker.openTransports();
    await listener.openTransports();
    const producer = await speaker.produce({
      transportId: send.id,
      rtpParameters: microphone(1),
      paused: false,
    });
    await listener.consume({ producerId: producer, rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES });
    speaker.closeProducer(producer);
    await until('the end of the consumer', async () => (await room.stats()).consumers === 0);
  });

  test('what arrives after the close is undone', async () => {
    const { room, router } = await openRoom();
    const media = room.openParticipant();
    const { send } = await media.openTransports();
    const producing = media.produce({
      transportId: send.id,
      rtpParameters: microphone(1),
      paused: false,
    });
    media.close('left');
    await expect(producing).rejects.toMatchObject({ code: 'media_reset' });
    await expect(media.openTransports()).rejects.toMatchObject({ code: 'media_reset' });
    await expect(media.stats()).rejects.toMatchObject({ code: 'media_reset' });
    expect((await router.dump()).transportIds).toEqual([]);
    expect(await room.stats()).toEqual({ transports: 0, producers: 0, consumers: 0 });
  });

  test('a closed room leaves nothing in the worker', async () => {
    const { pool, room, worker } = await openRoom();
    const media = [room.openParticipant(), room.openParticipant()];
    const participants = await Promise.all(media.map(enter));
    const talks = await Promise.all(participants.map((participant) => participant.talk()));
    await participants[0]?.listen(talks[1]?.producerId ?? expect.fail('no producer'));
    await room.openFeed({ ip: '127.0.0.1', port: 9 });
    const closed: string[] = [];
    for (const one of media) one.onClosed((reason) => closed.push(reason));
    room.close('show over');
    expect(closed).toEqual(['show over', 'show over']);
    expect([room.ownedCount, ...media.map(({ ownedCount }) => ownedCount)]).toEqual([0, 0, 0]);
    expect((await worker.dump()).routerIds).toEqual([]);
    expect(pool.workers).toMatchObject([{ rooms: 0 }]);
    expect(() => room.openParticipant()).toThrow(expect.objectContaining({ code: 'media_reset' }));
  });

  test('when the worker dies, the room closes before its producers are reported', async () => {
    const { pool, room } = await openRoom();
    const media = room.openParticipant();
    const order: string[] = [];
    room.onClosed(() => order.push('room'));
    media.onProducerClosed(() => order.push('producer'));
    const { send } = await media.openTransports();
    await media.produce({ transportId: send.id, rtpParameters: microphone(1), paused: false });
    process.kill(pool.workers[0]?.pid ?? 0, 'SIGKILL');
    await until('both reports', () => order.length === 2);
    expect(order).toEqual(['room', 'producer']);
    expect(media.closedReason).toMatch(/^worker died/);
  });
});
