import { describe, expect, test } from 'vitest';
import { producerId } from '#protocol/ids.ts';
import { layerAllowed, layerSent } from '../../../studio-web/media/picture-allowance.ts';
import { layerFor } from '../../../studio-web/media/picture-layer.ts';
import { PICTURE_ENCODINGS } from '../../../studio-web/media/picture-link.ts';
import { wantedPictures } from '../../../studio-web/media/wanted-pictures.ts';
import { exampleRoom, GUEST, HOST } from './example-room.ts';

const CAMERA = { producerId: producerId.parse('camera') };
const SCREEN = { producerId: producerId.parse('screen') };

describe('what may be seen', () => {
  test('is every camera and screen of others, and nothing of oneself', () => {
    const room = exampleRoom({ guest: { camera: CAMERA, screen: SCREEN } });
    expect([...wantedPictures(room, HOST).others]).toEqual([SCREEN.producerId, CAMERA.producerId]);
    expect(wantedPictures(room, GUEST).others.size).toBe(0);
  });

  test('is known of oneself as the server has it', () => {
    const room = exampleRoom({ guest: { camera: CAMERA } });
    expect(wantedPictures(room, GUEST).own).toEqual({ camera: CAMERA.producerId, screen: null });
    expect(wantedPictures(room, HOST).own).toEqual({ camera: null, screen: null });
  });
});

describe('how large a picture is asked for', () => {
  test.each([
    { source: 'camera' as const, widthPx: 160, ratio: 1, layer: 0 },
    { source: 'camera' as const, widthPx: 160, ratio: 2, layer: 0 },
    { source: 'camera' as const, widthPx: 300, ratio: 2, layer: 1 },
    { source: 'camera' as const, widthPx: 600, ratio: 1, layer: 1 },
    { source: 'camera' as const, widthPx: 900, ratio: 1, layer: 2 },
    // A phone of three pixels to one is not sent more than can be seen.
    { source: 'camera' as const, widthPx: 390, ratio: 3, layer: 1 },
    { source: 'screen' as const, widthPx: 200, ratio: 1, layer: 0 },
    { source: 'screen' as const, widthPx: 600, ratio: 1, layer: 1 },
    { source: 'screen' as const, widthPx: 2000, ratio: 2, layer: 1 },
  ])('$source, $widthPx px wide at $ratio', ({ source, widthPx, ratio, layer }) => {
    expect(layerFor(source, widthPx, ratio)).toBe(layer);
  });

  test('is never more than is published', () => {
    for (const source of ['camera', 'screen'] as const) {
      expect(layerFor(source, 10_000, 4)).toBe(PICTURE_ENCODINGS[source].length - 1);
    }
  });
});

describe('on a line that is', () => {
  test.each([
    { quality: null, seen: 2, sent: 2 },
    { quality: 'excellent' as const, seen: 2, sent: 2 },
    { quality: 'good' as const, seen: 2, sent: 2 },
    { quality: 'poor' as const, seen: 0, sent: 0 },
    { quality: 'lost' as const, seen: null, sent: 0 },
  ])('$quality pictures get what the sound leaves', ({ quality, seen, sent }) => {
    expect(layerAllowed(quality, 2)).toBe(seen);
    expect(layerSent(quality, 2)).toBe(sent);
  });
});

test('all sizes of a picture give way to the sound, and only the first says so: browsers refuse more', () => {
  for (const [first, ...others] of Object.values(PICTURE_ENCODINGS)) {
    expect(first?.priority).toBe('very-low');
    expect(others.map(({ priority }) => priority)).toEqual(others.map(() => undefined));
  }
});
