/** The server's end of the line to the keeper: beats, says that it is ready, asks for standbys, and hears that it shall stop. */
import { Closable } from '../lifecycle.ts';
import type { StandbyPlan, StandbyPort } from '../program/program-ports.ts';
import { BEAT_INTERVAL_MS, readKeeperMessage, type ServerSays } from './messages.ts';

/** Going off air does not wait longer for the standby: it must be over within 5 s. */
const RELEASE_TIMEOUT_MS = 1500;

/** What the link needs of a process that was started with IPC. */
export type IpcProcess = {
  readonly connected: boolean;
  send(message: unknown, handle: undefined, options: undefined, sent: () => void): unknown;
  on(event: 'message' | 'disconnect', listener: (message: unknown) => void): unknown;
  off(event: 'message' | 'disconnect', listener: (message: unknown) => void): unknown;
};

/** Our own process as such, or null when nobody is at the other end. */
export function withIpc(own: NodeJS.Process): IpcProcess | null {
  const { send } = own;
  if (send === undefined) return null;
  return {
    get connected() {
      return own.connected;
    },
    send: (message, handle, options, sent) => send.call(own, message, handle, options, sent),
    on: (event, listener) => own.on(event, listener),
    off: (event, listener) => own.off(event, listener),
  };
}

export type KeeperLinkOptions = {
  readonly onStop: (reason: string) => void;
  /** The keeper is gone; nobody starts us again. */
  readonly onLost: () => void;
};

export class KeeperLink extends Closable {
  readonly #process: IpcProcess;
  readonly #released = new Map<number, () => void>();
  #requests = 0;
  #beatOnItsWay = false;
  #handingOver = false;

  /** Begins to beat. */
  constructor(process: IpcProcess, { onStop, onLost }: KeeperLinkOptions) {
    super();
    this.#process = process;
    const onMessage = (message: unknown) => {
      const said = readKeeperMessage(message);
      if (said?.kind === 'stop') onStop(said.reason);
      if (said?.kind === 'released') this.#released.get(said.request)?.();
    };
    process.on('message', onMessage);
    process.on('disconnect', onLost);
    const beat = setInterval(() => this.#beat(), BEAT_INTERVAL_MS);
    this.own({
      close: () => {
        clearInterval(beat);
        process.off('message', onMessage);
        process.off('disconnect', onLost);
      },
    });
  }

  /** The studio can be used; it takes up the broadcasts of `wanted`. */
  ready(ownerLink: string, wanted: readonly string[]): void {
    this.#send({ kind: 'ready', ownerLink, wanted: [...wanted] });
  }

  /** Why the studio cannot start; resolves when the keeper has been told. */
  failed(text: string): Promise<void> {
    return new Promise((resolve) => this.#send({ kind: 'failed', text }, resolve));
  }

  /** From now on standbys are left playing: another server takes over. */
  handOver(): void {
    this.#handingOver = true;
  }

  /** The standby of one show. */
  standbyOf(show: string): StandbyPort {
    return {
      hold: (plan) => this.#hold(show, plan),
      release: () => this.#release(show),
    };
  }

  protected override onClose(): void {
    for (const resolve of this.#released.values()) resolve();
    this.#released.clear();
  }

  #hold(show: string, plan: StandbyPlan): void {
    const { mounts, title, showName, showUrl } = plan;
    this.#send({ kind: 'hold', show, plan: { mounts, title, showName, showUrl } });
  }

  async #release(show: string): Promise<void> {
    if (this.closed || this.#handingOver || !this.#process.connected) return;
    this.#requests += 1;
    const request = this.#requests;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, RELEASE_TIMEOUT_MS);
      this.#released.set(request, () => {
        clearTimeout(timer);
        resolve();
      });
      this.#send({ kind: 'release', show, request });
    });
    this.#released.delete(request);
  }

  /** One at a time: a keeper that does not read must not make us hold a heap of them. */
  #beat(): void {
    if (this.#beatOnItsWay) return;
    this.#beatOnItsWay = true;
    this.#send({ kind: 'beat' }, () => {
      this.#beatOnItsWay = false;
    });
  }

  #send(message: ServerSays, sent: () => void = () => {}): void {
    if (this.closed || !this.#process.connected) sent();
    else this.#process.send(message, undefined, undefined, () => sent());
  }
}
