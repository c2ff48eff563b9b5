/** Talkers of a bench: play recordings as RTP at real-time pace from one UDP port, and remember when each marker left. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { writeRtp } from '../../test/support/synthetic/rtp-packet.ts';
import { FRAME_MS, FRAME_SAMPLES, type Recording } from './recording.ts';

export const OPUS_PAYLOAD_TYPE = 111;
const FIRST_SSRC = 0x5eed_0001;
/** A timer that comes later than this skips packets instead of bursting; the run is too disturbed to be caught up. */
const BEHIND_MAX_MS = 2000;

export type Address = { readonly ip: string; readonly port: number };

/** A marker of one talker, and when its first packet was handed to the kernel (`performance.now()`). */
export type SentMarker = { readonly talker: number; readonly atMs: number };

type Flow = {
  readonly recording: Recording;
  readonly markers: ReadonlySet<number>;
  readonly ssrc: number;
  target: Address | null;
  sent: number;
  dueAtMs: number;
};

/** Their frames are staggered over 20 ms, as those of people are. */
export class RtpTalkers {
  readonly address: Address;
  readonly #socket: Socket;
  readonly #flows: readonly Flow[];
  readonly #sentMarkers: SentMarker[] = [];
  #timer: NodeJS.Timeout | undefined;

  static async open(recordings: readonly Recording[]): Promise<RtpTalkers> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new RtpTalkers(socket, recordings);
  }

  private constructor(socket: Socket, recordings: readonly Recording[]) {
    this.#socket = socket;
    // A system that has just ended answers with ICMP; what comes back to us is of no interest.
    socket.on('error', () => {});
    this.address = { ip: '127.0.0.1', port: socket.address().port };
    this.#flows = recordings.map((recording, talker) => ({
      recording,
      markers: new Set(recording.markers),
      ssrc: FIRST_SSRC + talker,
      target: null,
      sent: 0,
      dueAtMs: 0,
    }));
  }

  get ssrcs(): readonly number[] {
    return this.#flows.map(({ ssrc }) => ssrc);
  }

  /** The markers that have left since `start`. */
  get sentMarkers(): readonly SentMarker[] {
    return this.#sentMarkers;
  }

  /** Talks to `targets`, one for each talker, from the beginning of the recordings. */
  start(targets: readonly Address[]): void {
    this.stop();
    this.#sentMarkers.length = 0;
    const nowMs = performance.now();
    for (const [index, flow] of this.#flows.entries()) {
      flow.target = targets[index] ?? null;
      flow.sent = 0;
      flow.dueAtMs = nowMs + (index * FRAME_MS) / this.#flows.length;
    }
    this.#talk();
  }

  /** Changes who talks and where to while they talk: one target for each talker, none for the last ones to be quiet. */
  retarget(targets: readonly Address[]): void {
    for (const [index, flow] of this.#flows.entries()) flow.target = targets[index] ?? null;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  close(): void {
    this.stop();
    this.#socket.close();
  }

  #talk(): void {
    const nowMs = performance.now();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const [talker, flow] of this.#flows.entries()) {
      if (nowMs - flow.dueAtMs > BEHIND_MAX_MS) flow.dueAtMs = nowMs;
      for (; flow.dueAtMs <= nowMs; flow.dueAtMs += FRAME_MS) this.#send(talker, flow);
      nextMs = Math.min(nextMs, flow.dueAtMs);
    }
    this.#timer = setTimeout(() => this.#talk(), Math.max(0, nextMs - performance.now()));
  }

  #send(talker: number, flow: Flow): void {
    const { frames } = flow.recording;
    const index = flow.sent % frames.length;
    const rtp = writeRtp({
      payloadType: OPUS_PAYLOAD_TYPE,
      sequence: flow.sent % 2 ** 16,
      timestamp: (flow.sent * FRAME_SAMPLES) % 2 ** 32,
      ssrc: flow.ssrc,
      marker: flow.sent === 0,
      payload: frames[index] ?? Buffer.alloc(0),
    });
    flow.sent += 1;
    if (flow.target === null) return;
    if (flow.markers.has(index)) this.#sentMarkers.push({ talker, atMs: performance.now() });
    this.#socket.send(rtp, flow.target.port, flow.target.ip);
  }
}
