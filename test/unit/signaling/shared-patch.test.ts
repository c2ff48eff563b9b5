import { beforeEach, describe, expect, test, vi } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import { applyPatch } from '#protocol/patch.ts';
import type { RoomState } from '#protocol/state.ts';
import { encodeMessage } from '../../../server/signaling/encode-message.ts';
import { sharedPatch } from '../../../server/signaling/shared-patch.ts';

const stateOf = (title: string): RoomState => ({
  show: { slug: showSlug.parse('main'), name: 'Show', mediaEpoch: 1, lobby: 'open' },
  program: {
    phase: 'off',
    phaseSinceMs: 0,
    onAirSinceMs: null,
    title,
    mounts: [],
    problem: null,
    deadAir: null,
    bedWanted: null,
    panicSinceMs: null,
  },
  participants: {},
  strips: {},
  waiting: {},
  chat: {},
  soundboard: { producerId: null },
  pads: {},
  console: { scenes: [], crossfade: null, holds: {}, targetLufs: -16 },
});

let first: { readonly state: RoomState; readonly version: number };
let second: typeof first;
let third: typeof first;

beforeEach(() => {
  first = { state: stateOf('first'), version: 1 };
  second = { state: stateOf('second'), version: 2 };
  third = { state: stateOf('third'), version: 3 };
});

describe('a patch', () => {
  test('is made and written once for fifty sessions that need the same', () => {
    const written = vi.spyOn(JSON, 'stringify');
    const texts = Array.from({ length: 50 }, () => encodeMessage(sharedPatch(first, second)));
    expect(written).toHaveBeenCalledTimes(1);
    written.mockRestore();
    expect(new Set(texts).size).toBe(1);
    expect(JSON.parse(texts[0] ?? '')).toMatchObject({ type: 'patch', from: 1, to: 2 });
  });

  test('is another one for a session that is further behind, and for one that asks later', () => {
    expect(sharedPatch(second, third)).toMatchObject({ from: 2, to: 3 });
    expect(sharedPatch(first, second)).toMatchObject({ from: 1, to: 2 });
    const far = sharedPatch(first, third);
    expect(far).toMatchObject({ from: 1, to: 3 });
    expect(applyPatch(first.state, far.body)).toEqual(third.state);
    expect(JSON.parse(encodeMessage(far))).toMatchObject({ from: 1, to: 3 });
  });
});
