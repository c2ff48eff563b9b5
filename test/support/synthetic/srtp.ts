/**
 * SRTP with AES_CM_128_HMAC_SHA1_80 (RFC 3711), both ways. RTP only: the reports of RTCP are not needed here. Cipher and hash
 * are used in the forms that need no new OpenSSL object for each packet, which makes them five times as fast.
 */
import { type Cipheriv, createCipheriv, hash, timingSafeEqual } from 'node:crypto';

const AUTH_TAG_BYTES = 10;
const AES_BLOCK_BYTES = 16;
const SHA1_BLOCK_BYTES = 64;
const LABELS = { encryption: 0, authentication: 1, salt: 2 } as const;

/** Master key (16 bytes) and salt (14 bytes) of one direction. */
export type SrtpMaster = { readonly key: Buffer; readonly salt: Buffer };

/** Seals packets; they need not come in the exact order of their sequence numbers. */
export class SrtpSender {
  readonly #crypto: PacketCrypto;
  readonly #counters = new Map<number, RolloverCounter>();

  constructor(master: SrtpMaster) {
    this.#crypto = new PacketCrypto(master);
  }

  protect(rtp: Buffer): Buffer {
    const counter = counterOf(this.#counters, rtp);
    const rollover = counter.rolloverOf(rtp);
    counter.advance(rtp, rollover);
    const sealed = this.#crypto.crypt(rtp, rollover);
    return Buffer.concat([sealed, this.#crypto.tag(sealed, rollover)]);
  }
}

/** Opens packets, in whatever order they come. */
export class SrtpReceiver {
  readonly #crypto: PacketCrypto;
  readonly #counters = new Map<number, RolloverCounter>();

  constructor(master: SrtpMaster) {
    this.#crypto = new PacketCrypto(master);
  }

  /** Takes note of a packet that nobody wants to look into. */
  skip(srtp: Buffer): void {
    const counter = counterOf(this.#counters, srtp);
    counter.advance(srtp, counter.rolloverOf(srtp));
  }

  /** The RTP packet inside, or null when its authentication fails. */
  unprotect(srtp: Buffer): Buffer | null {
    if (srtp.length < 12 + AUTH_TAG_BYTES) return null;
    const sealed = srtp.subarray(0, srtp.length - AUTH_TAG_BYTES);
    const counter = counterOf(this.#counters, sealed);
    const rollover = counter.rolloverOf(sealed);
    const tag = this.#crypto.tag(sealed, rollover);
    if (!timingSafeEqual(tag, srtp.subarray(srtp.length - AUTH_TAG_BYTES))) return null;
    counter.advance(sealed, rollover);
    return this.#crypto.crypt(sealed, rollover);
  }
}

/** How often the sequence numbers of one SSRC have wrapped (RFC 3711, section 3.3.1). */
class RolloverCounter {
  #rollover = 0;
  #highestSequence: number | null = null;

  /** The count that puts the packet nearest to the newest one so far. */
  rolloverOf(packet: Buffer): number {
    const distance = packet.readUInt16BE(2) - (this.#highestSequence ?? packet.readUInt16BE(2));
    if (distance < -0x8000) return this.#rollover + 1;
    return distance > 0x8000 ? Math.max(0, this.#rollover - 1) : this.#rollover;
  }

  advance(packet: Buffer, rollover: number): void {
    const sequence = packet.readUInt16BE(2);
    const highest = this.#highestSequence ?? -1;
    if (rollover < this.#rollover || (rollover === this.#rollover && sequence < highest)) return;
    this.#rollover = rollover;
    this.#highestSequence = sequence;
  }
}

function counterOf(counters: Map<number, RolloverCounter>, packet: Buffer): RolloverCounter {
  const ssrc = packet.readUInt32BE(8);
  const counter = counters.get(ssrc) ?? new RolloverCounter();
  counters.set(ssrc, counter);
  return counter;
}

/** The session keys of one direction at work. */
class PacketCrypto {
  readonly #cipher: Cipheriv;
  readonly #salt: Buffer;
  readonly #innerPad: Buffer;
  readonly #outerPad: Buffer;

  constructor(master: SrtpMaster) {
    this.#cipher = blockCipher(deriveKey(master, LABELS.encryption, 16));
    this.#salt = deriveKey(master, LABELS.salt, 14);
    const authentication = deriveKey(master, LABELS.authentication, 20);
    this.#innerPad = padded(authentication, 0x36);
    this.#outerPad = padded(authentication, 0x5c);
  }

  /** RFC 3711, section 4.1.1: the payload XORed with the key stream; sealing and opening are the same. */
  crypt(packet: Buffer, rollover: number): Buffer {
    const iv = Buffer.alloc(AES_BLOCK_BYTES);
    this.#salt.copy(iv);
    xorUInt32(iv, 4, packet.readUInt32BE(8));
    xorUInt32(iv, 8, rollover);
    iv.writeUInt16BE(iv.readUInt16BE(12) ^ packet.readUInt16BE(2), 12);
    const result = Buffer.from(packet);
    const payloadAt = rtpHeaderBytes(packet);
    const stream = keyStream(this.#cipher, iv, packet.length - payloadAt);
    for (let at = payloadAt; at < result.length; at += 1) {
      result[at] = (result[at] ?? 0) ^ (stream[at - payloadAt] ?? 0);
    }
    return result;
  }

  /** HMAC-SHA1 (RFC 2104) over the packet and the rollover counter, cut to 80 bits. */
  tag(sealed: Buffer, rollover: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(rollover);
    const inner = hash('sha1', Buffer.concat([this.#innerPad, sealed, counter]), 'buffer');
    return hash('sha1', Buffer.concat([this.#outerPad, inner]), 'buffer').subarray(0, AUTH_TAG_BYTES);
  }
}

/** RFC 3711, section 4.3.1, with a key derivation rate of zero. */
function deriveKey({ key, salt }: SrtpMaster, label: number, bytes: number): Buffer {
  const iv = Buffer.alloc(AES_BLOCK_BYTES);
  salt.copy(iv);
  iv.writeUInt8(iv.readUInt8(7) ^ label, 7);
  return Buffer.from(keyStream(blockCipher(key), iv, bytes).subarray(0, bytes));
}

function blockCipher(key: Buffer): Cipheriv {
  return createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
}

/** AES in counter mode: whole blocks of key stream, at least `bytes` of it. `iv` ends in the 16 bit block counter, zero. */
function keyStream(cipher: Cipheriv, iv: Buffer, bytes: number): Buffer {
  const blocks = Math.ceil(bytes / AES_BLOCK_BYTES);
  const counters = Buffer.alloc(blocks * AES_BLOCK_BYTES);
  for (let block = 0; block < blocks; block += 1) {
    iv.copy(counters, block * AES_BLOCK_BYTES);
    counters.writeUInt16BE(block, block * AES_BLOCK_BYTES + AES_BLOCK_BYTES - 2);
  }
  return cipher.update(counters);
}

function padded(key: Buffer, pad: number): Buffer {
  const block = Buffer.alloc(SHA1_BLOCK_BYTES, pad);
  for (const [at, byte] of key.entries()) block.writeUInt8(byte ^ pad, at);
  return block;
}

function rtpHeaderBytes(packet: Buffer): number {
  const fixed = 12 + 4 * (packet.readUInt8(0) & 0x0f);
  const hasExtension = (packet.readUInt8(0) & 0x10) !== 0;
  return hasExtension ? fixed + 4 + 4 * packet.readUInt16BE(fixed + 2) : fixed;
}

function xorUInt32(buffer: Buffer, offset: number, value: number): void {
  buffer.writeUInt32BE((buffer.readUInt32BE(offset) ^ value) >>> 0, offset);
}
