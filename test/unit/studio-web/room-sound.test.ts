import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommandArguments, CommandName, CommandOutput } from '#protocol/commands.ts';
import { participantId, producerId, transportId } from '#protocol/ids.ts';
import type { MediaOptions } from '#protocol/media.ts';
import { CommandError } from '../../../studio-web/connection/command-error.ts';
import { RoomSound } from '../../../studio-web/media/room-sound.ts';
import type { SoundStatus, WantedSound } from '../../../studio-web/media/wanted-sound.ts';
import { GUEST, GUEST_PRODUCER } from './example-room.ts';
import { FakeSoundLink, type FakeTrack } from './fake-sound-link.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const BAD = participantId.parse('bad');
const OTHER = participantId.parse('other');
const transport = { iceParameters: {}, iceCandidates: [], dtlsParameters: {} };

function media(epoch: number): MediaOptions {
  return {
    epoch,
    routerRtpCapabilities: {},
    send: { ...transport, id: transportId.parse('send') },
    receive: { ...transport, id: transportId.parse('receive') },
    iceServers: [],
  };
}

/** A sound with a server that says yes; `wanted` follows what is published, as the room's state does. */
class Stage {
  readonly links: FakeSoundLink[] = [];
  readonly commands: { name: CommandName; input: unknown }[] = [];
  readonly statuses: SoundStatus[] = [];
  readonly voices = new Map<string, string | null>();
  /** The epoch that `media.open` answers with. */
  epoch = 1;
  wanted: WantedSound = { epoch: 1, own: null, voices: new Map([[GUEST, GUEST_PRODUCER]]) };
  #producers = 0;

  readonly sound = new RoomSound<FakeTrack>({
    call: (name, input) => this.#answer(name, input),
    openLink: async (options) => {
      const link = new FakeSoundLink(options, () => producerId.parse(`own-${++this.#producers}`));
      this.links.push(link);
      return link;
    },
    onStatus: (status) => this.statuses.push(status),
    onVoice: (id, track) => this.voices.set(id, track?.label ?? null),
  });

  get link(): FakeSoundLink {
    const newest = this.links.at(-1);
    if (newest === undefined) throw new Error('No link was opened.');
    return newest;
  }

  names(): CommandName[] {
    return this.commands.map(({ name }) => name);
  }

  /** The room's state changes. */
  want(change: Partial<WantedSound>): void {
    this.wanted = { ...this.wanted, ...change };
    this.sound.update(this.wanted);
  }

  /** The state shows the published microphone, as it does a moment after publishing. */
  confirm(muted = false): void {
    const { producerId } = this.link;
    if (producerId !== null) this.want({ own: { producerId, muted } });
  }

  async #answer<Name extends CommandName>(
    name: Name,
    input: CommandArguments<Name>,
  ): Promise<CommandOutput<Name>> {
    this.commands.push({ name, input });
    const output: unknown = name === 'media.open' ? media(this.epoch) : null;
    if (!isAnswer<Name>(output)) throw new CommandError('internal');
    return output;
  }
}

