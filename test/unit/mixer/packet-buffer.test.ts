import { describe, expect, it } from 'vitest';
import { PACKET_SLOTS, PacketBuffer } from '../../../server/mixer/packet-buffer.ts';

function put(buffer: PacketBuffer, sequence: number, bytes: readonly number[] = [sequence & 0xff]) {
  const place = { sequence, timestamp: sequence * 960, duration: 960, stereo: false, length: bytes.length };
  return buffer.put(place, Uint8Array.of(0, 0, ...bytes), 2);
}

describe('PacketBuffer', () => {
  it('gives packets back by sequence, not by arrival', () => {
    const buffer = new PacketBuffer();
    for (const sequence of [12, 10, 13, 11]) expect(put(buffer, sequence)).toBe('stored');
    const order: number[] = [];
    for (let packet = buffer.peek(); packet !== null; packet = buffer.peek()) {
      order.push(packet.sequence);
      expect(packet.bytes[0]).toBe(packet.sequence);
      buffer.take(packet);
    }
    expect(order).toEqual([10, 11, 12, 13]);
    expect(buffer.count).toBe(0);
    expect([buffer.endSequence, buffer.endTimestamp]).toEqual([14, 14 * 960]);
  });

  it('knows a copy, waiting or taken, from a packet that is late', () => {
    const buffer = new PacketBuffer();
    put(buffer, 10);
    put(buffer, 12);
    expect(put(buffer, 10)).toBe('duplicate');
    for (let packet = buffer.peek(); packet !== null; packet = buffer.peek()) buffer.take(packet);
    expect(put(buffer, 10)).toBe('duplicate');
    expect(put(buffer, 11)).toBe('late');
    expect(put(buffer, 13)).toBe('stored');
  });

  it('keeps its own copy of the bytes', () => {
    const buffer = new PacketBuffer();
    const bytes = Uint8Array.of(1, 2, 3);
    buffer.put({ sequence: 1, timestamp: 0, duration: 960, stereo: false, length: 3 }, bytes, 0);
    bytes.fill(9);
    expect([...(buffer.peek()?.bytes.subarray(0, 3) ?? [])]).toEqual([1, 2, 3]);
  });

  it('never holds more than its slots, and lets the oldest go', () => {
    const buffer = new PacketBuffer();
    for (let sequence = 0; sequence < 5 * PACKET_SLOTS; sequence++) put(buffer, sequence);
    expect(buffer.count).toBe(PACKET_SLOTS);
    expect(buffer.peek()?.sequence).toBe(4 * PACKET_SLOTS);
    put(buffer, 100 * PACKET_SLOTS);
    expect(buffer.count).toBe(1);
  });
});
