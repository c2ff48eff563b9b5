import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type RoomOnFakes, roomOnFakes, type Visitor } from '../../support/fakes/room-on-fakes.ts';

/** Long enough for any repair to be tried several times. */
const A_WHILE_MS = 2_000;

let studio: RoomOnFakes;
let alice: Visitor;
let bob: Visitor;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
  alice = studio.enter('guest', 'Alice');
  bob = studio.enter('guest', 'Bob');
  for (const { strip } of [alice, bob]) studio.room.setStripOn(strip.id, true);
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

/** Lets everything happen that waits for nothing but itself. */
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('a microphone', () => {
  test('sounds in the program once it is published and its strip is on', async () => {
    const carol = studio.enter('guest', 'Carol');
    const producerId = await carol.publish();
    await settle();
    expect(studio.audible()).toEqual([]);
    studio.room.setStripOn(carol.strip.id, true);
    expect(studio.audible()).toEqual([producerId]);
  });

  test('arrives with the SSRC and payload type of its tap', async () => {
    await alice.publish();
    await settle();
    const [tap] = studio.engine.current.taps;
    expect(studio.livePaths.current.sources.get(alice.strip.id)).toEqual({
      ssrc: tap?.ssrc,
      payloadType: tap?.payloadType,
    });
  });

  test('is one source among many, each on its own strip', async () => {
    const producers = [await alice.publish(), await bob.publish()];
    await settle();
    expect(studio.audible()).toEqual(producers);
  });

  test('that replaces another takes its place on the strip', async () => {
    const first = await alice.publish();
    await settle();
    const second = await alice.participant.produce({
      transportId: transportOf(alice),
      rtpParameters: {},
      muted: false,
    });
    await settle();
    expect(second).not.toBe(first);
    expect(alice.entry.microphone).toEqual({ producerId: second, muted: false });
    expect(studio.audible()).toEqual([second]);
    expect(studio.engine.current.taps.size).toBe(1);
  });

  test('that is closed leaves the strip silent', async () => {
    const producerId = await alice.publish();
    await settle();
    alice.participant.closeProducer(producerId);
    await settle();
    expect(alice.entry.microphone).toBeNull();
    expect(studio.livePaths.current.sources.size).toBe(0);
    expect(studio.engine.current.taps.size).toBe(0);
  });

  test('that goes with its transport leaves the strip silent', async () => {
    const producerId = await alice.publish();
    await settle();
    mediaOf(alice).loseProducer(producerId);
    await settle();
    expect(alice.entry.microphone).toBeNull();
    expect(studio.livePaths.current.sources.size).toBe(0);
  });

  test('is taken from the feed together with its participant', async () => {
    const stays = await alice.publish();
    await bob.publish();
    await settle();
    bob.participant.leave();
    await settle();
    expect(studio.audible()).toEqual([stays]);
    expect(studio.engine.current.taps.size).toBe(1);
  });

  test('that goes while its tap is being made leaves no tap behind', async () => {
    studio.engine.current.gate.shut();
    const producerId = await alice.publish();
    alice.participant.closeProducer(producerId);
    studio.engine.current.gate.open();
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    expect(studio.engine.current.taps.size).toBe(0);
    expect(studio.livePaths.current.sources.size).toBe(0);
  });

  test('that cannot be tapped keeps no other from sounding, and sounds as soon as it can', async () => {
    studio.engine.current.gate.shut();
    const stubborn = await alice.publish();
    studio.engine.current.untappable.add(stubborn);
    const good = await bob.publish();
    studio.engine.current.gate.open();
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    expect(studio.audible()).toEqual([good]);
    studio.engine.current.untappable.clear();
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    expect(studio.audible()).toEqual(expect.arrayContaining([good, stubborn]));
  });

  test('shows whether it is muted, and only its owner can mute it', async () => {
    const producerId = await alice.publish({ muted: true });
    expect(alice.entry.microphone).toEqual({ producerId, muted: true });
    expect(mediaOf(alice).producers.get(producerId)).toBe(true);
    await alice.participant.setProducerMuted(producerId, false);
    expect(alice.entry.microphone).toEqual({ producerId, muted: false });
    expect(mediaOf(alice).producers.get(producerId)).toBe(false);
    await expect(bob.participant.setProducerMuted(producerId, true)).rejects.toMatchObject({
      code: 'producer_not_found',
    });
  });
});

