/** Listens to one mount as a listener does and says whether audio keeps coming: the evidence for ON AIR. */
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { Closable, type CloseReason } from '../lifecycle.ts';
import { BACKOFF_CAP_MS, backoffMs } from './backoff.ts';
import { Mp3Framer } from './mp3-framer.ts';
import { OggDemuxer } from './ogg-demuxer.ts';

export type MountProbeOptions = {
  /** Address of the mount, as a player opens it. */
  readonly url: string;
  /** True when audio frames begin to come, false when they stop for 2 s or the connection ends. Never twice the same. */
  readonly onChange: (heard: boolean) => void;
  /** The mount answered with audio, and its first bytes follow. */
  readonly onConnected?: () => void;
  /** Whether whole frames or packets that arrived hold sound; all do when missing. */
  readonly isAudio?: (units: readonly Uint8Array[]) => boolean;
};

const SILENCE_MS = 2000;
const LOOK_EVERY_MS = 250;
/** A mount that is not there yet appears any moment: look often. */
const RETRY_CAP_MS = Math.min(1000, BACKOFF_CAP_MS);

/** Finds the whole frames or packets in the bytes of a listener. */
type AudioFinder = { push(bytes: Uint8Array): readonly Uint8Array[] };

export class MountProbe extends Closable {
  readonly #options: MountProbeOptions;
  #request: ClientRequest | null = null;
  #heard = false;
  #failures = 0;
  #looksWithoutAudio = 0;
  #retry: NodeJS.Timeout | null = null;

  /** Begins to listen at once, and again for ever after every end. */
  constructor(options: MountProbeOptions) {
    super();
    this.#options = options;
    const look = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.own({ close: () => clearInterval(look) });
    this.#listen();
  }

  /** Whether audio comes now. */
  get heard(): boolean {
    return this.#heard;
  }

  protected override onClose(_reason: CloseReason): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#request?.destroy();
  }

  #listen(): void {
    this.#retry = null;
    if (this.closed) return;
    this.#looksWithoutAudio = 0;
    const call = get(this.#options.url, { agent: false, headers: { 'User-Agent': 'OpenStudio probe' } });
    this.#request = call;
    call.on('response', (response) => this.#onResponse(call, response));
    call.on('error', () => this.#onEnd(call));
    call.on('close', () => this.#onEnd(call));
  }

  #onResponse(call: ClientRequest, response: IncomingMessage): void {
    response.on('error', () => this.#onEnd(call));
    const finder = audioFinder(response.headers['content-type'] ?? '');
    if (response.statusCode !== 200 || finder === null) {
      call.destroy();
      return;
    }
    this.#options.onConnected?.();
    response.on('data', (bytes: Uint8Array) => {
      if (call === this.#request && this.#isAudio(finder.push(bytes))) this.#onAudio();
    });
  }

  #isAudio(units: readonly Uint8Array[]): boolean {
    return units.length > 0 && (this.#options.isAudio?.(units) ?? true);
  }

  #onAudio(): void {
    this.#looksWithoutAudio = 0;
    this.#failures = 0;
    this.#change(true);
  }

  /** Counts looks and not time: a process that slept for a while has not heard silence. */
  #look(): void {
    if (this.#request === null) return;
    this.#looksWithoutAudio += 1;
    if (this.#looksWithoutAudio * LOOK_EVERY_MS > SILENCE_MS) this.#request.destroy();
  }

  #onEnd(call: ClientRequest): void {
    if (call !== this.#request) return;
    this.#request = null;
    if (this.closed) return;
    this.#change(false);
    this.#failures += 1;
    const waitMs = backoffMs({ failures: this.#failures, capMs: RETRY_CAP_MS });
    this.#retry = setTimeout(() => this.#listen(), waitMs);
  }

  #change(heard: boolean): void {
    if (this.closed || heard === this.#heard) return;
    this.#heard = heard;
    this.#options.onChange(heard);
  }
}

function audioFinder(contentType: string): AudioFinder | null {
  if (contentType.startsWith('audio/mpeg')) return new Mp3Framer();
  if (/^(audio|application)\/ogg/.test(contentType)) return new OggDemuxer();
  return null;
}
