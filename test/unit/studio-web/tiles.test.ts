import { describe, expect, test } from 'vitest';
import { producerId } from '#protocol/ids.ts';
import { ActiveSpeaker } from '../../../studio-web/store/active-speaker.ts';
import { type Focus, featuredTile, hasPictures, roomTiles } from '../../../studio-web/store/room-tiles.ts';
import { type Box, layTiles } from '../../../studio-web/store/tile-layout.ts';
import { exampleRoom, GUEST, HOST } from './example-room.ts';

const CAMERA = { producerId: producerId.parse('camera') };
const SCREEN = { producerId: producerId.parse('screen') };
const NO_FOCUS: Focus = { pinned: null, followsSpeaker: false, speaker: null, ownId: HOST };

describe('tiles', () => {
  test('are everybody: screens first, then cameras, then those who show nothing', () => {
    const room = exampleRoom({ guest: { camera: CAMERA, screen: SCREEN, enteredAtMs: 1 } });
    const keys = (ownId: typeof HOST) => roomTiles(room, ownId).map(({ key }) => key);
    const [screen, guest, host] = [`${GUEST}:screen`, `${GUEST}:camera`, `${HOST}:camera`];
    expect(keys(HOST)).toEqual([screen, guest, host]);
    // The own screen is nothing to look at.
    expect(keys(GUEST)).toEqual([guest, host, screen]);
  });

  test('are worth showing once anybody shows something', () => {
    expect(hasPictures(exampleRoom())).toBe(false);
    expect(hasPictures(exampleRoom({ guest: { screen: SCREEN } }))).toBe(true);
    expect(hasPictures(exampleRoom({ host: { camera: CAMERA } }))).toBe(true);
  });
});

describe('shown large', () => {
  const faces = roomTiles(exampleRoom({ guest: { camera: CAMERA } }), HOST);
  const withScreen = roomTiles(exampleRoom({ guest: { camera: CAMERA, screen: SCREEN } }), HOST);
  const keyAt = (tiles: typeof faces, focus: Partial<Focus>): string | null => {
    const place = featuredTile(tiles, { ...NO_FOCUS, ...focus });
    return place === null ? null : (tiles[place]?.key ?? null);
  };

  test('is nobody when nobody asks for it', () => expect(keyAt(faces, {})).toBeNull());
  test('is a screen', () => expect(keyAt(withScreen, {})).toBe(`${GUEST}:screen`));
  test('is not the own screen', () => expect(keyAt(withScreen, { ownId: GUEST })).toBeNull());
  test('is what is pinned, before any screen', () => {
    expect(keyAt(withScreen, { pinned: `${HOST}:camera` })).toBe(`${HOST}:camera`);
  });
  test('is a screen again when the one who was pinned has left', () => {
    expect(keyAt(withScreen, { pinned: 'gone:camera' })).toBe(`${GUEST}:screen`);
  });
  test('is whoever speaks, where that is asked for', () => {
    expect(keyAt(faces, { followsSpeaker: true, speaker: GUEST })).toBe(`${GUEST}:camera`);
  });
  test('is somebody else while one speaks oneself', () => {
    expect(keyAt(faces, { followsSpeaker: true, speaker: HOST })).toBe(`${GUEST}:camera`);
  });
});

const SPACES = {
  desktop: { width: 1200, height: 540 },
  console: { width: 980, height: 300 },
  tablet: { width: 788, height: 700 },
  phone: { width: 358, height: 500 },
  narrow: { width: 288, height: 380 },
};

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;

describe.each(Object.entries(SPACES))('on a %s', (_name, space) => {
  test.each(Array.from({ length: 8 }, (_, index) => index + 1))(
    '%i tiles stand side by side within it',
    (count) => {
      for (const featured of [null, 0, count - 1]) {
        const { boxes, height } = layTiles(count, featured, space);
        expect(boxes).toHaveLength(count);
        for (const [index, box] of boxes.entries()) {
          expect(box.left).toBeGreaterThanOrEqual(-0.01);
          expect(box.left + box.width).toBeLessThanOrEqual(space.width + 0.01);
          expect(box.top + box.height).toBeLessThanOrEqual(height + 0.01);
          expect(box.width).toBeGreaterThanOrEqual(100);
          expect(boxes.slice(index + 1).some((other) => overlap(box, other))).toBe(false);
        }
      }
    },
  );

  test('the one that is shown large is the largest', () => {
    const { boxes } = layTiles(4, 2, space);
    const areas = boxes.map(({ width, height }) => width * height);
    expect(areas.indexOf(Math.max(...areas))).toBe(2);
  });
});

describe('a grid', () => {
  test('of up to eight needs no scrolling on a desktop', () => {
    for (let count = 1; count <= 8; count += 1) {
      expect(layTiles(count, null, SPACES.desktop).height).toBeLessThanOrEqual(SPACES.desktop.height + 0.01);
    }
  });

  test('of two is a column on a phone and a row on a desktop', () => {
    const [first, second] = layTiles(2, null, SPACES.phone).boxes;
    expect(second?.left).toBe(first?.left);
    const [left, right] = layTiles(2, null, SPACES.desktop).boxes;
    expect(left?.top).toBe(right?.top);
  });

  test('of more than fit scrolls', () => {
    expect(layTiles(40, null, SPACES.phone).height).toBeGreaterThan(SPACES.phone.height);
  });

  test('is empty where nobody is, and where there is no room', () => {
    expect(layTiles(0, null, SPACES.phone)).toEqual({ boxes: [], height: 0 });
    expect(layTiles(3, null, { width: 0, height: 0 })).toEqual({ boxes: [], height: 0 });
  });
});

describe('who speaks', () => {
  const QUIET = -70;
  /** Looks every 100 ms for a while; answers with what it says at the end. */
  function listen(
    judge: ActiveSpeaker<string>,
    fromMs: number,
    forMs: number,
    levels: Record<string, number>,
  ) {
    let speaker: string | null = null;
    for (let atMs = fromMs; atMs < fromMs + forMs; atMs += 100) {
      speaker = judge.update(new Map(Object.entries(levels)), atMs);
    }
    return speaker;
  }

  test('is nobody in a quiet room', () => {
    expect(listen(new ActiveSpeaker(), 0, 2000, { anna: QUIET, ben: -50 })).toBeNull();
  });

  test('is the first who says something, at once', () => {
    expect(listen(new ActiveSpeaker(), 0, 100, { anna: -20, ben: QUIET })).toBe('anna');
  });

  test('is not taken over by a cough, but by a sentence', () => {
    const judge = new ActiveSpeaker<string>();
    listen(judge, 0, 1000, { anna: -20, ben: QUIET });
    expect(listen(judge, 1000, 300, { anna: QUIET, ben: -10 })).toBe('anna');
    expect(listen(judge, 1300, 3000, { anna: QUIET, ben: QUIET })).toBe('anna');
    expect(listen(judge, 5000, 2000, { anna: QUIET, ben: -20 })).toBe('ben');
  });

  test('stays who it is while two are as loud as each other', () => {
    const judge = new ActiveSpeaker<string>();
    listen(judge, 0, 500, { anna: -20, ben: QUIET });
    expect(listen(judge, 500, 5000, { anna: -20, ben: -19 })).toBe('anna');
  });

  test('is nobody when he has left', () => {
    const judge = new ActiveSpeaker<string>();
    listen(judge, 0, 500, { anna: -20, ben: QUIET });
    expect(listen(judge, 500, 100, { ben: QUIET })).toBeNull();
  });
});
