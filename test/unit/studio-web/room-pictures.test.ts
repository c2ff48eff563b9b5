import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { CommandArguments, CommandName, CommandOutput } from '#protocol/commands.ts';
import { type ConsumerId, consumerId, type ProducerId, producerId } from '#protocol/ids.ts';
import type { PictureSource } from '#protocol/media.ts';
import { CommandError, type CommandErrorCode } from '../../../studio-web/connection/command-error.ts';
import type { PictureLink, SeenPicture, ShownPicture } from '../../../studio-web/media/picture-link.ts';
import { RoomPictures } from '../../../studio-web/media/room-pictures.ts';
import { NO_PICTURES } from '../../../studio-web/media/wanted-pictures.ts';

const ANNA = producerId.parse('anna-camera');
const BEN = producerId.parse('ben-camera');
/** What has been out of sight for so long is let go. */
const LONG_MS = 31_000;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The pictures of one epoch without WebRTC. */
class FakePictureLink implements PictureLink<string> {
  closed = false;
  layerMax = 2;
  /** What showing rejects with. */
  refusal: CommandErrorCode | null = null;
  tries = 0;
  readonly own = new Map<PictureSource, ShownPicture<string>>();
  readonly seen = new Map<ProducerId, number>();

  shown(source: PictureSource): ShownPicture<string> | null {
    return this.own.get(source) ?? null;
  }

  async show(source: PictureSource, track: string): Promise<void> {
    this.tries += 1;
    if (this.refusal !== null) throw new CommandError(this.refusal);
    this.own.set(source, { producerId: producerId.parse(`own-${source}-${this.tries}`), track });
  }

  async replaceShown(source: PictureSource, track: string): Promise<void> {
    const shown = this.own.get(source);
    if (shown !== undefined) this.own.set(source, { ...shown, track });
  }

  async limitShown(layerMax: number): Promise<void> {
    this.layerMax = layerMax;
  }

  hide(source: PictureSource): void {
    this.own.delete(source);
  }

  async see(producer: ProducerId, layer: number): Promise<SeenPicture<string>> {
    this.seen.set(producer, layer);
    return { consumerId: consumerOf(producer), track: producer };
  }

  unsee(producer: ProducerId): void {
    this.seen.delete(producer);
  }
}

const consumerOf = (producer: ProducerId): ConsumerId => consumerId.parse(`consumer-${producer}`);

