/** What this person shows and sees of the room: binds camera, screen and the pictures of the others together. */
import type { ErrorCode } from '#protocol/error-codes.ts';
import type { ParticipantId, ProducerId } from '#protocol/ids.ts';
import type { PictureHeldBy } from '#protocol/media.ts';
import type { RoomState } from '#protocol/state.ts';
import type { Camera } from '../media/camera.ts';
import type { PictureLink } from '../media/picture-link.ts';
import { RoomPictures } from '../media/room-pictures.ts';
import { ScreenShare } from '../media/screen-share.ts';
import type { Call } from '../media/sound-link.ts';
import { wantedPictures } from '../media/wanted-pictures.ts';
import { errorSentence } from '../texts/error-texts.ts';
import { CAMERA_PROBLEMS, TEXTS } from '../texts/texts.ts';
import type { StudioStore } from './studio-state.ts';

export type PicturesOptions = {
  readonly store: StudioStore;
  readonly camera: Camera;
  readonly call: Call;
  readonly notify: (text: string) => void;
};

export class Pictures {
  readonly screen = new ScreenShare();
  readonly #options: PicturesOptions;
  readonly #room: RoomPictures<MediaStreamTrack>;
  #isInside = false;

  constructor(options: PicturesOptions) {
    this.#options = options;
    this.#room = new RoomPictures({
      call: options.call,
      nowMs: () => performance.now(),
      onPicture: (producerId, track) => this.#put(producerId, track),
      onRefused: (source, code) => {
        options.notify(code === 'media_refused' ? TEXTS.pictures.refused[source] : errorSentence(code));
        if (source === 'camera') options.camera.turnOff();
        else this.screen.stop();
      },
    });
    options.camera.onChange(() => this.#cameraChanged());
    this.screen.onChange(() => this.#screenChanged());
  }

  /** The link on which all sound is settled, or null. */
  setLink(link: PictureLink<MediaStreamTrack> | null): void {
    this.#room.setLink(link);
  }

  /** The room was entered, for the first time or again: whoever wanted to be seen is. */
  entered(): void {
    this.#isInside = true;
    void this.#options.camera.reopen();
    this.#cameraChanged();
  }

  follow(room: RoomState, ownId: ParticipantId): void {
    this.#room.setQuality(room.participants[ownId]?.connection?.quality ?? null);
    this.#room.update(wantedPictures(room, ownId));
  }

  /** A picture is in sight, as large as `layer`; null when it is not. */
  look(producerId: ProducerId, layer: number | null): void {
    this.#room.look(producerId, layer);
  }

  /** Whose line is too slow for a picture that does not come. */
  heldBy(producerId: ProducerId): Promise<PictureHeldBy> {
    return this.#room.heldBy(producerId);
  }

  /** What the server tells this person, of which some is about his pictures. */
  noticed(code: ErrorCode): void {
    if (code === 'camera_stopped') this.#options.camera.turnOff();
    if (code === 'screen_stopped') this.screen.stop();
  }

  close(): void {
    this.#isInside = false;
    this.#room.close();
    this.screen.stop();
    this.#options.camera.close();
  }

  #cameraChanged(): void {
    const { camera, notify } = this.#options;
    if (!this.#isInside) return;
    this.#room.setOwn('camera', camera.track);
    const { problem } = camera.state;
    if (problem !== null) notify(CAMERA_PROBLEMS[problem]);
  }

  #screenChanged(): void {
    this.#room.setOwn('screen', this.screen.track);
    const { problem } = this.screen.state;
    if (problem !== null) this.#options.notify(TEXTS.pictures.screenProblems[problem]);
  }

  #put(producerId: ProducerId, track: MediaStreamTrack | null): void {
    const { store } = this.#options;
    const pictures = new Map(store.getState().pictures);
    if (track === null) pictures.delete(producerId);
    else pictures.set(producerId, track);
    store.setState({ pictures });
  }
}
