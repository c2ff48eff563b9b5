/** Cuts a flow of bytes into whole MPEG-1 Layer III frames (ISO/IEC 11172-3, 2.4.1.3 and 2.4.2.3). Pure. */

const HEADER_BYTES = 4;
const SAMPLES_PER_FRAME = 1152;

/** By the index in the header; 0 is "free", 15 is forbidden, and neither is used here. */
const BITRATES_KBPS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0] as const;
const RATES_HZ = [44_100, 48_000, 32_000, 0] as const;

/** Holds back less than two frames, which is 2882 bytes at most. */
export class Mp3Framer {
  #rest: Uint8Array = new Uint8Array(0);
  #aligned = false;

  /** The whole frames that `bytes` completes, in order. What is no frame is passed over; a frame's copy is its own memory. */
  push(bytes: Uint8Array): Uint8Array[] {
    const data = join(this.#rest, bytes);
    const frames: Uint8Array[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= data.length) {
      const length = frameLength(data, at);
      if (length === 0) {
        this.#aligned = false;
        at += 1;
        continue;
      }
      if (at + length > data.length) break;
      if (!this.#aligned) {
        const next = at + length;
        if (next + HEADER_BYTES > data.length) break;
        if (frameLength(data, next) === 0) {
          at += 1;
          continue;
        }
        this.#aligned = true;
      }
      frames.push(new Uint8Array(data.subarray(at, at + length)));
      at += length;
    }
    this.#rest = new Uint8Array(data.subarray(at));
    return frames;
  }

  /** Forgets a torn frame: the next bytes come from another encoder. */
  reset(): void {
    this.#rest = new Uint8Array(0);
    this.#aligned = false;
  }
}

/** Length in bytes of the frame whose header is at `at`, or 0 when no MPEG-1 Layer III header is there. */
function frameLength(data: Uint8Array, at: number): number {
  const [sync = 0, kind = 0, rates = 0] = data.subarray(at, at + HEADER_BYTES);
  if (sync !== 0xff || (kind & 0xfe) !== 0xfa) return 0;
  const bitrate = BITRATES_KBPS[rates >> 4] ?? 0;
  const rate = RATES_HZ[(rates >> 2) & 3] ?? 0;
  if (bitrate === 0 || rate === 0) return 0;
  const padding = (rates >> 1) & 1;
  return Math.floor(((SAMPLES_PER_FRAME / 8) * bitrate * 1000) / rate) + padding;
}

function join(rest: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (rest.length === 0) return bytes;
  const joined = new Uint8Array(rest.length + bytes.length);
  joined.set(rest);
  joined.set(bytes, rest.length);
  return joined;
}
