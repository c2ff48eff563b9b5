import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showSlug } from '#protocol/ids.ts';
import { StudioError } from '../../../server/errors.ts';
import { Metrics } from '../../../server/metrics.ts';
import { ArrivalRate } from '../../../server/signaling/arrival-rate.ts';
import { Dispatcher } from '../../../server/signaling/dispatcher.ts';
import { FailedAttempts } from '../../../server/signaling/failed-attempts.ts';
import { Session } from '../../../server/signaling/session.ts';
import { silentLog } from '../../support/fakes/silent-log.ts';
import { FakeSocket } from './support/fake-socket.ts';

let socket: FakeSocket;
let session: Session;
/** Called with the way to refuse the room that is being opened. */
let refuseRoom: (error: Error) => void;

const ENTER = {
  type: 'request',
  id: 1,
  name: 'room.enter',
  input: { credential: { kind: 'invite', token: 'some-token' }, name: 'Gero' },
};

beforeEach(() => {
  vi.useFakeTimers();
  socket = new FakeSocket();
  const metrics = new Metrics({ version: 'test', withProcess: false });
  const opening = Promise.withResolvers<never>();
  refuseRoom = opening.reject;
  const dispatcher = new Dispatcher({
    newcomers: new ArrivalRate({ burst: 10, perSecond: 10 }),
    door: {
      rooms: { open: () => opening.promise },
      store: {
        show: () => ({}),
        findInvite: () => ({ show: showSlug.parse('main'), role: 'guest', expiresAtMs: 0 }),
        findRevokedInvite: () => undefined,
        revokeInvites: () => {},
        createInvite: () => {
          throw new Error('not here');
        },
      },
      iceServersFor: () => [],
      publicUrl: new URL('http://localhost'),
    },
    metrics,
    log: silentLog,
  });
  session = new Session({
    socket,
    dispatcher,
    address: 'somewhere',
    isOwner: false,
    failedAttempts: new FailedAttempts(),
    metrics,
    log: silentLog,
  });
});

afterEach(() => {
  session.close('test ends');
  expect(vi.getTimerCount()).toBe(0);
  expect(session.ownedCount).toBe(0);
  vi.useRealTimers();
});

it('lets go of somebody who does not ask to enter within five seconds', () => {
  vi.advanceTimersByTime(4_999);
  expect(socket.closedWith).toBeNull();
  vi.advanceTimersByTime(1);
  expect(socket.closedWith).toBe(4408);
  expect(socket.sent).toEqual([{ type: 'bye', code: 'not_entered', retry: true }]);
});

it('does not count the time that the room takes to open', async () => {
  session.receiveText(JSON.stringify(ENTER));
  for (let beat = 0; beat < 6; beat++) {
    await vi.advanceTimersByTimeAsync(5_000);
    session.receivePong();
  }
  expect(socket.closedWith).toBeNull();
});

it('gives another five seconds after a refusal', async () => {
  await vi.advanceTimersByTimeAsync(4_000);
  session.receivePong();
  session.receiveText(JSON.stringify(ENTER));
  refuseRoom(new StudioError('server_full'));
  await vi.advanceTimersByTimeAsync(4_999);
  expect(socket.sent).toMatchObject([{ type: 'reply', id: 1, ok: false, error: { code: 'server_full' } }]);
  expect(socket.closedWith).toBeNull();
  await vi.advanceTimersByTimeAsync(1);
  expect(socket.closedWith).toBe(4408);
});

it('says nothing more to a socket that went while a request was under way', async () => {
  session.receiveText(JSON.stringify(ENTER));
  session.socketGone('socket closed with 1006');
  refuseRoom(new StudioError('server_full'));
  await vi.advanceTimersByTimeAsync(10);
  expect(socket.sent).toEqual([]);
});
