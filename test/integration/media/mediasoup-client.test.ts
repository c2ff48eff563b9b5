import { Device } from 'mediasoup-client';
import { generateLocalDtlsParameters, generateNativeRtpCapabilities } from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { producerId } from '#protocol/ids.ts';
import { dtlsParameters, opaqueParameters } from '#protocol/media.ts';
import type { ParticipantMedia } from '../../../server/media/participant-media.ts';
import type { RoomMedia } from '../../../server/media/room-media.ts';
import { SyntheticTalker } from '../../support/synthetic/synthetic-talker.ts';
import { openPool } from './open-pool.ts';

/** What goes over the wire: JSON, read again with the schemas of the protocol. */
const overTheWire = <T extends z.core.$ZodType>(schema: T, value: unknown): z.output<T> =>
  z.parse(schema, JSON.parse(JSON.stringify(value)));

/** The studio page's library with a fake browser under it, talking to the media of one participant. */
async function openDevice(room: RoomMedia, media: ParticipantMedia) {
  const device = new Device({
    handlerFactory: FakeHandler.createFactory({ generateNativeRtpCapabilities, generateLocalDtlsParameters }),
  });
  await device.load({ routerRtpCapabilities: JSON.parse(JSON.stringify(room.routerRtpCapabilities)) });
  const options = JSON.parse(JSON.stringify(await media.openTransports()));
  const send = device.createSendTransport(options.send);
  const receive = device.createRecvTransport(options.receive);
  for (const transport of [send, receive]) {
    transport.on('connect', (connecting, callback, errback) => {
      const parameters = overTheWire(dtlsParameters, connecting.dtlsParameters);
      media
        .connectTransport(options[transport.direction === 'send' ? 'send' : 'receive'].id, parameters)
        .then(callback, errback);
    });
  }
  send.on('produce', ({ rtpParameters }, callback, errback) => {
    media
      .produce({
        transportId: options.send.id,
        rtpParameters: overTheWire(opaqueParameters, rtpParameters),
        paused: false,
      })
      .then((id) => callback({ id }), errback);
  });
  return { device, send, receive };
}

describe('mediasoup-client, as the studio page uses it', () => {
  test('publishes and receives Opus with what the ports answer', async () => {
    const { pool } = await openPool();
    const room = await pool.openRoom();
    const [page, other] = [room.openParticipant(), room.openParticipant()];
    const { send } = await other.openTransports();
    const talker = new SyntheticTalker({ send: () => {} });
    const heard = await other.produce({
      transportId: send.id,
      rtpParameters: talker.rtpParameters,
      paused: false,
    });

    const client = await openDevice(room, page);
    expect(client.device.canProduce('audio')).toBe(true);
    const opened = await page.consume({
      producerId: heard,
      rtpCapabilities: overTheWire(opaqueParameters, client.device.recvRtpCapabilities),
    });
    const consumer = await client.receive.consume({
      id: opened.consumerId,
      producerId: opened.producerId,
      kind: opened.kind,
      rtpParameters: JSON.parse(JSON.stringify(opened.rtpParameters)),
    });
    await page.resumeConsumer(opened.consumerId);
    expect(consumer.rtpParameters.codecs[0]?.mimeType).toBe('audio/opus');

    const producer = await client.send.produce({
      track: consumer.track,
      codecOptions: { opusStereo: true, opusFec: true, opusDtx: false, opusMaxAverageBitrate: 96_000 },
    });
    await expect(page.setProducerPaused(producerId.parse(producer.id), true)).resolves.toBeUndefined();
    expect(await room.stats()).toEqual({ transports: 4, producers: 2, consumers: 1 });
    client.send.close();
    client.receive.close();
  });
});
