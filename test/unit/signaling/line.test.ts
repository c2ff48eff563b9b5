import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Line } from '../../../server/signaling/line.ts';
import { FakeSocket } from './support/fake-socket.ts';

let socket: FakeSocket;
let line: Line;

beforeEach(() => {
  vi.useFakeTimers();
  socket = new FakeSocket();
  line = new Line(socket);
});

afterEach(() => {
  line.close('test ends');
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('the heartbeat', () => {
  it('keeps a browser that answers for as long as it does', () => {
    for (let beats = 0; beats < 100; beats++) {
      vi.advanceTimersByTime(2_500);
      line.heardPong();
    }
    expect(socket.pings).toBe(100);
    expect(line.closed).toBe(false);
  });

  it('forgives one missed answer and drops the connection after the second, within 8 seconds', () => {
    vi.advanceTimersByTime(5_000);
    expect(socket.terminated).toBe(false);
    vi.advanceTimersByTime(2_500);
    expect(socket.terminated).toBe(true);
    expect(line.closedReason).toBe('does not answer');
  });
});

describe('a browser that does not read', () => {
  it('is cut off above 1 MiB, without a goodbye that would only add to it', () => {
    socket.backlogBytes = 1024 * 1024;
    line.send({ type: 'notice', code: 'internal', message: 'x' });
    expect(line.closed).toBe(false);
    socket.backlogBytes += 1;
    line.send({ type: 'notice', code: 'internal', message: 'x' });
    expect(socket.terminated).toBe(true);
    expect(socket.sent).toHaveLength(2);
    expect(line.closedReason).toBe('does not read');
  });
});

describe('a goodbye', () => {
  it('is said once, and nothing after it', () => {
    line.bye('removed', false);
    line.bye('internal', true);
    line.send({ type: 'notice', code: 'internal', message: 'x' });
    expect(socket.sent).toEqual([{ type: 'bye', code: 'removed', retry: false }]);
    expect(socket.closedWith).toBe(4403);
  });

  it('of the owner who closes is that the server shuts down', () => {
    line.close('stopping');
    expect(socket.sent).toEqual([{ type: 'bye', code: 'shutting_down', retry: true }]);
    expect(socket.closedWith).toBe(1012);
  });

  it('is not said to a socket that is gone', () => {
    line.socketGone('socket closed with 1006');
    line.bye('internal', true);
    expect(socket.sent).toEqual([]);
    expect(socket.closedWith).toBeNull();
    expect(line.closedReason).toBe('socket closed with 1006');
  });

  it('is not said when the browser asked to hang up', () => {
    line.hangUp('left');
    expect(socket.sent).toEqual([]);
    expect(socket.closedWith).toBe(1000);
  });
});
