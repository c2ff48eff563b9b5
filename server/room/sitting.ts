/** One sitting of a room: the chat, and who was removed. Both are kept until it is over, over a restart of the server, too. */
import type { RoomState } from '#protocol/state.ts';
import { ChatLog } from './chat-log.ts';
import { Expelled } from './expelled.ts';
import type { RoomDesk } from './room-desk.ts';
import type { RoomMemory } from './room-memory.ts';
import { NEW_SITTING } from './sitting-memory.ts';

/** What has been written is in the state of the desk already. */
export class Sitting {
  readonly chat: ChatLog;
  readonly expelled: Expelled;
  readonly #desk: RoomDesk;
  readonly #save: RoomMemory['saveSitting'];

  constructor(desk: RoomDesk, { sitting, saveSitting }: Pick<RoomMemory, 'sitting' | 'saveSitting'>) {
    this.#desk = desk;
    this.#save = saveSitting;
    this.expelled = new Expelled(sitting.removed, () => this.#keep());
    this.chat = new ChatLog(desk);
    // What an earlier sitting has left behind is not to come back after a restart in this one.
    saveSitting(sitting);
  }

  /** Keeps what a version of the room's state has changed of it. */
  follow(before: RoomState, next: RoomState): void {
    if (next.chat !== before.chat) this.#keep();
  }

  /** The next one knows nothing of this one. */
  end(): void {
    this.#save(NEW_SITTING);
  }

  #keep(): void {
    this.#save({ chat: Object.values(this.#desk.state.chat), removed: this.expelled.memory });
  }
}
