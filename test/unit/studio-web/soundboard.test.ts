import { describe, expect, test } from 'vitest';
import { producerId } from '#protocol/ids.ts';
import { NAME_MAX_LENGTH } from '#protocol/limits.ts';
import { PAD_KEYS, SOUND_STRIPS, SOUNDBOARD_VOICE } from '#protocol/pads.ts';
import { newSoundStrip } from '../../../server/room/pad-steps.ts';
import { wantedSound } from '../../../studio-web/media/wanted-sound.ts';
import { deadAirCause } from '../../../studio-web/store/dead-air-cause.ts';
import { goLiveCheck, stripsToBe } from '../../../studio-web/store/go-live-check.ts';
import { minutesText, shownMs } from '../../../studio-web/store/pad-time.ts';
import { shortcutOf } from '../../../studio-web/store/shortcuts.ts';
import { soundName } from '../../../studio-web/store/sound-uploads.ts';
import { exampleRoom, GUEST, HOST } from './example-room.ts';

describe('the time on a pad', () => {
  const durationMs = 10_000;
  const playing = { startedAtMs: 1000, endsAtMs: 11_000, stopping: false };

  test.each([
    ['its length while it does not play', { durationMs, playing: null }, 5000, 10_000],
    ['what is left', { durationMs, playing }, 4500, 6500],
    ['nothing when it is over and nobody has said so yet', { durationMs, playing }, 12_000, 0],
    [
      'what is left of the round of a loop',
      { durationMs, playing: { ...playing, endsAtMs: null } },
      34_000,
      7000,
    ],
    [
      'the whole of a loop that begins in a moment',
      { durationMs, playing: { ...playing, endsAtMs: null } },
      900,
      10_000,
    ],
  ])('is %s', (_what, pad, nowMs, ms) => {
    expect(shownMs(pad, nowMs)).toBe(ms);
  });

  test.each([
    [0, '0:00'],
    [1, '0:01'],
    [59_001, '1:00'],
    [750_000, '12:30'],
  ])('of %d ms is written %s', (ms, text) => {
    expect(minutesText(ms)).toBe(text);
  });
});

test.each([
  ['Station jingle.mp3', 'Station jingle'],
  ['../../etc/passwd.wav', '../../etc/passwd'],
  ['no ending', 'no ending'],
  ['a.b.flac', 'a.b'],
  [' \u0000\n .mp3', 'Sound'],
  ['.m4a', 'Sound'],
  [`${'x'.repeat(300)}.ogg`, 'x'.repeat(NAME_MAX_LENGTH)],
])('a file %j makes a pad %j', (file, name) => {
  expect(soundName(file)).toBe(name);
});

test('everybody hears carts and music bed, before all voices', () => {
  const producer = producerId.parse('sounds');
  const room = { ...exampleRoom(), soundboard: { producerId: producer } };
  expect([...wantedSound(room, GUEST).voices][0]).toEqual([SOUNDBOARD_VOICE, producer]);
  expect([...wantedSound(room, HOST).voices.keys()]).toEqual([SOUNDBOARD_VOICE, GUEST]);
});

test('the key of a pad is no other shortcut', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  const taken = PAD_KEYS.filter((key) => {
    return shortcutOf({ ...none, key }, { typing: false, letterKeys: true }) !== null || 'omc'.includes(key);
  });
  expect(taken).toEqual([]);
  expect(new Set(PAD_KEYS).size).toBe(PAD_KEYS.length);
});

test('a strip of the soundboard that is on is nobody: the show wants a person, and dead air says so', () => {
  const room = exampleRoom();
  const { id } = SOUND_STRIPS.carts;
  const withCarts = { ...room, strips: { ...room.strips, [id]: newSoundStrip('carts') } };
  expect(deadAirCause(withCarts)).toBe('nobodyOn');
  expect(stripsToBe(withCarts, HOST)).not.toContain(id);
  const check = goLiveCheck({
    room: withCarts,
    ownId: HOST,
    hasMicrophone: false,
    icecast: null,
    isHeard: null,
  });
  expect(check.find(({ name }) => name === 'strips')?.isReady).toBe(false);
});
