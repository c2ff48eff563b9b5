import { expect, test } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import { countListeners, type RelayAudience } from '../../../server/listener-count.ts';

const MAIN = showSlug.parse('main');

/** A relay with `listeners` on the MP3 mount and none on the other. */
const relayWith = (listeners: number): RelayAudience => ({
  listenerCount: ({ codec }) => (codec === 'mp3' ? listeners : 0),
  holdsConnection: ({ codec }) => codec === 'mp3' && listeners > 0,
});

test.each([
  ['nobody but our own probe', 1, 0, 0],
  ['two who came to Icecast', 3, 0, 2],
  ['five by way of the relay', 2, 5, 5],
  ['two at Icecast and five at the relay', 4, 5, 7],
  ['a probe that is not connected yet', 0, 0, 0],
])('%s', (_who, counted, relayed, people) => {
  const mounts = new Map([['main.mp3', { listeners: counted }]]);
  expect(countListeners(MAIN, mounts, relayWith(relayed))).toEqual({ 'main.mp3': people, 'main.opus': null });
});
