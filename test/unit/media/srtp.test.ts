import { describe, expect, test } from 'vitest';
import { writeRtp } from '../../support/synthetic/rtp-packet.ts';
import { SrtpReceiver, SrtpSender } from '../../support/synthetic/srtp.ts';

const MASTER = {
  key: Buffer.from('e1f97a0d3e018be0d64fa32c06de4139', 'hex'),
  salt: Buffer.from('0ec675ad498afeebb6960b3aabe6', 'hex'),
};

const packet = (sequence: number) =>
  writeRtp({
    payloadType: 111,
    sequence: sequence % 2 ** 16,
    timestamp: sequence * 960,
    ssrc: 7,
    marker: false,
    payload: Buffer.from(`frame ${sequence}`),
  });

describe('the SRTP of synthetic participants', () => {
  test('what is sealed is opened again', () => {
    const sealed = new SrtpSender(MASTER).protect(packet(1));
    expect(sealed).not.toContain(Buffer.from('frame'));
    expect(new SrtpReceiver(MASTER).unprotect(sealed)).toEqual(packet(1));
  });

  test('a packet that was tampered with is dropped', () => {
    const sealed = new SrtpSender(MASTER).protect(packet(1));
    sealed.writeUInt8(sealed.readUInt8(14) ^ 1, 14);
    expect(new SrtpReceiver(MASTER).unprotect(sealed)).toBeNull();
  });

  test('sequence numbers wrap, skipped and reordered packets included', () => {
    const sender = new SrtpSender(MASTER);
    const receiver = new SrtpReceiver(MASTER);
    const order = [65_533, 65_534, 65_536, 65_535, 65_538, 65_537, 65_540];
    for (const [index, sequence] of order.entries()) {
      const sealed = sender.protect(packet(sequence));
      if (index === 1) receiver.skip(sealed);
      else expect(receiver.unprotect(sealed)).toEqual(packet(sequence));
    }
  });
});
