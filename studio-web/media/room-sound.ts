/**
 * The sound between this browser and the room: publishes the microphone and hears everybody else. Others say what should be; one loop
 * makes it so, and makes it so again after whatever broke.
 */
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import type { MediaOptions } from '#protocol/media.ts';
import { CommandError, type CommandErrorCode } from '../connection/command-error.ts';
import type { SoundQuality } from './microphone-sound.ts';
import type { Call, LinkStatistics, SoundLink, SoundLinkOptions, SoundTrack } from './sound-link.ts';
import type { SoundStatus, WantedSound } from './wanted-sound.ts';

export type RoomSoundOptions<Track extends SoundTrack, Link extends SoundLink<Track>> = {
  readonly call: Call;
  /** Rejects with an error called UnsupportedError when this browser cannot do it. */
  readonly openLink: (options: SoundLinkOptions) => Promise<Link>;
  readonly onStatus: (status: SoundStatus) => void;
  /** A voice began (track) or ended (null). */
  readonly onVoice: (participantId: ParticipantId, track: Track | null) => void;
  /** All sound that is wanted goes over this link, so that others may use it; null when there is none any more. */
  readonly onSettled?: (link: Link | null) => void;
};

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5_000;
/** A producer that is refused so often is left alone until the link is built anew. */
const TRIES_PER_VOICE = 3;

/** Refusals that mean: these transports are gone. */
const LINK_FAULTS: ReadonlySet<CommandErrorCode> = new Set<CommandErrorCode>([
  'media_reset',
  'transport_not_found',
  'consumer_not_found',
]);

export class RoomSound<Track extends SoundTrack, Link extends SoundLink<Track> = SoundLink<Track>> {
  readonly #options: RoomSoundOptions<Track, Link>;
  readonly #heard = new Map<ParticipantId, ProducerId>();
  readonly #refusals = new Map<ProducerId, number>();
  #wanted: WantedSound = { epoch: 0, own: null, voices: new Map() };
  #track: Track | null = null;
  #quality: SoundQuality = 'speech';
  #publishedQuality: SoundQuality = 'speech';
  #muted = false;
  #link: Link | null = null;
  #offered: MediaOptions | null = null;
  /** The own producer, once the server's state has shown it. */
  #confirmed: ProducerId | null = null;
  #status: SoundStatus = 'idle';
  #online = false;
  #whenOnline: (() => void)[] = [];
  #dirty = false;
  #working = false;
  #closed = false;
  #wake: (() => void) | null = null;

  constructor(options: RoomSoundOptions<Track, Link>) {
    this.#options = options;
  }

  /** The epoch whose transports stand, or null. */
  get heldEpoch(): number | null {
    return this.#link === null || this.#link.closed ? null : this.#link.epoch;
  }

