/** SRTP with AES_CM_128_HMAC_SHA1_80 (RFC 3711), both ways. RTP only: the reports of RTCP are not needed here. */
import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';

const AUTH_TAG_BYTES = 10;
const LABELS = { encryption: 0, authentication: 1, salt: 2 } as const;

/** Master key (16 bytes) and salt (14 bytes) of one direction. */
export type SrtpMaster = { readonly key: Buffer; readonly salt: Buffer };

type SessionKeys = { readonly encryption: Buffer; readonly authentication: Buffer; readonly salt: Buffer };

/** Seals packets; they need not come in the exact order of their sequence numbers. */
export class SrtpSender {
  readonly #keys: SessionKeys;
  readonly #counters = new Map<number, RolloverCounter>();

  constructor(master: SrtpMaster) {
    this.#keys = deriveKeys(master);
  }

  protect(rtp: Buffer): Buffer {
    const counter = counterOf(this.#counters, rtp);
    const rollover = counter.rolloverOf(rtp);
    counter.advance(rtp, rollover);
    const sealed = crypt(rtp, this.#keys, rollover);
    return Buffer.concat([sealed, authenticationTag(sealed, this.#keys, rollover)]);
  }
}

/** Opens packets, in whatever order they come. */
export class SrtpReceiver {
  readonly #keys: SessionKeys;
  readonly #counters = new Map<number, RolloverCounter>();

  constructor(master: SrtpMaster) {
    this.#keys = deriveKeys(master);
  }

  /** The RTP packet inside, or null when its authentication fails. */
  unprotect(srtp: Buffer): Buffer | null {
    if (srtp.length < 12 + AUTH_TAG_BYTES) return null;
    const sealed = srtp.subarray(0, srtp.length - AUTH_TAG_BYTES);
    const counter = counterOf(this.#counters, sealed);
    const rollover = counter.rolloverOf(sealed);
    const tag = authenticationTag(sealed, this.#keys, rollover);
    if (!timingSafeEqual(tag, srtp.subarray(srtp.length - AUTH_TAG_BYTES))) return null;
    counter.advance(sealed, rollover);
    return crypt(sealed, this.#keys, rollover);
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

/** RFC 3711, section 4.1.1: the payload XORed with the key stream; sealing and opening are the same. */
function crypt(packet: Buffer, keys: SessionKeys, rollover: number): Buffer {
  const headerBytes = rtpHeaderBytes(packet);
  const iv = Buffer.alloc(16);
  keys.salt.copy(iv);
  xorUInt32(iv, 4, packet.readUInt32BE(8));
  xorUInt32(iv, 8, rollover);
  iv.writeUInt16BE(iv.readUInt16BE(12) ^ packet.readUInt16BE(2), 12);
  const cipher = createCipheriv('aes-128-ctr', keys.encryption, iv);
  return Buffer.concat([packet.subarray(0, headerBytes), cipher.update(packet.subarray(headerBytes))]);
}

function authenticationTag(sealed: Buffer, keys: SessionKeys, rollover: number): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(rollover);
  const hmac = createHmac('sha1', keys.authentication).update(sealed).update(counter);
  return hmac.digest().subarray(0, AUTH_TAG_BYTES);
}

/** RFC 3711, section 4.3.1, with a key derivation rate of zero. */
function deriveKeys({ key, salt }: SrtpMaster): SessionKeys {
  const derive = (label: number, bytes: number) => {
    const iv = Buffer.alloc(16);
    salt.copy(iv);
    iv.writeUInt8(iv.readUInt8(7) ^ label, 7);
    return createCipheriv('aes-128-ctr', key, iv).update(Buffer.alloc(bytes));
  };
  return {
    encryption: derive(LABELS.encryption, 16),
    authentication: derive(LABELS.authentication, 20),
    salt: derive(LABELS.salt, 14),
  };
}

function rtpHeaderBytes(packet: Buffer): number {
  const fixed = 12 + 4 * (packet.readUInt8(0) & 0x0f);
  const hasExtension = (packet.readUInt8(0) & 0x10) !== 0;
  return hasExtension ? fixed + 4 + 4 * packet.readUInt16BE(fixed + 2) : fixed;
}

function xorUInt32(buffer: Buffer, offset: number, value: number): void {
  buffer.writeUInt32BE((buffer.readUInt32BE(offset) ^ value) >>> 0, offset);
}
