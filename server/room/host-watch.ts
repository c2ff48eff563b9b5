/** Notices that a program is on air and nobody is at the console any more, for so long that nobody will be. */
import { runsConsole } from '#protocol/people.ts';
import type { RoomState } from '#protocol/state.ts';
import { Closable } from '../lifecycle.ts';

export class HostWatch extends Closable {
  readonly #afterMs: number | null;
  readonly #onChanged: (isDeserted: boolean) => void;
  #timer: NodeJS.Timeout | null = null;
  #isDeserted = false;

  /** `onChanged` is told true after `afterMs` without anybody, never when that is null, and false as soon as somebody is there or the program leaves the air. */
  constructor(afterMs: number | null, onChanged: (isDeserted: boolean) => void) {
    super();
    this.#afterMs = afterMs;
    this.#onChanged = onChanged;
  }

  /** Looks at a new state. Somebody whose connection is lost is not there. */
  follow({ participants, program }: RoomState): void {
    const isAttended = Object.values(participants).some(
      ({ role, presence }) => runsConsole(role) && presence === 'here',
    );
    const isOnAir = program.phase !== 'off' && program.phase !== 'failed';
    if (this.#afterMs !== null && isOnAir && !isAttended) {
      this.#timer ??= setTimeout(() => this.#change(true), this.#afterMs);
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#change(false);
  }

  protected override onClose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #change(isDeserted: boolean): void {
    if (this.closed || isDeserted === this.#isDeserted) return;
    this.#isDeserted = isDeserted;
    this.#onChanged(isDeserted);
  }
}
