import { describe, expect, it } from 'vitest';
import { OPUS_PACKET_MAX_BYTES, OpusLibrary } from '../../../server/mixer/opus-decoder.ts';
import { toneLevelDb } from '../../support/tone.ts';
import { OpusEncoder } from './opus-encoder.ts';
import { seededRandom } from './random.ts';

const library = await OpusLibrary.load();

/** A voice-like signal: a harmonic tone whose pitch and loudness move. */
function voice(frames: number): Float32Array {
  let phase = 0;
  return Float32Array.from({ length: frames * 960 }, (_, i) => {
    phase += (2 * Math.PI * (140 + 30 * Math.sin(i / 9000))) / 48_000;
    let sum = 0;
    for (let k = 1; k < 9; k++) sum += Math.sin(k * phase) / k;
    return 0.15 * sum * (0.7 + 0.3 * Math.sin(i / 3000));
  });
}

function energy(samples: Int16Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (samples[i] ?? 0) ** 2;
  return sum;
}

describe('OpusDecoder', () => {
  it('decodes mono and stereo to what was encoded', () => {
    for (const channels of [1, 2] as const) {
      const encoder = new OpusEncoder({ channels, bitrate: 96_000 });
      const decoder = library.createDecoder(channels);
      const heard: number[] = [];
      for (let n = 0; n < 25; n++) {
        const samples = Float32Array.from({ length: 960 * channels }, (_, i) => {
          const at = n * 960 + Math.floor(i / channels);
          return 0.1 * Math.sin((2 * Math.PI * 440 * at) / 48_000);
        });
        const packet = encoder.encode(samples);
        expect(decoder.decode(packet, packet.length)).toBe(960);
        for (let i = 0; i < 960; i++) heard.push((decoder.pcm[i * channels] ?? 0) / 32_768);
      }
      expect(toneLevelDb(Float32Array.from(heard.slice(4800)), 48_000, 440)).toBeCloseTo(-20, 1);
    }
  });

  it('conceals a loss with a sound that goes on and then dies away', () => {
    const encoder = new OpusEncoder();
    const decoder = library.createDecoder(1);
    const samples = voice(10);
    let last = 0;
    for (let n = 0; n < 10; n++) {
      const packet = encoder.encode(samples.subarray(n * 960, (n + 1) * 960));
      decoder.decode(packet, packet.length);
      last = energy(decoder.pcm, 960);
    }
    expect(decoder.conceal(960)).toBe(960);
    expect(energy(decoder.pcm, 960)).toBeGreaterThan(last / 20);
    for (let n = 0; n < 30; n++) decoder.conceal(960);
    expect(energy(decoder.pcm, 960)).toBeLessThan(last / 20);
  });

  it('restores a lost frame from the packet after it better than concealment can', () => {
    const samples = voice(120);
    const encoder = new OpusEncoder({ application: 'voip', bitrate: 32_000, fecLossPercent: 25 });
    const packets = Array.from({ length: 120 }, (_, n) =>
      encoder.encode(samples.subarray(n * 960, (n + 1) * 960)),
    );
    const reference = library.createDecoder(1);
    const recovering = library.createDecoder(1);
    const concealing = library.createDecoder(1);
    let recovered = 0;
    let concealed = 0;
    packets.forEach((packet, n) => {
      reference.decode(packet, packet.length);
      const level = Math.sqrt(energy(reference.pcm, 960));
      const next = packets[n + 1];
      if (n % 8 === 7 && next !== undefined) {
        expect(recovering.recover(next, next.length, 960)).toBe(960);
        concealing.conceal(960);
        recovered += Math.abs(Math.log(Math.sqrt(energy(recovering.pcm, 960)) / level));
        concealed += Math.abs(Math.log(Math.sqrt(energy(concealing.pcm, 960)) / level));
        return;
      }
      recovering.decode(packet, packet.length);
      concealing.decode(packet, packet.length);
    });
    expect(recovered).toBeLessThan(concealed);
  });

  it('refuses what is not Opus and goes on', () => {
    const decoder = library.createDecoder(2);
    expect(decoder.decode(Uint8Array.of(0xfb, 0xff, 1, 2), 4)).toBe(0);
    expect(decoder.decode(new Uint8Array(OPUS_PACKET_MAX_BYTES + 1), OPUS_PACKET_MAX_BYTES + 1)).toBe(0);
    const packet = new OpusEncoder().encode(new Float32Array(960).fill(0.1));
    expect(decoder.decode(packet, packet.length)).toBe(960);
  });

  it('outlives thousands of random packets', () => {
    const random = seededRandom(11);
    const decoder = library.createDecoder(1);
    for (let n = 0; n < 3000; n++) {
      const bytes = Uint8Array.from({ length: 1 + Math.floor(random() * 100) }, () => random() * 256);
      const frames =
        n % 5 === 0 ? decoder.recover(bytes, bytes.length, 960) : decoder.decode(bytes, bytes.length);
      expect(frames).toBeGreaterThanOrEqual(0);
      expect(frames).toBeLessThanOrEqual(5760);
    }
    const packet = new OpusEncoder().encode(new Float32Array(960).fill(0.1));
    expect(decoder.decode(packet, packet.length)).toBe(960);
  });
});
