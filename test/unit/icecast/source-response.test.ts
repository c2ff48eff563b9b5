import { describe, expect, test } from 'vitest';
import { AnswerReader, refusalProblem } from '../../../server/icecast/source-response.ts';

function read(text: string) {
  const reader = new AnswerReader();
  for (const letter of text) reader.push(Buffer.from(letter));
  return reader.read();
}

describe('an answer of Icecast', () => {
  test.each([
    ['of 2.4 to a request that expects', 'HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n'],
    ['of 2.4 to a request that does not', 'HTTP/1.0 200 OK\r\n\r\n'],
    ['after an interim one', 'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
  ])('%s means accepted', (_, text) => {
    expect(read(text)).toEqual({ kind: 'accepted' });
  });

  test('is not judged before its head is complete', () => {
    expect(read('HTTP/1.1 100 Continue\r\n')).toBeNull();
    expect(read('')).toBeNull();
  });

  test('that refuses keeps its text', () => {
    expect(read('HTTP/1.0 403 Forbidden\r\nServer: x\r\n\r\nMountpoint in use')).toEqual({
      kind: 'refused',
      status: 403,
      body: 'Mountpoint in use',
    });
  });

  test('without end does not grow', () => {
    const reader = new AnswerReader();
    for (let i = 0; i < 1000; i += 1) reader.push(new Uint8Array(1000).fill(65));
    expect(reader.read()).toBeNull();
  });
});

describe('a refusal', () => {
  test.each([
    [401, 'You need to authenticate', 'mount_refused'],
    [403, 'Mountpoint in use', 'mount_in_use'],
    [409, '<html>Conflict</html>', 'mount_in_use'],
    [403, 'too many sources connected', 'mount_rejected'],
    [403, 'Content-type not supported', 'mount_rejected'],
    [403, 'No Content-type given', 'mount_rejected'],
    [500, '', 'mount_rejected'],
    [0, 'SSH-2.0', 'mount_rejected'],
  ])('%i "%s" is %s', (status, body, code) => {
    const problem = refusalProblem(status, body);
    expect(problem.code).toBe(code);
    expect(problem.detail).toMatch(/^\S.*\S$/);
  });

  test('is quoted without markup, control characters and length', () => {
    const { detail } = refusalProblem(418, `<b>Tea\r\npot</b>${'x'.repeat(5000)}`);
    expect(detail).toContain('Tea pot');
    expect(detail.length).toBeLessThan(300);
  });
});
