/** What one participant shows to the room: one camera and one screen at most. */
import type { ProducerId } from '#protocol/ids.ts';
import type { PictureSource } from '#protocol/media.ts';
import type { ParticipantEntry } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';

const SOURCES: readonly PictureSource[] = ['camera', 'screen'];

export type ShowingChange = Partial<Pick<ParticipantEntry, PictureSource>>;

export class Showing {
  readonly #changed: (change: ShowingChange) => void;
  readonly #shown = new Map<PictureSource, ProducerId>();
  readonly #opening = new Set<PictureSource>();

  /** `changed` is told of every camera and screen that comes and goes. */
  constructor(changed: (change: ShowingChange) => void) {
    this.#changed = changed;
  }

  producerOf(source: PictureSource): ProducerId | null {
    return this.#shown.get(source) ?? null;
  }

  /** Shows what `open` publishes. Throws `producer_limit` while another of the same source is shown or on its way. */
  async show(source: PictureSource, open: () => Promise<ProducerId>): Promise<ProducerId> {
    if (this.#shown.has(source) || this.#opening.has(source)) throw new StudioError('producer_limit');
    this.#opening.add(source);
    try {
      const producerId = await open();
      this.#shown.set(source, producerId);
      this.#changed({ [source]: { producerId } });
      return producerId;
    } finally {
      this.#opening.delete(source);
    }
  }

  /** A producer is gone; most are none of these. */
  lost(id: ProducerId): void {
    for (const source of SOURCES) {
      if (this.#shown.get(source) !== id) continue;
      this.#shown.delete(source);
      this.#changed({ [source]: null });
    }
  }

  /** All media is gone. */
  lostAll(): void {
    for (const id of [...this.#shown.values()]) this.lost(id);
  }
}
