/** MP3 on the wire: frames, and nothing else. Titles travel beside it, by Icecast's admin interface. */
import type { MountFlow } from './mount-flow.ts';

const NOTHING = new Uint8Array(0);

export class Mp3Flow implements MountFlow {
  readonly contentType = 'audio/mpeg';
  readonly bitrateKbps = 128;

  begin(): Uint8Array {
    return NOTHING;
  }

  push(frames: readonly Uint8Array[]): Uint8Array {
    return Buffer.concat(frames);
  }

  retitle(_title: string): Uint8Array {
    return NOTHING;
  }

  end(): Uint8Array {
    return NOTHING;
  }
}
