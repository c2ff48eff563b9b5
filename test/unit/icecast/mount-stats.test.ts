import { expect, test } from 'vitest';
import { parseMountStats } from '../../../server/icecast/mount-stats.ts';

const XML = `<?xml version="1.0"?>
<icestats><admin>a@localhost</admin><listeners>7</listeners><sources>2</sources><source mount="/main.mp3"><genre>various</genre><source_ip>127.0.0.1</source_ip>
<listeners>3</listeners><title>a &lt;source mount="/fake"&gt;</title></source><source mount="/a&amp;b.opus"><stream_start_iso8601>2026-01-01T00:00:00+0000</stream_start_iso8601></source></icestats>`;

test('the mounts that have a source are read with their listeners', () => {
  expect([...parseMountStats(XML)]).toEqual([
    ['main.mp3', { listeners: 3 }],
    ['a&b.opus', { listeners: null }],
  ]);
});

test.each([
  '',
  'no xml',
  '<icestats></icestats>',
  '<source mount="/x">',
  '<source mount="/x"><listeners>NaN',
])('nothing is read from %j', (xml) => {
  expect(parseMountStats(xml).size).toBe(0);
});
