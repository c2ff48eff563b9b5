/**
 * The pictures between this browser and the room: publishes the own camera and screen, and receives what is looked at. Uses the link of the
 * sound once all sound is settled on it, and asks for one thing at a time, so that a voice never waits for more than one picture.
 */
import type { ConsumerId, ProducerId } from '#protocol/ids.ts';
import { PICTURE_LAYER_MAX, PICTURES_SEEN_MAX } from '#protocol/limits.ts';
import type { PictureHeldBy, PictureSource } from '#protocol/media.ts';
import { CommandError, type CommandErrorCode } from '../connection/command-error.ts';
import { type LineQuality, layerAllowed, layerSent } from './picture-allowance.ts';
import type { PictureLink } from './picture-link.ts';
import type { Call } from './sound-link.ts';
import { NO_PICTURES, type WantedPictures } from './wanted-pictures.ts';

export type RoomPicturesOptions<Track> = {
  readonly call: Call;
  readonly nowMs: () => number;
  /** A picture began (track) or ended (null). */
  readonly onPicture: (producerId: ProducerId, track: Track | null) => void;
  /** The own picture cannot be shown: it is not tried again until there is another track. */
  readonly onRefused: (source: PictureSource, code: CommandErrorCode) => void;
};

type Seen = {
  readonly consumerId: ConsumerId;
  layer: number;
  /** Since when nobody looks, in ms; null while it runs. */
  pausedAtMs: number | null;
};

const SOURCES: readonly PictureSource[] = ['camera', 'screen'];
/** What nobody has looked at for so long is let go. */
const KEEP_PAUSED_MS = 30_000;
const RETRY_MS = 1_000;
/** What is refused so often is left alone until there is another link, or another track. */
const TRIES = 3;

export class RoomPictures<Track> {
  readonly #options: RoomPicturesOptions<Track>;
  readonly #own = new Map<PictureSource, Track>();
  readonly #seen = new Map<ProducerId, Seen>();
  /** How large each picture is drawn that is in sight now, in the order in which they came into it. */
  readonly #looks = new Map<ProducerId, number>();
  readonly #refusals = new Map<PictureSource | ProducerId, number>();
  /** The own producers that the server's state has shown. */
  readonly #confirmed = new Set<ProducerId>();
  /** The own producers that are closed, whatever the server's state still says. */
  readonly #closed = new Set<ProducerId>();
  #wanted = NO_PICTURES;
  #quality: LineQuality = null;
  #link: PictureLink<Track> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;
  #dirty = false;
  #working = false;

  constructor(options: RoomPicturesOptions<Track>) {
    this.#options = options;
  }

