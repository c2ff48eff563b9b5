/** The sounds of a show without a disk: an upload ends when a test says so. */
import { type SoundId, soundId } from '#protocol/ids.ts';
import type { CartPort } from '../../../server/room/soundboard-ports.ts';

const FRAMES_PER_SECOND = 48_000;

type Expected = Parameters<CartPort['expect']>[0];

let counter = 0;

export class FakeCarts implements CartPort {
  /** The uploads that are waited for, oldest first. */
  readonly expected: Expected[] = [];
  readonly removed: SoundId[] = [];
  /** Null until the room has said which it knows. */
  kept: ReadonlySet<SoundId> | null = null;

  fileOf(id: SoundId): string {
    return `/carts/${id}`;
  }

  remove(id: SoundId): void {
    this.removed.push(id);
  }

  keepOnly(ids: ReadonlySet<SoundId>): void {
    this.kept = ids;
  }

  expect(upload: Expected): string {
    this.expected.push(upload);
    return '/api/cart-uploads/token';
  }

  /** The oldest upload is decoded and is so long. */
  arrive(seconds: number): { readonly id: SoundId; readonly padId: string } {
    const upload = this.expected.shift();
    if (upload === undefined) throw new Error('Nobody waits for an upload.');
    const id = soundId.parse(`sound-${++counter}`);
    return { id, padId: upload.onSound({ id, frames: seconds * FRAMES_PER_SECOND }) };
  }
}
