import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProducerId } from '#protocol/ids.ts';
import type { FakeParticipantMedia } from '../../support/fakes/fake-participant-media.ts';
import { type RoomOnFakes, roomOnFakes, type Visitor } from '../../support/fakes/room-on-fakes.ts';

let studio: RoomOnFakes;
let host: Visitor;
let onAir: Visitor;
let backstage: Visitor;
let hostVoice: ProducerId;

beforeEach(async () => {
  vi.useFakeTimers();
  studio = await roomOnFakes();
  host = studio.enter('host', 'Hanna');
  onAir = studio.enter('guest', 'Olga');
  backstage = studio.enter('guest', 'Bert');
  hostVoice = await host.publish();
  await onAir.publish();
  await backstage.publish();
  for (const person of [host, onAir]) studio.room.setStripOn(person.strip.id, true);
  for (const person of [onAir, backstage]) await listen(person, hostVoice);
});

afterEach(() => {
  studio.room.close('test over');
  vi.useRealTimers();
});

async function listen(person: Visitor, producerId: ProducerId): Promise<void> {
  const { consumerId } = await person.participant.consume({ producerId, rtpCapabilities: {} });
  await person.participant.resumeConsumer(consumerId);
}

/** The media of people in the order in which they published. */
const mediaOf = (index: number): FakeParticipantMedia | undefined =>
  studio.engine.current.participants[index];
const hears = (index: number, producerId: ProducerId): boolean =>
  [...(mediaOf(index)?.receiving.values() ?? [])].includes(producerId);
const OLGA = 1;
const BERT = 2;

describe('a host who talks back to those off air', () => {
  test('is heard by them alone, and not on air', async () => {
    expect(studio.audible()).toContain(hostVoice);
    studio.room.talkback.start(host.participant.id, { kind: 'offAir' });
    await vi.advanceTimersByTimeAsync(0);
    expect(hears(OLGA, hostVoice)).toBe(false);
    expect(hears(BERT, hostVoice)).toBe(true);
    expect(studio.audible()).not.toContain(hostVoice);
    expect(host.strip.on).toBe(true);
  });

  test('is on air again only when his last word cannot get there any more', async () => {
    studio.room.talkback.start(host.participant.id, { kind: 'offAir' });
    studio.room.talkback.stop(host.participant.id);
    await vi.advanceTimersByTimeAsync(500);
    expect(studio.audible()).not.toContain(hostVoice);
    expect(hears(OLGA, hostVoice)).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(studio.audible()).toContain(hostVoice);
    expect(hears(OLGA, hostVoice)).toBe(true);
    expect(host.entry.talkback).toBeNull();
  });

  test('is not heard any more by somebody who is put on air meanwhile', async () => {
    studio.room.talkback.start(host.participant.id, { kind: 'offAir' });
    studio.room.setStripOn(backstage.strip.id, true);
    await vi.advanceTimersByTimeAsync(0);
    expect(hears(BERT, hostVoice)).toBe(false);
  });

  test('is not given to somebody who begins to listen only now', async () => {
    studio.room.talkback.start(host.participant.id, { kind: 'offAir' });
    const late = studio.enter('guest', 'Late');
    await late.publish();
    studio.room.setStripOn(late.strip.id, true);
    await listen(late, hostVoice);
    expect(hears(3, hostVoice)).toBe(false);
  });
});

describe('a talkback to one person', () => {
  test('is heard by him, on air or not, and by nobody else', async () => {
    const to = { kind: 'person', participantId: onAir.participant.id } as const;
    studio.room.talkback.start(host.participant.id, to);
    await vi.advanceTimersByTimeAsync(0);
    expect(hears(OLGA, hostVoice)).toBe(true);
    expect(hears(BERT, hostVoice)).toBe(false);
    expect(host.entry.talkback).toEqual(to);
  });

  test('to oneself or to nobody is refused', () => {
    const self = { kind: 'person', participantId: host.participant.id } as const;
    expect(() => studio.room.talkback.start(host.participant.id, self)).toThrow(
      expect.objectContaining({ code: 'participant_not_found' }),
    );
  });
});

describe('a producer', () => {
  test('has no strip, and nobody hears him but in a talkback', async () => {
    const producer = studio.enter('producer', 'Paula');
    const voice = await producer.publish();
    for (const person of [host, backstage]) await listen(person, voice);
    expect(Object.values(studio.room.state.strips)).toHaveLength(3);
    expect(hears(BERT, voice)).toBe(false);
    studio.room.talkback.start(producer.participant.id, { kind: 'offAir' });
    await vi.advanceTimersByTimeAsync(0);
    expect(hears(BERT, voice)).toBe(true);
    expect(hears(0, voice)).toBe(false);
  });

  test('who is made a guest gets a strip off air, and everybody hears him', async () => {
    const producer = studio.enter('producer', 'Paula');
    const voice = await producer.publish();
    await listen(backstage, voice);
    studio.room.moderation.setRole(producer.participant.id, 'guest');
    await vi.advanceTimersByTimeAsync(0);
    expect(producer.strip.on).toBe(false);
    expect(hears(BERT, voice)).toBe(true);
    studio.room.setStripOn(producer.strip.id, true);
    await vi.advanceTimersByTimeAsync(0);
    expect(studio.audible()).toContain(voice);
  });
});