  /** The room was entered: `media` are new transports, null says that the present ones go on. */
  entered(media: MediaOptions | null): void {
    if (media !== null) {
      this.#dropLink();
      this.#offered = media;
    }
    this.#online = true;
    for (const resolve of this.#whenOnline.splice(0)) resolve();
    this.#wake?.();
    this.#touch();
  }

  /** Commands cannot be sent for now. What sounds goes on sounding. */
  offline(): void {
    this.#online = false;
  }

  update(wanted: WantedSound): void {
    this.#wanted = wanted;
    this.#touch();
  }

  setMicrophone(track: Track | null, quality: SoundQuality): void {
    if (track === this.#track && quality === this.#quality) return;
    this.#track = track;
    this.#quality = quality;
    this.#silence();
    this.#touch();
  }

  /** Takes effect in this browser at once, connected or not. */
  setMuted(muted: boolean): void {
    this.#muted = muted;
    this.#silence();
    this.#touch();
  }

  /** This device is in another network than before: the transports look for a new way at once. */
  networkChanged(): void {
    this.#link?.networkChanged();
  }

  /** Null while no link stands. */
  async statistics(): Promise<LinkStatistics | null> {
    return this.#link === null || this.#link.closed ? null : this.#link.statistics();
  }

  close(): void {
    this.#closed = true;
    this.#online = false;
    this.#dropLink();
    this.#wake?.();
  }

  #silence(): void {
    if (this.#track !== null) this.#track.enabled = !this.#muted;
  }

  #touch(): void {
    this.#dirty = true;
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    let failures = 0;
    while (this.#dirty && this.#online && !this.#closed) {
      this.#dirty = false;
      try {
        await this.#step();
        failures = 0;
      } catch (error) {
        this.#failed(error);
        failures += 1;
        await this.#pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1)));
      }
    }
    this.#working = false;
  }

  async #step(): Promise<void> {
    if (this.#wanted.epoch === 0) return;
    const link = await this.#usableLink();
    const done = await Promise.allSettled([this.#syncMicrophone(link), this.#syncVoices(link)]);
    for (const each of done) if (each.status === 'rejected') throw each.reason;
    if (!this.#dirty && !link.closed) this.#options.onSettled?.(link);
  }

  #failed(error: unknown): void {
    if (this.#closed) return;
    this.#dirty = true;
    if (error instanceof CommandError) {
      if (LINK_FAULTS.has(error.code)) this.#dropLink();
    } else if (error instanceof Error && error.name === 'UnsupportedError') {
      this.#setStatus('unsupported');
    } else if (this.#link?.closed !== false) {
      this.#dropLink();
    }
  }

  async #usableLink(): Promise<Link> {
    const held = this.#link;
    if (held !== null && !held.closed && held.epoch >= this.#wanted.epoch) return held;
    this.#dropLink();
    const offered = this.#offered;
    this.#offered = null;
    if (this.#status !== 'blocked') this.#setStatus(this.#status === 'idle' ? 'connecting' : 'recovering');
    const isCurrent = offered !== null && offered.epoch >= this.#wanted.epoch;
    const media = isCurrent ? offered : await this.#options.call('media.open', {});
    const link = await this.#options.openLink({
      media,
      call: this.#options.call,
      online: () => this.#untilOnline(),
      onConnected: (connected) => this.#setStatus(connected ? 'connected' : 'recovering'),
      onBroken: (blocked) => {
        this.#setStatus(blocked ? 'blocked' : 'recovering');
        this.#touch();
      },
    });
    if (this.#closed || this.#offered !== null) {
      link.close();
      throw new CommandError('connection_lost');
    }
    this.#link = link;
    return link;
  }

  async #syncMicrophone(link: SoundLink<Track>): Promise<void> {
    const track = this.#track;
    const own = this.#wanted.own;
    if (own !== null && own.producerId === link.producerId) this.#confirmed = own.producerId;
    if (track === null) return this.#unpublish(link);
    // Stereo is agreed on when publishing; the server takes the new producer in place of the one before.
    if ((this.#quality === 'music') !== (this.#publishedQuality === 'music')) link.unpublish();
    if (link.producerId === null) {
      this.#publishedQuality = this.#quality;
      this.#confirmed = null;
      await link.publish(track, { muted: this.#muted, quality: this.#quality });
      this.#dirty = true;
      return;
    }
    if (link.producerId === this.#confirmed && own?.producerId !== this.#confirmed) {
      throw new CommandError('media_reset');
    }
    if (link.track !== track) await link.replaceTrack(track);
    if (own !== null && own.producerId === link.producerId && own.muted !== this.#muted) {
      await this.#options.call('producer.setMuted', { producerId: own.producerId, muted: this.#muted });
    }
  }

  async #unpublish(link: SoundLink<Track>): Promise<void> {
    const { producerId } = link;
    if (producerId === null) return;
    link.unpublish();
    this.#confirmed = null;
    await this.#options.call('producer.close', { producerId });
  }

  async #syncVoices(link: SoundLink<Track>): Promise<void> {
    const { voices } = this.#wanted;
    for (const [participantId, producerId] of [...this.#heard]) {
      if (voices.get(participantId) === producerId) continue;
      this.#heard.delete(participantId);
      link.forget(producerId);
      this.#options.onVoice(participantId, null);
    }
    const missing = [...voices].filter(([id, producerId]) => this.#heard.get(id) !== producerId);
    const done = await Promise.allSettled(
      missing.map(([id, producerId]) => this.#hear(link, id, producerId)),
    );
    for (const each of done) if (each.status === 'rejected') throw each.reason;
  }

  async #hear(link: SoundLink<Track>, participantId: ParticipantId, producerId: ProducerId): Promise<void> {
    const refusals = this.#refusals.get(producerId) ?? 0;
    if (refusals >= TRIES_PER_VOICE) return;
    try {
      const track = await link.hear(producerId);
      if (link.closed) return;
      this.#heard.set(participantId, producerId);
      this.#options.onVoice(participantId, track);
    } catch (error) {
      // Somebody left in the same moment: the next state says so.
      if (error instanceof CommandError && error.code === 'producer_not_found') return;
      this.#refusals.set(producerId, refusals + 1);
      throw error;
    }
  }

  #dropLink(): void {
    this.#link?.close();
    this.#link = null;
    this.#options.onSettled?.(null);
    this.#confirmed = null;
    this.#refusals.clear();
    for (const participantId of [...this.#heard.keys()]) this.#options.onVoice(participantId, null);
    this.#heard.clear();
  }

  #untilOnline(): Promise<void> {
    if (this.#online) return Promise.resolve();
    return new Promise((resolve) => this.#whenOnline.push(resolve));
  }

  /** Waits before the next try; entering anew or closing cuts it short. */
  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #setStatus(status: SoundStatus): void {
    if (status === this.#status || this.#closed) return;
    this.#status = status;
    this.#options.onStatus(status);
  }
}
