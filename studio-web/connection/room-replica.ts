/** The browser's copy of the room's state: a welcome sets it, patches move it on, a gap in versions is noticed. Pure data inside. */
import type { PatchMessage, WelcomeMessage } from '#protocol/messages.ts';
import { applyPatch } from '#protocol/patch.ts';
import type { RoomState } from '#protocol/state.ts';

export class RoomReplica {
  #version: number | null = null;
  #state: RoomState | null = null;

  get state(): RoomState | null {
    return this.#state;
  }

  welcome(message: WelcomeMessage): RoomState {
    this.#version = message.version;
    this.#state = message.state;
    return message.state;
  }

  /** The state after the patch, or null when versions are missing in between and a fresh welcome is needed. */
  patch(message: PatchMessage): RoomState | null {
    if (this.#state === null || message.from !== this.#version) return null;
    this.#version = message.to;
    this.#state = applyPatch(this.#state, message.body);
    return this.#state;
  }

  /** A new socket starts from nothing; the last state stays readable. */
  forgetVersion(): void {
    this.#version = null;
  }
}
