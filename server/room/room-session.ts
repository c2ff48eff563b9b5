/** One session in a room: the chat, and who was removed. Both are kept until it ends, over a restart of the server, too. */
import type { RoomState } from '#protocol/state.ts';
import { ChatLog } from './chat-log.ts';
import { Expelled } from './expelled.ts';
import type { RoomDesk } from './room-desk.ts';
import type { RoomMemory } from './room-memory.ts';
import { NEW_SESSION } from './session-memory.ts';

/** What was written in the session before is in the state of the desk already. */
export class RoomSession {
  readonly chat: ChatLog;
  readonly expelled: Expelled;
  readonly #desk: RoomDesk;
  readonly #save: RoomMemory['saveSession'];

  constructor(desk: RoomDesk, { session, saveSession }: Pick<RoomMemory, 'session' | 'saveSession'>) {
    this.#desk = desk;
    this.#save = saveSession;
    this.expelled = new Expelled(session.removed, () => this.#keep());
    this.chat = new ChatLog(desk);
  }

  /** Keeps what a version of the room's state has changed of it. */
  follow(before: RoomState, next: RoomState): void {
    if (next.chat !== before.chat) this.#keep();
  }

  /** The next session knows nothing of this one. */
  end(): void {
    this.#save(NEW_SESSION);
  }

  #keep(): void {
    this.#save({ chat: Object.values(this.#desk.state.chat), removed: this.expelled.memory });
  }
}
