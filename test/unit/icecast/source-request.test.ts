import { describe, expect, test } from 'vitest';
import { headerText, mountPath, sourceRequest } from '../../../server/icecast/source-request.ts';

const source = {
  mount: 'main.mp3',
  contentType: 'audio/mpeg',
  bitrateKbps: 128,
  name: 'Show',
  description: 'A show',
  url: 'http://localhost:3000/listen/main',
};
const text = (changes: Partial<typeof source>) =>
  Buffer.from(
    sourceRequest({ host: '127.0.0.1', port: 8000, password: 'pw' }, { ...source, ...changes }),
  ).toString('utf8');

describe('the head of a source connection', () => {
  test('is a PUT that waits for 100 Continue', () => {
    expect(text({})).toBe(
      [
        'PUT /main.mp3 HTTP/1.1',
        'Host: 127.0.0.1:8000',
        `Authorization: Basic ${Buffer.from('source:pw').toString('base64')}`,
        'User-Agent: OpenStudio',
        'Content-Type: audio/mpeg',
        'Ice-Public: 0',
        'Ice-Name: Show',
        'Ice-Description: A show',
        'Ice-URL: http://localhost:3000/listen/main',
        'Ice-Bitrate: 128',
        'Ice-Audio-Info: bitrate=128;channels=2;samplerate=48000',
        'Expect: 100-continue',
        '',
        '',
      ].join('\r\n'),
    );
  });

  test.each([
    'Show\r\nX-Injected: yes',
    'Show\nX-Injected: yes',
    'Show\u2028X-Injected: yes',
    'Show\0\x85X: yes',
  ])('gets no header from a name: %j', (name) => {
    const lines = text({ name }).split(/\r\n|\n|\r/);
    expect(lines).toHaveLength(14);
    expect(lines.some((line) => line.startsWith('X'))).toBe(false);
  });

  test('leaves out what is empty and caps what is long', () => {
    expect(text({ description: '\r\n' })).not.toContain('Ice-Description');
    expect([...headerText('🎙'.repeat(500))]).toHaveLength(128);
  });

  test('keeps a strange mount name inside the request line', () => {
    expect(mountPath('a b\r\n/ü?.mp3')).toBe('/a%20b%0D%0A/%C3%BC%3F.mp3');
  });
});
