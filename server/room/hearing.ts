/** What one participant is given to hear: his consumers, and which of them are held back because what is said there is not for him. */
import type { ConsumerId, ProducerId } from '#protocol/ids.ts';
import type { OpenedConsumer, ParticipantMediaPort } from './media-port.ts';

type Consumed = { readonly producerId: ProducerId; wanted: boolean };

export class Hearing {
  /** Bounded by what the media allows one participant to consume. */
  readonly #consumers = new Map<ConsumerId, Consumed>();
  readonly #withheld = new Set<ProducerId>();

  /** New transports: nothing is consumed any more. What is withheld stays so. */
  reset(): void {
    this.#consumers.clear();
  }

  opened({ consumerId, producerId }: OpenedConsumer): void {
    this.#consumers.set(consumerId, { producerId, wanted: false });
  }

  closed(id: ConsumerId): void {
    this.#consumers.delete(id);
  }

  /** The browser is ready to receive; it does unless that is withheld. */
  async resume(media: ParticipantMediaPort, id: ConsumerId): Promise<void> {
    const consumer = this.#consumers.get(id);
    if (consumer !== undefined) consumer.wanted = true;
    if (consumer !== undefined && this.#withheld.has(consumer.producerId)) return;
    await media.resumeConsumer(id);
  }

  /** The browser does not look at it now. */
  async pause(media: ParticipantMediaPort, id: ConsumerId): Promise<void> {
    const consumer = this.#consumers.get(id);
    if (consumer !== undefined) consumer.wanted = false;
    await media.pauseConsumer(id);
  }

  /** Withholds a voice, or gives it back. Whatever fails concerns a consumer that is just going. */
  async withhold(
    media: ParticipantMediaPort | null,
    producerId: ProducerId,
    isWithheld: boolean,
  ): Promise<void> {
    if (this.#withheld.has(producerId) === isWithheld) return;
    if (isWithheld) this.#withheld.add(producerId);
    else this.#withheld.delete(producerId);
    if (media === null) return;
    const concerned = [...this.#consumers].filter(
      ([, each]) => each.producerId === producerId && each.wanted,
    );
    await Promise.allSettled(
      concerned.map(([id]) => (isWithheld ? media.pauseConsumer(id) : media.resumeConsumer(id))),
    );
  }

  /** Forgets what is withheld of producers that are gone. */
  keepOnly(producers: ReadonlySet<ProducerId>): void {
    for (const id of this.#withheld) if (!producers.has(id)) this.#withheld.delete(id);
  }
}
