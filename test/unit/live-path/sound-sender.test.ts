import { expect, test } from 'vitest';
import { SoundSender } from '../../../server/live-path/sound-sender.ts';
import { OpusLibrary } from '../../../server/mixer/opus-decoder.ts';
import { emptyRtpFields, parseRtp } from '../../../server/mixer/rtp-packet.ts';
import { steadyToneDb } from '../../support/mount-listener.ts';

const TICK = 960;
const TONE_HZ = 1000;
const AS = { ssrc: 0xfeed, payloadType: 100 };

async function senderRig() {
  const library = await OpusLibrary.load();
  const packets: Uint8Array[] = [];
  const sender = new SoundSender({
    createEncoder: () => library.createEncoder(),
    send: (packet) => packets.push(packet),
  });
  let frame = 0;
  const tone = (): Float32Array => {
    const tick = new Float32Array(2 * TICK);
    for (let i = 0; i < TICK; i++, frame++) {
      tick[2 * i] = 0.1 * Math.sin((2 * Math.PI * TONE_HZ * frame) / 48_000);
      tick[2 * i + 1] = tick[2 * i] ?? 0;
    }
    return tick;
  };
  const headers = () =>
    packets.map((packet) => {
      const fields = emptyRtpFields();
      expect(parseRtp(packet, fields)).toBe(true);
      return { ...fields, marker: (packet[1] ?? 0) >> 7 };
    });
  return { library, packets, sender, tone, headers };
}

test('what plays is sent as Opus at its level, packet by packet, with 20 ms between', async () => {
  const { library, packets, sender, tone, headers } = await senderRig();
  sender.sendAs(AS);
  for (let tick = 0; tick < 100; tick++) sender.tick(tone());
  expect(packets).toHaveLength(100);
  const sent = headers();
  expect(sent[0]).toMatchObject({ ssrc: AS.ssrc, payloadType: AS.payloadType, marker: 1 });
  expect(sent.slice(1).every(({ marker }) => marker === 0)).toBe(true);
  expect((sent[50]?.timestamp ?? 0) - (sent[49]?.timestamp ?? 0)).toBe(TICK);
  expect((sent[50]?.sequence ?? 0) - (sent[49]?.sequence ?? 0)).toBe(1);
  const decoder = library.createDecoder(2);
  const heard = new Float32Array(100 * TICK);
  for (const [index, packet] of packets.entries()) {
    const payload = packet.subarray(12);
    expect(decoder.decode(payload, payload.length)).toBe(TICK);
    for (let i = 0; i < TICK; i++) heard[index * TICK + i] = (decoder.pcm[2 * i] ?? 0) / 32_768;
  }
  expect(steadyToneDb(heard.subarray(48_000), TONE_HZ)).toBeCloseTo(-20, 0);
});

test('in a pause nothing is sent but a tail of silence; the clock goes on, and what begins again says so', async () => {
  const { packets, sender, tone, headers } = await senderRig();
  sender.sendAs(AS);
  sender.tick(tone());
  for (let tick = 0; tick < 60; tick++) sender.tick(null);
  expect(packets).toHaveLength(11);
  sender.tick(tone());
  const [first, last] = [headers()[0], headers().at(-1)];
  expect(last?.marker).toBe(1);
  expect((last?.timestamp ?? 0) - (first?.timestamp ?? 0)).toBe(61 * TICK);
  expect((last?.sequence ?? 0) - (first?.sequence ?? 0)).toBe(11);
});

test('to nobody nothing is sent, and no encoder is made for it', async () => {
  let encoders = 0;
  const { library, tone } = await senderRig();
  const packets: Uint8Array[] = [];
  const sender = new SoundSender({
    createEncoder: () => {
      encoders += 1;
      return library.createEncoder();
    },
    send: (packet) => packets.push(packet),
  });
  for (let tick = 0; tick < 5; tick++) sender.tick(tone());
  expect([packets.length, encoders]).toEqual([0, 0]);
  sender.sendAs(AS);
  sender.sendAs(null);
  sender.tick(tone());
  expect([packets.length, encoders]).toEqual([0, 1]);
});
