/** A media engine without workers. */
import { StudioError } from '../../../server/errors.ts';
import type { MediaEnginePort } from '../../../server/room/media-port.ts';
import { FakeRoomMedia } from './fake-room-media.ts';
import { Gate } from './gate.ts';

export class FakeMediaEngine implements MediaEnginePort {
  readonly rooms: FakeRoomMedia[] = [];
  /** Shut, it keeps `openRoom` waiting. */
  readonly gate = new Gate();
  /** No worker runs. */
  unavailable = false;

  async openRoom(): Promise<FakeRoomMedia> {
    await this.gate.pass();
    if (this.unavailable) throw new StudioError('media_unavailable');
    const room = new FakeRoomMedia();
    this.rooms.push(room);
    return room;
  }

  /** The newest room's media. */
  get current(): FakeRoomMedia {
    const newest = this.rooms.at(-1);
    if (newest === undefined) throw new Error('No room was opened.');
    return newest;
  }
}
