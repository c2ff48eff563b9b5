/** What one participant says: his microphone, and whether he himself or a host has muted it. */
import type { ProducerId } from '#protocol/ids.ts';
import type { ParticipantEntry } from '#protocol/state.ts';
import { StudioError } from '../errors.ts';
import type { ParticipantMediaPort } from './media-port.ts';

type Microphone = NonNullable<ParticipantEntry['microphone']>;

export type SpeakingChange = Partial<Pick<ParticipantEntry, 'microphone' | 'mutedByHost'>>;

export class Speaking {
  readonly #changed: (change: SpeakingChange) => void;
  #microphone: Microphone | null = null;
  #mutedByHost: boolean;

  /** `changed` is told of everything that others may see. */
  constructor(mutedByHost: boolean, changed: (change: SpeakingChange) => void) {
    this.#mutedByHost = mutedByHost;
    this.#changed = changed;
  }

  get mutedByHost(): boolean {
    return this.#mutedByHost;
  }

  /** Another microphone is published, in place of the one before, which is answered with. A host may have muted him meanwhile. */
  async publish(media: ParticipantMediaPort, { producerId, muted }: Microphone): Promise<ProducerId | null> {
    if (this.#mutedByHost && !muted) await media.setProducerPaused(producerId, true);
    const before = this.#microphone;
    this.#set({ producerId, muted: muted || this.#mutedByHost });
    return before?.producerId ?? null;
  }

  /** Throws `producer_not_found` for anything but the own microphone, and `muted_by_host`. */
  async setMuted(media: ParticipantMediaPort | null, producerId: ProducerId, muted: boolean): Promise<void> {
    if (this.#microphone?.producerId !== producerId) throw new StudioError('producer_not_found');
    if (this.#mutedByHost && !muted) throw new StudioError('muted_by_host');
    this.#set({ producerId, muted });
    await media?.setProducerPaused(producerId, muted);
  }

  /** A host silences him, or lets him speak again when he unmutes himself. */
  async setMutedByHost(media: ParticipantMediaPort | null, muted: boolean): Promise<void> {
    this.#mutedByHost = muted;
    this.#changed({ mutedByHost: muted });
    const microphone = this.#microphone;
    if (!muted || microphone === null || microphone.muted) return;
    this.#set({ ...microphone, muted: true });
    await media?.setProducerPaused(microphone.producerId, true);
  }

  /** A producer is gone; most are no microphones. */
  lost(id: ProducerId): void {
    if (this.#microphone?.producerId === id) this.#set(null);
  }

  /** All media is gone. */
  lostAll(): void {
    this.#set(null);
  }

  #set(microphone: Microphone | null): void {
    this.#microphone = microphone;
    this.#changed({ microphone });
  }
}