  /** The link on which all sound is settled; null when it is gone, and all pictures with it. */
  setLink(link: PictureLink<Track> | null): void {
    if (link !== this.#link) {
      this.#refusals.clear();
      this.#confirmed.clear();
      this.#closed.clear();
      for (const producerId of [...this.#seen.keys()]) this.#forget(producerId);
    }
    this.#link = link;
    this.#touch();
  }

  update(wanted: WantedPictures): void {
    this.#wanted = wanted;
    this.#touch();
  }

  /** How good the own line is: on a bad one pictures give way. */
  setQuality(quality: LineQuality): void {
    if (quality === this.#quality) return;
    this.#quality = quality;
    this.#touch();
  }

  /** What this person shows; null for nothing. */
  setOwn(source: PictureSource, track: Track | null): void {
    if ((this.#own.get(source) ?? null) === track) return;
    if (track === null) this.#own.delete(source);
    else this.#own.set(source, track);
    this.#refusals.delete(source);
    this.#touch();
  }

  /** A picture is in sight, drawn as large as `layer`; null when it is not. */
  look(producerId: ProducerId, layer: number | null): void {
    if ((this.#looks.get(producerId) ?? null) === layer) return;
    if (layer === null) this.#looks.delete(producerId);
    else this.#looks.set(producerId, layer);
    this.#touch();
  }

  /** Whose line is too slow for a picture that does not come. Null as well when nobody can say. */
  async heldBy(producerId: ProducerId): Promise<PictureHeldBy> {
    const seen = this.#seen.get(producerId);
    if (seen === undefined || seen.pausedAtMs !== null) return null;
    try {
      return (await this.#options.call('consumer.check', { consumerId: seen.consumerId })).heldBy;
    } catch {
      return null;
    }
  }

  close(): void {
    this.setLink(null);
    clearTimeout(this.#timer);
    this.#timerAtMs = Number.POSITIVE_INFINITY;
  }

  #touch(): void {
    this.#dirty = true;
    if (!this.#working) void this.#work();
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#dirty && this.#link !== null && !this.#link.closed) {
      this.#dirty = false;
      const link = this.#link;
      for (const source of SOURCES) await this.#try(source, () => this.#syncOwn(link, source));
      await link.limitShown(layerSent(this.#quality, PICTURE_LAYER_MAX)).catch(() => this.#again(RETRY_MS));
      await this.#syncSeen(link);
    }
    this.#working = false;
  }

  /** Does one thing. What is refused is tried again a little later, and not for ever. */
  async #try(what: PictureSource | ProducerId, act: () => Promise<void>): Promise<void> {
    const refusals = this.#refusals.get(what) ?? 0;
    if (refusals >= TRIES) return;
    try {
      await act();
    } catch (error) {
      // Somebody left in the same moment: the next state says so.
      if (error instanceof CommandError && error.code === 'producer_not_found') return;
      // A connection that is lost says nothing about the picture; whoever comes back begins here again.
      const code = error instanceof CommandError ? error.code : 'media_refused';
      if (code !== 'connection_lost') this.#refused(what, code, refusals + 1);
      this.#again(RETRY_MS);
    }
  }

  #refused(what: PictureSource | ProducerId, code: CommandErrorCode, times: number): void {
    const isFinal = code === 'room_pictures_limit';
    this.#refusals.set(what, isFinal ? TRIES : times);
    const source = SOURCES.find((each) => each === what);
    if (source !== undefined && (isFinal || times === TRIES)) this.#options.onRefused(source, code);
  }

  async #syncOwn(link: PictureLink<Track>, source: PictureSource): Promise<void> {
    const track = this.#own.get(source) ?? null;
    const shown = link.shown(source);
    const known = this.#wanted.own[source];
    if (shown !== null && known === shown.producerId) this.#confirmed.add(known);
    if (track === null || shown === null) {
      if (shown !== null) link.hide(source);
      // One that the server has and this page does not: its answer was lost.
      const left = shown?.producerId ?? known;
      if (left !== null) await this.#closeProducer(left);
      if (track === null || left !== null) return;
      await link.show(source, track);
      this.#dirty = true;
      return;
    }
    if (known === null && this.#confirmed.has(shown.producerId)) {
      link.hide(source);
      this.#dirty = true;
      return;
    }
    if (shown.track !== track) await link.replaceShown(source, track);
  }

  async #closeProducer(producerId: ProducerId): Promise<void> {
    if (this.#closed.has(producerId)) return;
    await this.#options.call('producer.close', { producerId });
    this.#closed.add(producerId);
  }

  async #syncSeen(link: PictureLink<Track>): Promise<void> {
    for (const producerId of [...this.#seen.keys()]) {
      if (!this.#wanted.others.has(producerId)) this.#unsee(link, producerId);
    }
    for (const [producerId, seen] of [...this.#seen]) {
      await this.#try(producerId, () => this.#rest(link, producerId, seen));
    }
    for (const producerId of [...this.#looks.keys()]) {
      if (link !== this.#link) return;
      const layer = this.#layerOf(producerId);
      if (layer !== null) await this.#try(producerId, () => this.#show(link, producerId, layer));
    }
  }

  /** How large a picture is to come now; null when it is not. */
  #layerOf(producerId: ProducerId): number | null {
    const layer = this.#looks.get(producerId);
    if (layer === undefined || !this.#wanted.others.has(producerId)) return null;
    return layerAllowed(this.#quality, layer);
  }

  /** Pauses what is out of sight, and lets it go when it stays there. */
  async #rest(link: PictureLink<Track>, producerId: ProducerId, seen: Seen): Promise<void> {
    if (this.#layerOf(producerId) !== null) return;
    if (seen.pausedAtMs === null) {
      await this.#options.call('consumer.pause', { consumerId: seen.consumerId });
      seen.pausedAtMs = this.#options.nowMs();
    }
    const leftMs = seen.pausedAtMs + KEEP_PAUSED_MS - this.#options.nowMs();
    if (leftMs > 0) this.#again(leftMs);
    else await this.#letGo(link, producerId, seen);
  }

  async #letGo(link: PictureLink<Track>, producerId: ProducerId, { consumerId }: Seen): Promise<void> {
    this.#unsee(link, producerId);
    await this.#options.call('consumer.close', { consumerId });
  }

  async #show(link: PictureLink<Track>, producerId: ProducerId, layer: number): Promise<void> {
    const seen = this.#seen.get(producerId);
    if (seen === undefined) return this.#see(link, producerId, layer);
    const { consumerId } = seen;
    if (seen.layer !== layer) {
      await this.#options.call('consumer.setLayer', { consumerId, layer });
      seen.layer = layer;
    }
    if (seen.pausedAtMs === null) return;
    await this.#options.call('consumer.resume', { consumerId });
    seen.pausedAtMs = null;
  }

  async #see(link: PictureLink<Track>, producerId: ProducerId, layer: number): Promise<void> {
    if (this.#seen.size >= PICTURES_SEEN_MAX) {
      const [resting] = [...this.#seen].filter(([, { pausedAtMs }]) => pausedAtMs !== null);
      if (resting === undefined) return;
      await this.#letGo(link, ...resting);
    }
    const { consumerId, track } = await link.see(producerId, layer);
    if (link !== this.#link) return;
    this.#seen.set(producerId, { consumerId, layer, pausedAtMs: null });
    this.#options.onPicture(producerId, track);
    // It may have gone out of sight meanwhile, or be drawn in another size.
    this.#dirty = true;
  }

  #unsee(link: PictureLink<Track>, producerId: ProducerId): void {
    link.unsee(producerId);
    this.#forget(producerId);
  }

  #forget(producerId: ProducerId): void {
    this.#seen.delete(producerId);
    this.#options.onPicture(producerId, null);
  }

  /** Looks again after this time, or sooner. */
  #again(delayMs: number): void {
    const atMs = this.#options.nowMs() + delayMs;
    if (atMs >= this.#timerAtMs) return;
    clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    this.#timer = setTimeout(() => {
      this.#timerAtMs = Number.POSITIVE_INFINITY;
      this.#touch();
    }, delayMs);
  }
}