/** The fake answers only `media.open` and commands without output. */
function isAnswer<Name extends CommandName>(output: unknown): output is CommandOutput<Name> {
  return output === null || typeof output === 'object';
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const track = (label: string): FakeTrack => ({ label, enabled: true });

async function enteredStage(): Promise<Stage> {
  const stage = new Stage();
  stage.sound.setMicrophone(track('mic'), 'speech');
  stage.sound.update(stage.wanted);
  stage.sound.entered(media(1));
  await settle();
  stage.confirm();
  await settle();
  return stage;
}

test('entering publishes the microphone and hears everybody, without asking for transports again', async () => {
  const stage = await enteredStage();
  expect(stage.link.track?.label).toBe('mic');
  expect(stage.voices.get(GUEST)).toBe(GUEST_PRODUCER);
  expect(stage.names()).toEqual([]);
});

test('without a microphone one hears the others all the same', async () => {
  const stage = new Stage();
  stage.sound.update(stage.wanted);
  stage.sound.entered(media(1));
  await settle();
  expect(stage.link.producerId).toBeNull();
  expect(stage.voices.get(GUEST)).toBe(GUEST_PRODUCER);
});

test('muting silences the track at once and then tells the server', async () => {
  const stage = await enteredStage();
  const mic = stage.link.track;
  stage.sound.setMuted(true);
  expect(mic?.enabled).toBe(false);
  await settle();
  expect(stage.commands.at(-1)).toMatchObject({ name: 'producer.setMuted', input: { muted: true } });
});

test('muting works without a connection, and the server hears of it afterwards', async () => {
  const stage = await enteredStage();
  stage.sound.offline();
  stage.sound.setMuted(true);
  await settle();
  expect(stage.link.track?.enabled).toBe(false);
  expect(stage.names()).toEqual([]);
  stage.sound.entered(null);
  await settle();
  expect(stage.names()).toEqual(['producer.setMuted']);
});

test('another device takes over the same producer, muted as before', async () => {
  const stage = await enteredStage();
  stage.sound.setMuted(true);
  await settle();
  stage.confirm(true);
  const { producerId } = stage.link;
  const headset = track('headset');
  stage.sound.setMicrophone(headset, 'speech');
  await settle();
  expect(headset.enabled).toBe(false);
  expect(stage.link.track).toBe(headset);
  expect(stage.link.producerId).toBe(producerId);
});

test('a resumed session keeps its transports: nothing is built anew', async () => {
  const stage = await enteredStage();
  stage.sound.offline();
  stage.sound.entered(null);
  await settle();
  expect(stage.links).toHaveLength(1);
  expect(stage.sound.heldEpoch).toBe(1);
});

test('a grown epoch builds everything anew', async () => {
  const stage = await enteredStage();
  stage.epoch = 2;
  stage.want({ epoch: 2, own: null, voices: new Map() });
  await settle();
  expect(stage.links[0]?.closed).toBe(true);
  expect(stage.names()).toEqual(['media.open']);
  expect(stage.link.epoch).toBe(2);
  expect(stage.link.track?.label).toBe('mic');
});

test('a link that breaks is opened again, and voices come back', async () => {
  const stage = await enteredStage();
  stage.link.break();
  await settle();
  expect(stage.links).toHaveLength(2);
  expect(stage.voices.get(GUEST)).toBe(GUEST_PRODUCER);
  expect(stage.statuses).toContain('recovering');
});

test('a producer that the server has lost is published again', async () => {
  const stage = await enteredStage();
  stage.want({ own: null });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stage.names()).toContain('media.open');
  expect(stage.link.track?.label).toBe('mic');
});

test('somebody who leaves is no longer heard; somebody who comes back with a new producer is', async () => {
  const stage = await enteredStage();
  stage.want({ voices: new Map() });
  await settle();
  expect(stage.voices.get(GUEST)).toBeNull();
  expect(stage.link.heard.size).toBe(0);
  const again = producerId.parse('producer-again');
  stage.want({ voices: new Map([[GUEST, again]]) });
  await settle();
  expect(stage.voices.get(GUEST)).toBe(again);
});

test('somebody who is gone in the moment of asking does no harm', async () => {
  const stage = await enteredStage();
  const gone = producerId.parse('gone');
  stage.link.refused.set(gone, new CommandError('producer_not_found'));
  stage.want({ voices: new Map([[GUEST, gone]]) });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(stage.links).toHaveLength(1);
});

test('a voice that is refused again and again is left alone, the others sound', async () => {
  const stage = await enteredStage();
  const bad = producerId.parse('bad');
  const other = producerId.parse('other');
  stage.link.refused.set(bad, new CommandError('media_refused'));
  const voices = new Map([...stage.wanted.voices, [BAD, bad], [OTHER, other]]);
  stage.want({ voices });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(stage.voices.get(OTHER)).toBe(other);
  expect(stage.voices.has(BAD)).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('losing the microphone stops publishing', async () => {
  const stage = await enteredStage();
  stage.sound.setMicrophone(null, 'speech');
  await settle();
  expect(stage.names()).toEqual(['producer.close']);
  expect(stage.link.producerId).toBeNull();
});

test('before the room has media nothing is tried', async () => {
  const stage = new Stage();
  stage.want({ epoch: 0 });
  stage.sound.entered(null);
  await settle();
  expect(stage.links).toEqual([]);
  expect(stage.names()).toEqual([]);
});

test('closing ends the voices and leaves nothing ticking', async () => {
  const stage = await enteredStage();
  stage.sound.close();
  await settle();
  expect(stage.link.closed).toBe(true);
  expect(stage.voices.get(GUEST)).toBeNull();
  expect(vi.getTimerCount()).toBe(0);
});

test('music mode publishes anew in stereo, once, and leaving it publishes anew in mono', async () => {
  const stage = await enteredStage();
  stage.confirm();
  const track = stage.link.track;
  stage.sound.setMicrophone(track, 'clear');
  await settle();
  expect(stage.link.published.map(({ quality }) => quality)).toEqual(['speech']);
  stage.sound.setMicrophone(track, 'music');
  await settle();
  stage.confirm();
  await settle();
  stage.sound.setMicrophone(track, 'clear');
  await settle();
  stage.confirm();
  await settle();
  expect(stage.link.published.map(({ quality }) => quality)).toEqual(['speech', 'music', 'clear']);
  expect(stage.links).toHaveLength(1);
  expect(stage.names()).not.toContain('producer.close');
});
