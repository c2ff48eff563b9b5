/** Sends a tone, or what it is given, as RTP to a live path, 20 ms at a time, as the media engine does. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { Ticker } from '../../../server/mixer/ticker.ts';
import type { RtpAddress, RtpSource } from '../../../server/program/live-path-port.ts';
import { opusTone } from '../../support/synthetic/opus-tone.ts';

export type Talker = RtpSource & {
  /** Where its packets come from. */
  readonly address: RtpAddress;
};

export type TalkerOptions = {
  readonly to: RtpAddress;
  readonly toneHz: number;
  /** Peak in dBFS. */
  readonly toneDb: number;
  readonly ssrc: number;
  /** Opus frames of 20 ms to be sent over and over instead of the tone. */
  readonly loop?: readonly Buffer[];
};

const PAYLOAD_TYPE = 100;
const FRAME_SAMPLES = 960;

/** Talks until the test ends. */
export async function startTalker({ to, toneHz, toneDb, ssrc, loop }: TalkerOptions): Promise<Talker> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const rmsDb = toneDb - 10 * Math.log10(2);
  const frames = loop ?? opusTone(toneHz, rmsDb);
  let sent = 0;
  const ticker = new Ticker(() => {
    const payload = frames[sent % frames.length];
    if (payload === undefined) return;
    const header = Buffer.alloc(12);
    header.writeUInt8(0x80, 0);
    header.writeUInt8(PAYLOAD_TYPE, 1);
    header.writeUInt16BE(sent & 0xffff, 2);
    header.writeUInt32BE((sent * FRAME_SAMPLES) >>> 0, 4);
    header.writeUInt32BE(ssrc, 8);
    socket.send([header, payload], to.port, to.ip);
    sent += 1;
  });
  onTestFinished(() => {
    ticker.close('test ends');
    socket.close();
  });
  const { address, port } = socket.address();
  return { ssrc, payloadType: PAYLOAD_TYPE, address: { ip: address, port } };
}