describe('when a worker dies', () => {
  test('microphones are gone, the media epoch grows and strips stay as they are', async () => {
    await alice.publish();
    const { strip } = alice;
    expect(studio.room.state.show.mediaEpoch).toBe(1);
    studio.engine.current.die();
    await settle();
    expect(alice.entry.microphone).toBeNull();
    expect(alice.strip).toEqual(strip);
    expect(studio.room.state.show.mediaEpoch).toBe(2);
  });

  test('everybody is heard again as soon as his browser has published anew', async () => {
    await alice.publish();
    await bob.publish();
    studio.engine.current.die();
    await settle();
    expect(studio.audible()).toEqual([]);
    const producers = [await alice.publish(), await bob.publish()];
    await settle();
    expect(studio.audible()).toEqual(producers);
    expect(studio.engine.rooms).toHaveLength(2);
  });

  test('it is tried again until there is a worker; meanwhile browsers are told', async () => {
    studio.engine.unavailable = true;
    studio.engine.current.die();
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    await expect(alice.participant.openMedia()).rejects.toMatchObject({ code: 'media_unavailable' });
    await expect(alice.publish()).rejects.toMatchObject({ code: 'media_unavailable' });
    expect(await studio.room.stats()).toMatchObject({ participants: 2, transports: 0, perParticipant: [] });
    studio.engine.unavailable = false;
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    const producerId = await alice.publish();
    await settle();
    expect(studio.audible()).toEqual([producerId]);
    expect(studio.room.state.show.mediaEpoch).toBe(2);
  });

  test('twice in a row, all is well after the second repair', async () => {
    studio.engine.gate.shut();
    studio.engine.current.die();
    await settle();
    studio.engine.gate.open();
    await settle();
    studio.engine.current.die();
    await settle();
    const producerId = await alice.publish();
    await settle();
    expect(studio.audible()).toEqual([producerId]);
    expect(studio.room.state.show.mediaEpoch).toBe(3);
  });

  test('a browser that still holds the old transports is told that the media was rebuilt', async () => {
    await alice.publish();
    const old = transportOf(alice);
    studio.engine.current.die();
    await settle();
    const late = alice.participant.produce({ transportId: old, rtpParameters: {}, muted: false });
    await expect(late).rejects.toMatchObject({ code: 'media_reset' });
  });

  test('while a microphone is being published, that microphone is not taken for a new one', async () => {
    const { send } = await alice.participant.openMedia();
    mediaOf(alice).gate.shut();
    const publishing = alice.participant.produce({ transportId: send.id, rtpParameters: {}, muted: false });
    const refused = expect(publishing).rejects.toMatchObject({ code: 'media_reset' });
    const dead = mediaOf(alice);
    studio.engine.current.die();
    dead.gate.open();
    await refused;
    expect(alice.entry.microphone).toBeNull();
  });
});

describe('when the live path dies', () => {
  test('another takes its place with all strips, and everybody sounds again', async () => {
    const producers = [await alice.publish(), await bob.publish()];
    studio.room.setStripFader(bob.strip.id, -6);
    await settle();
    const dead = studio.livePaths.current;
    dead.die();
    await settle();
    expect(studio.livePaths.current).not.toBe(dead);
    expect(studio.livePaths.current.strips.get(bob.strip.id)).toMatchObject({ on: true, faderDb: -6 });
    expect(studio.audible()).toEqual(producers);
  });

  test('what hosts change meanwhile is mixed by the next one', async () => {
    studio.livePaths.gate.shut();
    studio.livePaths.current.die();
    await settle();
    const carol = studio.enter('guest', 'Carol');
    studio.room.setStripOn(carol.strip.id, true);
    bob.participant.leave();
    const producerId = await carol.publish();
    studio.livePaths.gate.open();
    await settle();
    expect([...studio.livePaths.current.strips.keys()]).toEqual([alice.strip.id, carol.strip.id]);
    expect(studio.audible()).toEqual([producerId]);
  });

  test('it is tried again until one starts', async () => {
    const producerId = await alice.publish();
    studio.livePaths.failures = 2;
    studio.livePaths.current.die();
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    expect(studio.audible()).toEqual([producerId]);
  });

  test('together with the worker, both are replaced and connected to each other', async () => {
    studio.livePaths.current.die();
    studio.engine.current.die();
    await settle();
    const producerId = await alice.publish();
    await settle();
    expect(studio.audible()).toEqual([producerId]);
  });

  test('while the feed is being opened, the feed goes to the next one', async () => {
    const producerId = await alice.publish();
    await settle();
    studio.engine.current.gate.shut();
    studio.livePaths.current.die();
    await settle();
    studio.livePaths.current.die();
    await settle();
    studio.engine.current.gate.open();
    await vi.advanceTimersByTimeAsync(A_WHILE_MS);
    expect(studio.livePaths.started).toHaveLength(3);
    expect(studio.audible()).toEqual([producerId]);
  });
});

function mediaOf(visitor: Visitor) {
  const { microphone } = visitor.entry;
  const media = studio.engine.current.participants.find((candidate) =>
    microphone === null ? !candidate.closed : candidate.producers.has(microphone.producerId),
  );
  if (media === undefined) throw new Error('He has no media.');
  return media;
}

function transportOf(visitor: Visitor) {
  const [send] = mediaOf(visitor).transports;
  if (send === undefined) throw new Error('He has no transports.');
  return send;
}
