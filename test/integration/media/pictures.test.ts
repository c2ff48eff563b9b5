import type { types } from 'mediasoup';
import { describe, expect, test } from 'vitest';
import { PICTURES_SEEN_MAX, ROOM_PICTURES_MAX } from '#protocol/limits.ts';
import type { OpaqueParameters } from '#protocol/media.ts';
import type { RoomMedia } from '../../../server/media/room-media.ts';
import { SYNTHETIC_RTP_CAPABILITIES } from '../../support/synthetic-participant.ts';
import { openPool } from './open-pool.ts';

/** VP8 in three layers, as browsers publish a camera. */
const camera = (mid: string): OpaqueParameters => ({
  mid,
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
  headerExtensions: [
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 },
    { uri: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', id: 2 },
  ],
  encodings: ['r0', 'r1', 'r2'].map((rid, index) => ({
    rid,
    scalabilityMode: 'L1T3',
    maxBitrate: 100_000 * 3 ** index,
  })),
});

const microphone: OpaqueParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 4711 }],
};

const EVERYTHING: OpaqueParameters = {
  codecs: [
    {
      kind: 'audio',
      mimeType: 'audio/opus',
      preferredPayloadType: 100,
      clockRate: 48_000,
      channels: 2,
      parameters: {},
      rtcpFeedback: [],
    },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 101,
      clockRate: 90_000,
      parameters: {},
      rtcpFeedback: [{ type: 'nack', parameter: 'pli' }, { type: 'transport-cc' }],
    },
  ],
  headerExtensions: [],
};

/** A room, and every consumer that is made in it. */
async function openRoom() {
  const { pool, routers } = await openPool();
  const room = await pool.openRoom();
  const consumers: types.Consumer[] = [];
  routers[0]?.observer.on('newtransport', (transport) => {
    transport.observer.on('newconsumer', (consumer) => consumers.push(consumer));
  });
  return { room, consumers };
}

/** Somebody with transports that nothing flows through. */
async function enter(room: RoomMedia) {
  const media = room.openParticipant();
  const { send } = await media.openTransports();
  return { media, transportId: send.id };
}

describe('a camera', () => {
  test('is sent in the layer that its size asks for, and large ones come first', async () => {
    const { room, consumers } = await openRoom();
    const [shower, viewer] = [await enter(room), await enter(room)];
    const producerId = await shower.media.produce({
      transportId: shower.transportId,
      rtpParameters: camera('0'),
      paused: false,
      source: 'camera',
    });
    const opened = await viewer.media.consume({ producerId, rtpCapabilities: EVERYTHING, layer: 1 });
    const [consumer] = consumers;
    expect(opened.kind).toBe('video');
    expect(consumer?.preferredLayers?.spatialLayer).toBe(1);
    const before = consumer?.priority ?? 0;
    await viewer.media.setConsumerLayer(opened.consumerId, 2);
    expect(consumer?.preferredLayers?.spatialLayer).toBe(2);
    expect(consumer?.priority).toBeGreaterThan(before);
    // Nothing has ever arrived from the one who shows it.
    expect(viewer.media.pictureHeldBy(opened.consumerId)).toBe('sender');
    await viewer.media.resumeConsumer(opened.consumerId);
    expect(consumer?.paused).toBe(false);
    await viewer.media.pauseConsumer(opened.consumerId);
    expect(consumer?.paused).toBe(true);
  });

  test('is not taken for a microphone, nor a microphone for a camera', async () => {
    const { room } = await openRoom();
    const { media, transportId } = await enter(room);
    const refusal = { code: 'media_refused' };
    const wrong = media.produce({ transportId, rtpParameters: camera('0'), paused: false });
    await expect(wrong).rejects.toMatchObject(refusal);
    const alsoWrong = media.produce({
      transportId,
      rtpParameters: microphone,
      paused: false,
      source: 'screen',
    });
    await expect(alsoWrong).rejects.toMatchObject(refusal);
  });

  test('is not sent to whoever cannot show it', async () => {
    const { room } = await openRoom();
    const [shower, viewer] = [await enter(room), await enter(room)];
    const producerId = await shower.media.produce({
      transportId: shower.transportId,
      rtpParameters: camera('0'),
      paused: false,
      source: 'camera',
    });
    const seen = viewer.media.consume({ producerId, rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES });
    await expect(seen).rejects.toMatchObject({ code: 'media_refused' });
  });
});

test('whoever sees as many pictures as he may hears everybody all the same', async () => {
  const { room } = await openRoom();
  const [shower, viewer] = [await enter(room), await enter(room)];
  const { transportId } = shower;
  const picture = await shower.media.produce({
    ...{ transportId, rtpParameters: camera('0'), paused: false },
    source: 'camera',
  });
  const voice = await shower.media.produce({ transportId, rtpParameters: microphone, paused: false });
  const look = () => viewer.media.consume({ producerId: picture, rtpCapabilities: EVERYTHING });
  const looks = await Promise.all(Array.from({ length: PICTURES_SEEN_MAX }, look));
  await expect(look()).rejects.toMatchObject({ code: 'picture_limit' });
  const heard = await viewer.media.consume({ producerId: voice, rtpCapabilities: EVERYTHING });
  expect(heard.kind).toBe('audio');
  viewer.media.closeConsumer(looks[0]?.consumerId ?? heard.consumerId);
  await expect(look()).resolves.toMatchObject({ kind: 'video' });
});

test('a room shows as many pictures as it may, also when all come at once, and one more when one has gone', async () => {
  const { room } = await openRoom();
  const people = await Promise.all(Array.from({ length: ROOM_PICTURES_MAX + 4 }, () => enter(room)));
  const show = ({ media, transportId }: (typeof people)[number]) =>
    media.produce({ transportId, rtpParameters: camera('0'), paused: false, source: 'camera' });
  const outcomes = await Promise.allSettled(people.map(show));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(4);
  expect(refused[0]).toMatchObject({ reason: { code: 'room_pictures_limit' } });
  expect((await room.stats()).producers).toBe(ROOM_PICTURES_MAX);

  const [first] = outcomes;
  const late = people[outcomes.findIndex(({ status }) => status === 'rejected')];
  if (first?.status !== 'fulfilled' || late === undefined) return expect.fail('Somebody is missing.');
  const voice = { transportId: late.transportId, rtpParameters: microphone, paused: false };
  await expect(late.media.produce(voice)).resolves.toEqual(expect.any(String));
  people[0]?.media.closeProducer(first.value);
  await expect(show(late)).resolves.toEqual(expect.any(String));
});
