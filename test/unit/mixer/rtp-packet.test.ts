import { describe, expect, it } from 'vitest';
import { emptyRtpFields, parseRtp } from '../../../server/mixer/rtp-packet.ts';

const HEADER = [0x80, 0x64, 0x12, 0x34, 0xff, 0xff, 0xff, 0xfe, 0xde, 0xad, 0xbe, 0xef];

function packet(first: number, ...rest: number[]): Uint8Array {
  return Uint8Array.of(first, ...HEADER.slice(1), ...rest);
}

describe('parseRtp', () => {
  it('reads the fields of a plain packet, unsigned and with the marker bit left out', () => {
    const fields = emptyRtpFields();
    const marked = packet(0x80, 1, 2, 3);
    marked[1] = 0xe4;
    expect(parseRtp(marked, fields)).toBe(true);
    expect(fields).toEqual({
      payloadType: 100,
      sequence: 0x1234,
      timestamp: 0xfffffffe,
      ssrc: 0xdeadbeef,
      payloadStart: 12,
      payloadEnd: 15,
    });
  });

  const good: [string, Uint8Array, start: number, end: number][] = [
    ['no payload at all', packet(0x80), 12, 12],
    ['two contributing sources', packet(0x82, 0, 0, 0, 1, 0, 0, 0, 2, 9), 20, 21],
    ['an empty header extension', packet(0x90, 0xbe, 0xde, 0, 0, 9), 16, 17],
    ['a header extension of one word', packet(0x90, 0xbe, 0xde, 0, 1, 1, 2, 3, 4, 9, 9), 20, 22],
    ['a source and an extension', packet(0x91, 0, 0, 0, 1, 0xbe, 0xde, 0, 1, 1, 2, 3, 4, 9), 24, 25],
    ['three bytes of padding', packet(0xa0, 9, 9, 0, 0, 3), 12, 14],
    ['nothing but padding', packet(0xa0, 0, 2), 12, 12],
    ['everything', packet(0xb1, 0, 0, 0, 1, 0xbe, 0xde, 0, 1, 1, 2, 3, 4, 9, 1), 24, 25],
  ];
  it.each(good)('finds the payload with %s', (_name, bytes, start, end) => {
    const fields = emptyRtpFields();
    expect(parseRtp(bytes, fields)).toBe(true);
    expect([fields.payloadStart, fields.payloadEnd]).toEqual([start, end]);
  });

  const bad: [string, Uint8Array][] = [
    ['no bytes', new Uint8Array(0)],
    ['eleven bytes', Uint8Array.from(HEADER.slice(0, 11))],
    ['version 0, as STUN has', packet(0x00, 1, 2)],
    ['version 1', packet(0x40, 1, 2)],
    ['version 3', packet(0xc0, 1, 2)],
    ['more sources than bytes', packet(0x8f, 0, 0, 0, 1)],
    ['an extension cut off in its header', packet(0x90, 0xbe, 0xde, 0)],
    ['an extension longer than the packet', packet(0x90, 0xbe, 0xde, 0xff, 0xff, 1, 2, 3, 4)],
    ['padding of zero bytes', packet(0xa0, 9, 0)],
    ['padding that reaches into the header', packet(0xa0, 9, 3)],
    ['padding in a packet without payload', packet(0xa0)],
  ];
  it.each(bad)('refuses %s', (_name, bytes) => {
    expect(parseRtp(bytes, emptyRtpFields())).toBe(false);
  });
});
