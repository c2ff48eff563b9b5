import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpOnFakes, httpOnFakes, PROGRAM_OFF } from './support/http-on-fakes.ts';

let studio: HttpOnFakes;

beforeEach(async () => {
  studio = await httpOnFakes({ publicUrl: 'https://radio.example' });
});

afterEach(async () => {
  await studio.close();
});

describe('a preview of a link', () => {
  it('has whole addresses and the title of now, harmless', async () => {
    studio.program = { ...PROGRAM_OFF, phase: 'live', title: 'A "song" <b>' };
    const { body } = await studio.http.inject('/listen/main');
    expect(body).toContain('<meta property="og:url" content="https://radio.example/listen/main">');
    expect(body).toContain('<meta property="og:description" content="A &quot;song&quot; &lt;b&gt;">');
    expect(body).not.toMatch(/__[A-Z]+_?/);
  });

  it('has a picture that any site may show', async () => {
    const reply = await studio.http.inject('/share-card.png');
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['cross-origin-resource-policy']).toBe('cross-origin');
  });
});

describe('the small player', () => {
  it('may be framed by any site, and nothing else may', async () => {
    const embed = await studio.http.inject('/embed/main');
    expect(embed.headers['content-security-policy']).toContain('frame-ancestors *');
    expect(embed.headers['x-frame-options']).toBeUndefined();
    expect(embed.body).toContain('data-page="embed"');
    for (const url of ['/listen/main', '/studio/main', '/', '/api/shows/main', '/embed/other']) {
      const reply = await studio.http.inject(url);
      expect(reply.headers['content-security-policy'], url).toContain("frame-ancestors 'none'");
      expect(reply.headers['x-frame-options'], url).toBe('DENY');
    }
  });
});

describe('the playlist', () => {
  it('holds the whole address of the stream', async () => {
    const reply = await studio.http.inject('/live/main.m3u');
    expect(reply.headers['content-type']).toContain('audio/x-mpegurl');
    expect(reply.headers['content-disposition']).toBe('attachment; filename="main.m3u"');
    expect(reply.body.split('\n')).toEqual([
      '#EXTM3U',
      '#EXTINF:-1,Tom & "Jerry\'s" <show>',
      'https://radio.example/live/main.mp3',
      '',
    ]);
  });

  it('is not there for a show that does not exist', async () => {
    expect((await studio.http.inject('/live/other.m3u')).statusCode).toBe(404);
    expect((await studio.http.inject('/live/main.pls')).statusCode).toBe(404);
  });
});