function stage() {
  const link = new FakePictureLink();
  const commands: string[] = [];
  const shown = new Map<ProducerId, string | null>();
  const refused: string[] = [];
  let lost = false;
  const pictures = new RoomPictures<string>({
    call: async <Name extends CommandName>(name: Name, input: CommandArguments<Name>) => {
      if (lost) throw new CommandError('connection_lost');
      commands.push(`${name} ${JSON.stringify(input)}`);
      const output: unknown = name === 'consumer.check' ? { heldBy: 'viewer' } : null;
      if (!isAnswer<Name>(output)) throw new CommandError('internal');
      return output;
    },
    nowMs: () => performance.now(),
    onPicture: (id, track) => shown.set(id, track),
    onRefused: (source, code) => refused.push(`${source} ${code}`),
  });
  const others = (...ids: ProducerId[]) => pictures.update({ ...NO_PICTURES, others: new Set(ids) });
  return {
    ...{ link, commands, shown, refused, pictures },
    setLost: (isLost: boolean) => {
      lost = isLost;
    },
    /** Only what is asked for from now on is told. */
    said: () => commands.splice(0),
    settle: (ms = 0) => vi.advanceTimersByTimeAsync(ms),
    others,
    /** There is a link, and she is in sight, as large as `layer`. */
    async seesAnna(layer: number) {
      pictures.setLink(link);
      others(ANNA);
      pictures.look(ANNA, layer);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

/** The fake answers only `consumer.check` and commands without output. */
function isAnswer<Name extends CommandName>(output: unknown): output is CommandOutput<Name> {
  return output === null || typeof output === 'object';
}

describe('a picture of somebody else', () => {
  test('is asked for when it is in sight, and not before', async () => {
    const { pictures, link, shown, others, settle } = stage();
    pictures.setLink(link);
    others(ANNA, BEN);
    await settle();
    expect(link.seen.size).toBe(0);
    pictures.look(ANNA, 1);
    await settle();
    expect([...link.seen]).toEqual([[ANNA, 1]]);
    expect(shown.get(ANNA)).toBe(ANNA);
  });

  test('is paused out of sight, resumed when it is back, and let go when it stays away', async () => {
    const { pictures, link, said, settle, seesAnna } = stage();
    await seesAnna(0);
    pictures.look(ANNA, null);
    await settle();
    expect(said()).toEqual([`consumer.pause {"consumerId":"consumer-${ANNA}"}`]);
    pictures.look(ANNA, 0);
    await settle();
    expect(said()).toEqual([`consumer.resume {"consumerId":"consumer-${ANNA}"}`]);
    pictures.look(ANNA, null);
    await settle(LONG_MS);
    expect(said().at(-1)).toBe(`consumer.close {"consumerId":"consumer-${ANNA}"}`);
    expect(link.seen.size).toBe(0);
  });

  test('is let go on the next visit, too, when the last one ended while one was resting', async () => {
    const { pictures, said, settle, seesAnna } = stage();
    await seesAnna(0);
    pictures.look(ANNA, null);
    await settle();
    pictures.close();
    const next = new FakePictureLink();
    pictures.setLink(next);
    pictures.look(ANNA, 0);
    await settle();
    pictures.look(ANNA, null);
    await settle(LONG_MS);
    expect(said().at(-1)).toBe(`consumer.close {"consumerId":"consumer-${ANNA}"}`);
    expect(next.seen.size).toBe(0);
  });

  test('is asked for in another size when it is drawn in another one', async () => {
    const { pictures, said, settle, seesAnna } = stage();
    await seesAnna(0);
    pictures.look(ANNA, 2);
    await settle();
    expect(said()).toEqual([`consumer.setLayer {"consumerId":"consumer-${ANNA}","layer":2}`]);
  });

  test('is paused all the same when the connection was away at that moment', async () => {
    const { pictures, said, settle, setLost, seesAnna } = stage();
    await seesAnna(0);
    setLost(true);
    pictures.look(ANNA, null);
    await settle(2500);
    setLost(false);
    await settle(1500);
    expect(said()).toEqual([`consumer.pause {"consumerId":"consumer-${ANNA}"}`]);
  });

  test('comes small on a poor line, not at all on one that is as good as lost, and back when it is better', async () => {
    const { pictures, link, said, settle, seesAnna } = stage();
    await seesAnna(2);
    expect(link.layerMax).toBe(2);
    pictures.setQuality('poor');
    await settle();
    expect(said()).toEqual([`consumer.setLayer {"consumerId":"consumer-${ANNA}","layer":0}`]);
    expect(link.layerMax).toBe(0);
    pictures.setQuality('lost');
    await settle();
    expect(said()).toEqual([`consumer.pause {"consumerId":"consumer-${ANNA}"}`]);
    pictures.setQuality('good');
    await settle();
    expect(said()).toEqual([
      `consumer.setLayer {"consumerId":"consumer-${ANNA}","layer":2}`,
      `consumer.resume {"consumerId":"consumer-${ANNA}"}`,
    ]);
    expect(link.layerMax).toBe(2);
  });

  test('that stands still is asked about, and one that is paused is not', async () => {
    const { pictures, settle, seesAnna } = stage();
    await seesAnna(0);
    expect(await pictures.heldBy(ANNA)).toBe('viewer');
    pictures.look(ANNA, null);
    await settle();
    expect(await pictures.heldBy(ANNA)).toBeNull();
    expect(await pictures.heldBy(BEN)).toBeNull();
  });

  test('ends when its person shows it no more', async () => {
    const { link, shown, others, settle, seesAnna } = stage();
    await seesAnna(0);
    others();
    await settle();
    expect(shown.get(ANNA)).toBeNull();
    expect(link.seen.size).toBe(0);
  });
});

describe('the own camera', () => {
  test('is shown as soon as there is a link, and again on the next one', async () => {
    const { pictures, link, settle } = stage();
    pictures.setOwn('camera', 'track');
    await settle();
    pictures.setLink(link);
    await settle();
    expect(link.shown('camera')?.track).toBe('track');
    link.closed = true;
    pictures.setLink(null);
    const next = new FakePictureLink();
    pictures.setLink(next);
    await settle();
    expect(next.shown('camera')?.track).toBe('track');
  });

  test('that is another one takes the place of the first without a new producer', async () => {
    const { pictures, link, settle } = stage();
    pictures.setLink(link);
    pictures.setOwn('camera', 'front');
    await settle();
    pictures.setOwn('camera', 'back');
    await settle();
    expect(link.shown('camera')?.track).toBe('back');
    expect(link.tries).toBe(1);
  });

  test('that is off is closed at the server too', async () => {
    const { pictures, link, said, settle } = stage();
    pictures.setLink(link);
    pictures.setOwn('camera', 'track');
    await settle();
    pictures.setOwn('camera', null);
    await settle();
    expect(link.shown('camera')).toBeNull();
    expect(said()).toEqual(['producer.close {"producerId":"own-camera-1"}']);
  });

  test('that is switched off while the connection is away is closed at the server afterwards', async () => {
    const { pictures, link, said, settle, setLost } = stage();
    pictures.setLink(link);
    pictures.setOwn('camera', 'track');
    await settle();
    pictures.update({ ...NO_PICTURES, own: { camera: producerId.parse('own-camera-1'), screen: null } });
    setLost(true);
    pictures.setOwn('camera', null);
    await settle(2500);
    expect(link.shown('camera')).toBeNull();
    setLost(false);
    await settle(1500);
    expect(said()).toEqual(['producer.close {"producerId":"own-camera-1"}']);
  });

  test('that is refused is tried a few times, then its person is told; another track is tried anew', async () => {
    const { pictures, link, refused, settle } = stage();
    link.refusal = 'media_refused';
    pictures.setLink(link);
    pictures.setOwn('camera', 'track');
    await settle(60_000);
    expect(link.tries).toBe(3);
    expect(refused).toEqual(['camera media_refused']);
    link.refusal = null;
    pictures.setOwn('camera', 'another');
    await settle();
    expect(link.shown('camera')?.track).toBe('another');
  });

  test('for which the room has no place is not tried again', async () => {
    const { pictures, link, refused, settle } = stage();
    link.refusal = 'room_pictures_limit';
    pictures.setLink(link);
    pictures.setOwn('camera', 'track');
    await settle(60_000);
    expect(link.tries).toBe(1);
    expect(refused).toEqual(['camera room_pictures_limit']);
  });
});
