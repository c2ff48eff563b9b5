import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PictureSource } from '#protocol/media.ts';
import { type RoomOnFakes, roomOnFakes, type Visitor } from '../../support/fakes/room-on-fakes.ts';

let studio: RoomOnFakes;
let host: Visitor;
let guest: Visitor;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
  host = studio.enter('host', 'Hanna');
  guest = studio.enter('guest', 'Gina');
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

const settled = () => vi.advanceTimersByTimeAsync(0);

/** His browser has its media and publishes the microphone; the rest is up to the test. */
async function ready(visitor: Visitor) {
  const { send } = await visitor.participant.openMedia();
  const request = { transportId: send.id, rtpParameters: {} };
  const voice = await visitor.participant.produce({ ...request, muted: false });
  return { voice, show: (source: PictureSource) => visitor.participant.show(source, request) };
}

describe('a camera', () => {
  test('is seen by everybody, and is no source of the program', async () => {
    const { voice, show } = await ready(guest);
    studio.room.setStripOn(guest.strip.id, true);
    await settled();
    const camera = await show('camera');
    await settled();
    expect(guest.entry.camera).toEqual({ producerId: camera });
    expect(guest.entry.microphone?.producerId).toBe(voice);
    expect(studio.audible()).toEqual([voice]);
  });

  test('is one; a second is refused, also while the first is on its way', async () => {
    const { show } = await ready(guest);
    const [first, second] = await Promise.allSettled([show('camera'), show('camera')]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'producer_limit' } });
    await expect(show('camera')).rejects.toMatchObject({ code: 'producer_limit' });
    await expect(show('screen')).resolves.toEqual(expect.any(String));
  });

  test('that is closed leaves the microphone alone, and can be opened again', async () => {
    const { voice, show } = await ready(guest);
    guest.participant.closeProducer(await show('camera'));
    expect(guest.entry).toMatchObject({ camera: null, microphone: { producerId: voice } });
    const again = await show('camera');
    expect(guest.entry.camera).toEqual({ producerId: again });
  });

  test('goes with the transports it came over, and with a worker that dies', async () => {
    const { show } = await ready(guest);
    await show('camera');
    await show('screen');
    await guest.participant.openMedia();
    expect(guest.entry).toMatchObject({ camera: null, screen: null });
    const again = await ready(guest);
    await again.show('screen');
    studio.engine.current.die();
    await settled();
    expect(guest.entry).toMatchObject({ camera: null, screen: null });
  });

  test('stays while its person is away for a moment', async () => {
    const { show } = await ready(guest);
    const camera = await show('camera');
    guest.participant.detach(guest.seat);
    expect(guest.entry).toMatchObject({ presence: 'away', camera: { producerId: camera } });
  });

  test('is shown by a producer, who has no strip, too', async () => {
    studio.room.moderation.setRole(guest.participant.id, 'producer');
    const { show } = await ready(guest);
    const camera = await show('camera');
    expect(guest.entry).toMatchObject({ role: 'producer', camera: { producerId: camera } });
  });
});

describe('a picture that a host takes down', () => {
  test('is gone for everybody, its person is told, and may show it again', async () => {
    const { show } = await ready(guest);
    await show('camera');
    await show('screen');
    studio.room.moderation.stopPicture(guest.participant.id, 'screen');
    expect(guest.entry).toMatchObject({ camera: { producerId: expect.any(String) }, screen: null });
    expect(guest.seat.notices).toEqual(['screen_stopped']);
    await expect(show('screen')).resolves.toEqual(expect.any(String));
  });

  test('and is none is no trouble', () => {
    studio.room.moderation.stopPicture(guest.participant.id, 'camera');
    expect(guest.seat.notices).toEqual([]);
  });
});

describe('somebody who does not look', () => {
  test('is sent nothing until he looks again, whatever else is given back to him', async () => {
    const { show } = await ready(guest);
    const camera = await show('camera');
    await host.participant.openMedia();
    const { consumerId } = await host.participant.consume({
      producerId: camera,
      rtpCapabilities: {},
      layer: 1,
    });
    const media = studio.engine.current.participants[1];
    await host.participant.resumeConsumer(consumerId);
    expect(media?.receiving.get(consumerId)).toBe(camera);
    await host.participant.pauseConsumer(consumerId);
    host.participant.withhold(camera, true);
    host.participant.withhold(camera, false);
    await settled();
    expect(media?.receiving.has(consumerId)).toBe(false);
    await host.participant.resumeConsumer(consumerId);
    expect(media?.receiving.get(consumerId)).toBe(camera);
    expect(media?.layers.get(consumerId)).toBe(1);
  });
});
