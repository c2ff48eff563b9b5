/**
 * Gives the packets of a strip one endless sequence and one endless timestamp, whatever the sender does: wrap-around,
 * a new SSRC with random numbers, a restart. Numbers only; it holds no audio.
 */
import { SAMPLE_RATE_HZ, SAMPLES_PER_MS } from './audio-format.ts';

/** A timestamp that is further than this from where the arrival time puts it belongs to a new stretch. */
const JUMP_SAMPLES = SAMPLE_RATE_HZ;

/** The same for sequence numbers; RFC 3550, appendix A.1 allows 3000, but ours never buffers that many. */
const JUMP_SEQUENCE = 500;

/** How far the packet after a jump may be from it to confirm it: the longest packet, twice. */
const CONFIRM_SAMPLES = 2 * 5760;

/** Where a stretch that does not continue the last one is put: right behind what came before. */
export type Seam = { readonly sequence: number; readonly timestamp: number };

/**
 * `placed`: `sequence` and `timestamp` hold the place. `suspect`: the packet may begin a new stretch; keep it, and when
 * the next one is `confirmed`, place the kept one first with `placeSuspect`.
 */
export type Placement = 'placed' | 'suspect' | 'confirmed';

/** Maps 16 bit sequence numbers and 32 bit timestamps to numbers that only ever grow. */
export class PacketTimeline {
  /** The place of the packet given last, when it was placed or confirmed. */
  sequence = 0;
  timestamp = 0;
  /** Counts the stretches, so that statistics about arrival can begin anew with each. */
  stretch = 0;

  #joined = false;
  #lastSequence16 = 0;
  #lastTimestamp32 = 0;
  #lastArrivalMs = 0;
  #headSequence = 0;
  #headTimestamp = 0;

  #suspected = false;
  #suspectSequence16 = 0;
  #suspectTimestamp32 = 0;
  #suspectArrivalMs = 0;

  /** The next packet begins a new stretch, however its numbers look: the source changed. */
  cut(): void {
    this.#joined = false;
    this.#suspected = false;
  }

  /** Places a packet that arrived at `arrivalMs`. `seam` says where a new stretch would begin. */
  place(sequence16: number, timestamp32: number, arrivalMs: number, seam: Seam): Placement {
    if (!this.#joined) {
      this.#join(sequence16, timestamp32, arrivalMs, seam);
      return 'placed';
    }
    const steps = difference16(sequence16, this.#lastSequence16);
    const samples = difference32(timestamp32, this.#lastTimestamp32);
    const expected = (arrivalMs - this.#lastArrivalMs) * SAMPLES_PER_MS;
    if (Math.abs(samples - expected) <= JUMP_SAMPLES && Math.abs(steps) <= JUMP_SEQUENCE) {
      this.#suspected = false;
      this.#advance(sequence16, timestamp32, arrivalMs, steps, samples);
      return 'placed';
    }
    if (this.#suspected && this.#confirms(sequence16, timestamp32)) return 'confirmed';
    this.#suspected = true;
    this.#suspectSequence16 = sequence16;
    this.#suspectTimestamp32 = timestamp32;
    this.#suspectArrivalMs = arrivalMs;
    return 'suspect';
  }

  /** Places the packet that was suspect, once confirmed: it begins a stretch at `seam`. */
  placeSuspect(seam: Seam): void {
    this.#join(this.#suspectSequence16, this.#suspectTimestamp32, this.#suspectArrivalMs, seam);
  }

  #confirms(sequence16: number, timestamp32: number): boolean {
    const samples = difference32(timestamp32, this.#suspectTimestamp32);
    return (
      difference16(sequence16, this.#suspectSequence16) === 1 && samples > 0 && samples <= CONFIRM_SAMPLES
    );
  }

  #join(sequence16: number, timestamp32: number, arrivalMs: number, seam: Seam): void {
    this.#joined = true;
    this.#suspected = false;
    this.stretch += 1;
    this.#lastSequence16 = sequence16;
    this.#lastTimestamp32 = timestamp32;
    this.#lastArrivalMs = arrivalMs;
    this.#headSequence = seam.sequence;
    this.#headTimestamp = seam.timestamp;
    this.sequence = seam.sequence;
    this.timestamp = seam.timestamp;
  }

  #advance(sequence16: number, timestamp32: number, arrivalMs: number, steps: number, samples: number): void {
    this.sequence = this.#headSequence + steps;
    this.timestamp = this.#headTimestamp + samples;
    // Only the newest packet moves the reference, so reordering cannot make it walk backwards.
    if (steps <= 0) return;
    this.#headSequence = this.sequence;
    this.#headTimestamp = this.timestamp;
    this.#lastSequence16 = sequence16;
    this.#lastTimestamp32 = timestamp32;
    this.#lastArrivalMs = arrivalMs;
  }
}

/** The signed distance from `from` to `to` on a circle of 2^16. */
function difference16(to: number, from: number): number {
  return ((to - from) << 16) >> 16;
}

/** The signed distance from `from` to `to` on a circle of 2^32. */
function difference32(to: number, from: number): number {
  return (to - from) | 0;
}
