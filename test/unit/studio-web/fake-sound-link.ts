/** The media of one epoch without WebRTC: keeps what is published and heard. */
import type { ProducerId } from '#protocol/ids.ts';
import type {
  PublishOptions,
  SoundLink,
  SoundLinkOptions,
  SoundTrack,
} from '../../../studio-web/media/sound-link.ts';

export type FakeTrack = SoundTrack & { readonly label: string };

export class FakeSoundLink implements SoundLink<FakeTrack> {
  readonly options: SoundLinkOptions;
  readonly heard = new Set<ProducerId>();
  readonly published: PublishOptions[] = [];
  /** What `hear` rejects with, by producer. */
  readonly refused = new Map<ProducerId, Error>();
  networkChanges = 0;
  closed = false;
  producerId: ProducerId | null = null;
  track: FakeTrack | null = null;
  readonly #nextProducerId: () => ProducerId;

  constructor(options: SoundLinkOptions, nextProducerId: () => ProducerId) {
    this.options = options;
    this.#nextProducerId = nextProducerId;
  }

  get epoch(): number {
    return this.options.media.epoch;
  }

  async publish(track: FakeTrack, options: PublishOptions): Promise<void> {
    this.published.push(options);
    this.track = track;
    this.producerId = this.#nextProducerId();
  }

  async replaceTrack(track: FakeTrack): Promise<void> {
    this.track = track;
  }

  unpublish(): void {
    this.track = null;
    this.producerId = null;
  }

  async hear(producerId: ProducerId): Promise<FakeTrack> {
    const refusal = this.refused.get(producerId);
    if (refusal !== undefined) throw refusal;
    this.heard.add(producerId);
    return { label: producerId, enabled: true };
  }

  forget(producerId: ProducerId): void {
    this.heard.delete(producerId);
  }

  /** The transport breaks for good. */
  break(blocked = false): void {
    this.close();
    this.options.onBroken(blocked);
  }

  networkChanged(): void {
    this.networkChanges += 1;
  }

  async statistics(): Promise<null> {
    return null;
  }

  close(): void {
    this.closed = true;
  }
}
