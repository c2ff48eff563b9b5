/** Audio that a test can recognise: MP3 frames and Ogg pages that carry their number. */
import { writePage } from '../../../../server/icecast/ogg-page.ts';

/** 128 kbit/s at 48 kHz without padding. */
export const FRAME_BYTES = 384;
const FRAME_HEADER = Buffer.from([0xff, 0xfb, 0x94, 0xc4]);
const SERIAL = 7;
const SAMPLES_PER_PAGE = 960;

/** One frame; its number stands behind the header. */
export function mp3Frame(number: number): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES, 0x11);
  FRAME_HEADER.copy(frame);
  frame.writeUInt32BE(number, FRAME_HEADER.length);
  return frame;
}

export function mp3Frames(first: number, count: number): Buffer {
  return Buffer.concat(Array.from({ length: count }, (_, index) => mp3Frame(first + index)));
}

/** The numbers of the frames in `bytes`. Throws when they do not begin with a frame, or when something else stands between. */
export function mp3Numbers(bytes: Buffer): number[] {
  const numbers: number[] = [];
  for (let at = 0; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
    if (!bytes.subarray(at, at + FRAME_HEADER.length).equals(FRAME_HEADER))
      throw new Error(`No frame at byte ${at}.`);
    numbers.push(bytes.readUInt32BE(at + FRAME_HEADER.length));
  }
  return numbers;
}

/** Both header pages of an Opus flow; `tag` makes them recognisable. */
export function opusHeaders(tag: string): Buffer {
  const page = (first: boolean, sequence: number, text: string) => {
    const body = Buffer.from(text);
    return Buffer.from(
      writePage({
        serial: SERIAL,
        sequence,
        granule: 0,
        continued: false,
        first,
        last: false,
        lacing: Uint8Array.of(body.length),
        body,
      }),
    );
  };
  return Buffer.concat([page(true, 0, `OpusHead ${tag}`), page(false, 1, `OpusTags ${tag}`)]);
}

/** One page of audio that says its number. */
export function opusPage(number: number): Buffer {
  const body = Buffer.from(`audio ${number};`);
  return Buffer.from(
    writePage({
      serial: SERIAL,
      sequence: number + 2,
      granule: (number + 1) * SAMPLES_PER_PAGE,
      continued: false,
      first: false,
      last: false,
      lacing: Uint8Array.of(body.length),
      body,
    }),
  );
}
