import { describe, expect, test } from 'vitest';
import type { OpaqueParameters } from '#protocol/media.ts';
import type { ParticipantMedia } from '../../../server/media/participant-media.ts';
import {
  CHROME_MICROPHONE,
  HOSTILE_CAPABILITIES,
  HOSTILE_PARAMETERS,
  WELL_FORMED_NONSENSE,
} from '../../support/synthetic/hostile-parameters.ts';
import { SYNTHETIC_RTP_CAPABILITIES } from '../../support/synthetic-participant.ts';
import { openPool } from './open-pool.ts';

const codeOf = (pending: Promise<unknown>): Promise<string> =>
  pending.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

/** An attacker and an honest participant in different rooms of the one worker. */
async function openAttack() {
  const { pool } = await openPool();
  const attacker = (await pool.openRoom()).openParticipant();
  const honest = (await pool.openRoom()).openParticipant();
  const { send } = await attacker.openTransports();
  const produce = (rtpParameters: OpaqueParameters) =>
    attacker.produce({ transportId: send.id, rtpParameters, paused: false });
  return { pool, attacker, honest, produce };
}

/** Proves that the worker takes, writes and answers requests of somebody else. */
async function broadcastGoesOn(honest: ParticipantMedia): Promise<void> {
  const { send } = await honest.openTransports();
  const own = await honest.produce({ transportId: send.id, rtpParameters: CHROME_MICROPHONE, paused: false });
  await honest.consume({ producerId: own, rtpCapabilities: SYNTHETIC_RTP_CAPABILITIES });
}

describe('hostile parameters harm nobody else', () => {
  test('of a producer, malformed or nonsense', async () => {
    const { pool, honest, produce } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const table = [...HOSTILE_PARAMETERS, ...WELL_FORMED_NONSENSE];
    for (const { what, rtpParameters } of table) {
      expect.soft(await codeOf(produce(rtpParameters)), what).toBe('media_refused');
      await broadcastGoesOn(honest);
    }
    expect(pool.workers[0]?.pid).toBe(pid);
  });

  test('of a consumer', async () => {
    const { pool, attacker, honest, produce } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const producerId = await produce(CHROME_MICROPHONE);
    for (const { what, rtpCapabilities } of HOSTILE_CAPABILITIES) {
      expect
        .soft(await codeOf(attacker.consume({ producerId, rtpCapabilities })), what)
        .toBe('media_refused');
      await broadcastGoesOn(honest);
    }
    expect(pool.workers[0]?.pid).toBe(pid);
  });

  test('of DTLS', async () => {
    const { pool, attacker, honest } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const value = Array(32).fill('AB').join(':');
    for (const fingerprints of [
      [],
      [{ algorithm: 'sha-512' as const, value }],
      Array.from({ length: 8 }, () => ({ algorithm: 'sha-256' as const, value: 'zz' })),
    ]) {
      const { send } = await attacker.openTransports();
      await codeOf(attacker.connectTransport(send.id, { fingerprints }));
      await broadcastGoesOn(honest);
    }
    expect(pool.workers[0]?.pid).toBe(pid);
  });

  test('the limits of the parameters themselves are no harm either', async () => {
    const { pool, honest, produce } = await openAttack();
    const pid = pool.workers[0]?.pid;
    const extremes = [
      { ...CHROME_MICROPHONE, mid: 'm'.repeat(64), encodings: [{ ssrc: 2 ** 32 - 1, maxBitrate: 1e9 }] },
      {
        codecs: [{ mimeType: 'video/VP8', payloadType: 0, clockRate: 90_000 }],
        encodings: [1, 2, 3, 4].map((ssrc) => ({ ssrc, scalabilityMode: 'L1T3' })),
      },
      { ...CHROME_MICROPHONE, mid: '1', encodings: [], headerExtensions: [] },
    ];
    for (const rtpParameters of extremes) {
      expect(await codeOf(produce(rtpParameters))).toBe('accepted');
      await broadcastGoesOn(honest);
    }
    expect(pool.workers[0]?.pid).toBe(pid);
  });
});
