import { describe, expect, test } from 'vitest';
import { startError } from '../../../server/media/start-error.ts';

const ATTEMPT = { listenIp: '192.0.2.7', port: 40001, workerBin: '/opt/worker' };

describe('a media engine that does not start says what to change', () => {
  test.each([
    {
      thrown: "uv_udp_bind() failed [protocol:udp, ip:'192.0.2.7', port:40001]: address already in use",
      says: ['40001', 'MEDIASOUP_PORT'],
    },
    {
      thrown: "uv_udp_bind() failed [protocol:udp, ip:'192.0.2.7', port:40001]: address not available",
      says: ['192.0.2.7', 'MEDIASOUP_LISTEN_IP'],
    },
    { thrown: "invalid IP '192.0.2.7'", says: ['192.0.2.7', 'MEDIASOUP_LISTEN_IP'] },
    { thrown: 'uv_udp_bind() failed: permission denied', says: ['40001', 'MEDIASOUP_PORT'] },
    { thrown: 'spawn /opt/worker ENOENT', says: ['/opt/worker', 'MEDIASOUP_WORKER_BIN'] },
    { thrown: '[pid:1, code:1, signal:null]', says: ['40001', 'code:1'] },
  ])('$thrown', ({ thrown, says }) => {
    const cause = new Error(thrown);
    const error = startError(cause, ATTEMPT);
    expect(error.code).toBe('media_unavailable');
    expect(error.cause).toBe(cause);
    for (const word of says) expect(error.message).toContain(word);
  });
});
