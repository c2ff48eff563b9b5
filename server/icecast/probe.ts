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
  /** The first bytes of a connection follow; `isRelay` when it takes over from one that was fine. */
  readonly onConnected?: (isRelay: boolean) => void;
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
  #successor: ClientRequest | null = null;
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

  /**
   * Connects once more, as a listener who comes now, and changes over when its first bytes arrive. Does nothing while nothing is heard, and
   * when that fails nothing changes.
   */
  listenAnew(): void {
    if (this.closed || !this.#heard) return;
    this.#successor?.destroy();
    this.#successor = this.#call();
  }

  protected override onClose(_reason: CloseReason): void {
    this.#successor?.destroy();
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#request?.destroy();
  }

  #listen(): void {
    this.#retry = null;
    if (this.closed) return;
    this.#looksWithoutAudio = 0;
    this.#request = this.#call();
  }

  #call(): ClientRequest {
    const call = get(this.#options.url, { agent: false, headers: { 'User-Agent': 'OpenStudio probe' } });
    call.on('response', (response) => this.#onResponse(call, response));
    call.on('error', () => this.#onEnd(call));
    call.on('close', () => this.#onEnd(call));
    return call;
  }

  #onResponse(call: ClientRequest, response: IncomingMessage): void {
    response.on('error', () => this.#onEnd(call));
    const finder = audioFinder(response.headers['content-type'] ?? '');
    if (response.statusCode !== 200 || finder === null) {
      call.destroy();
      return;
    }
    let isFirst = true;
    response.on('data', (bytes: Uint8Array) => {
      const isRelay = call === this.#successor;
      if (isRelay) this.#changeOver(call);
      if (isFirst && call === this.#request) this.#options.onConnected?.(isRelay);
      isFirst = false;
      if (call === this.#request && this.#isAudio(finder.push(bytes))) this.#onAudio();
    });
  }

  #changeOver(call: ClientRequest): void {
    const before = this.#request;
    this.#request = call;
    this.#successor = null;
    before?.destroy();
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
    if (call === this.#successor) this.#successor = null;
    if (call !== this.#request) return;
    this.#request = null;
    this.#successor?.destroy();
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
