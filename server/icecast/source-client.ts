/** One source connection to one mount: it signs in, carries bytes, and ends. It never connects a second time; that is the mount's part. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Closable, type CloseReason } from '../lifecycle.ts';
import type { MountProblem } from '../program/live-path-port.ts';
import { type SourceAddress, type SourceDescription, sourceRequest } from './source-request.ts';
import { AnswerReader, refusalProblem } from './source-response.ts';

export type SourceClientOptions = {
  readonly address: SourceAddress;
  readonly source: SourceDescription;
  /** Asked when Icecast took the request and says nothing: is the mount there? */
  readonly confirm: () => Promise<boolean>;
  /** From now on `write` reaches the mount. */
  readonly onAccepted: () => void;
  /** It ended unasked; the client is closed by then. Called once at most, and never after `close` or `stop`. */
  readonly onLost: (problem: MountProblem) => void;
};

const CONNECT_TIMEOUT_MS = 2000;
const ANSWER_TIMEOUT_MS = 1500;
/** How long the text of a refusal is waited for. */
const REFUSAL_TEXT_TIMEOUT_MS = 300;
const STOP_TIMEOUT_MS = 1000;

/** More than 2 s of audio waiting in this process for 3 s: Icecast takes nothing. Counted in looks, so a machine that slept is no proof. */
const BACKLOG_MAX_S = 2;
const LOOK_EVERY_MS = 500;
const LOOKS_TO_LOSE = 6;

type Phase = 'connecting' | 'asking' | 'accepted' | 'refused' | 'ending';

export class SourceClient extends Closable {
  readonly #options: SourceClientOptions;
  readonly #socket: Socket;
  readonly #answer = new AnswerReader();
  readonly #backlogMaxBytes: number;
  #phase: Phase = 'connecting';
  #looksOverBacklog = 0;

  /** Connects at once; the outcome comes through `onAccepted` or `onLost`. */
  constructor(options: SourceClientOptions) {
    super();
    this.#options = options;
    this.#backlogMaxBytes = BACKLOG_MAX_S * options.source.bitrateKbps * 125;
    this.#socket = connect({ host: options.address.host, port: options.address.port, noDelay: true });
    this.#socket.on('connect', () => this.#ask());
    this.#socket.on('data', (bytes) => this.#onAnswer(bytes));
    this.#socket.on('error', (error) => this.#onGone(error));
    this.#socket.on('close', () => this.#onGone(null));
    this.#after(CONNECT_TIMEOUT_MS, 'connecting', () =>
      this.#lose(unreachable(options.address, 'The connection was not made in time.')),
    );
  }

  /** Whether what is written now reaches Icecast. */
  get accepted(): boolean {
    return this.#phase === 'accepted' && !this.closed;
  }

  /** Sends bytes to the mount; dropped unless accepted. */
  write(bytes: Uint8Array): void {
    if (this.accepted && bytes.length > 0) this.#socket.write(bytes);
  }

  /** Sends the last bytes, ends the connection and resolves when it is closed, after 1 s at most. */
  async stop(lastBytes: Uint8Array): Promise<void> {
    if (!this.accepted) {
      this.close('stopped');
      return;
    }
    this.write(lastBytes);
    this.#phase = 'ending';
    this.#socket.end();
    const closed = once(this.#socket, 'close', { signal: this.signal });
    await Promise.race([closed, delay(STOP_TIMEOUT_MS, undefined, { signal: this.signal })]).catch(() => {});
    this.close('stopped');
  }

  /** A reset and not an orderly end: what waits in the kernel is late sound, and a wedged Icecast must not get it afterwards. */
  protected override onClose(_reason: CloseReason): void {
    if (this.#socket.connecting || this.#socket.destroyed) this.#socket.destroy();
    else this.#socket.resetAndDestroy();
  }

  #ask(): void {
    if (this.closed || this.#phase !== 'connecting') return;
    this.#phase = 'asking';
    this.#socket.write(sourceRequest(this.#options.address, this.#options.source));
    this.#after(ANSWER_TIMEOUT_MS, 'asking', () => this.#onSilence());
  }

  #onAnswer(bytes: Uint8Array): void {
    if (this.#phase === 'asking' || this.#phase === 'refused') this.#answer.push(bytes);
    if (this.#phase !== 'asking') return;
    const answer = this.#answer.read();
    if (answer?.kind === 'accepted') this.#accept();
    if (answer?.kind !== 'refused') return;
    this.#phase = 'refused';
    if (answer.body !== '') this.#refuse();
    else this.#after(REFUSAL_TEXT_TIMEOUT_MS, 'refused', () => this.#refuse());
  }

  #accept(): void {
    this.#phase = 'accepted';
    const look = setInterval(() => this.#look(), LOOK_EVERY_MS);
    this.own({ close: () => clearInterval(look) });
    this.#options.onAccepted();
  }

  /** Some Icecast behind a proxy takes a PUT without a word. A wedged one too, so the mount list decides. */
  #onSilence(): void {
    const silent = unreachable(this.#options.address, 'It took the connection and does not answer.');
    if (!this.#answer.empty) {
      this.#lose(silent);
      return;
    }
    this.#options
      .confirm()
      .catch(() => false)
      .then((listed) => {
        if (this.closed || this.#phase !== 'asking') return;
        if (listed) this.#accept();
        else this.#lose(silent);
      });
  }

  #refuse(): void {
    const answer = this.#answer.read();
    if (answer?.kind === 'refused') this.#lose(refusalProblem(answer.status, answer.body));
  }

  #look(): void {
    const over = this.#socket.writableLength > this.#backlogMaxBytes;
    this.#looksOverBacklog = over ? this.#looksOverBacklog + 1 : 0;
    if (this.#looksOverBacklog >= LOOKS_TO_LOSE)
      this.#lose({ code: 'mount_lost', detail: 'Icecast takes no more audio.' });
  }

  #onGone(error: Error | null): void {
    if (this.#phase === 'ending') return;
    if (this.#phase === 'refused') this.#refuse();
    else if (this.#phase === 'accepted')
      this.#lose({ code: 'mount_lost', detail: `The connection to Icecast broke${because(error)}.` });
    else this.#lose(unreachable(this.#options.address, `The connection failed${because(error)}.`));
  }

  #lose(problem: MountProblem): void {
    if (this.closed || this.#phase === 'ending') return;
    this.close(problem.detail);
    this.#options.onLost(problem);
  }

  #after(ms: number, phase: Phase, act: () => void): void {
    const timer = setTimeout(() => {
      if (!this.closed && this.#phase === phase) act();
    }, ms);
    this.own({ close: () => clearTimeout(timer) });
  }
}

function unreachable(address: SourceAddress, what: string): MountProblem {
  return { code: 'icecast_unreachable', detail: `Icecast at ${address.host}:${address.port}: ${what}` };
}

function because(error: Error | null): string {
  const code = error !== null && 'code' in error ? String(error.code) : '';
  return code === '' ? '' : ` (${code})`;
}
