/** Cuts a mount's bytes into blocks, so that a newcomer can begin with any of them. How frames and pages look is given from outside. */
import type { Codec } from '#protocol/state.ts';

/** A whole frame or page. `startsOver` and `isHeader` speak of containers that begin with headers, which every listener must hear first. */
export type AlignedBlock = {
  readonly bytes: Buffer;
  /** What came before, headers included, is of no use to newcomers any more. */
  readonly startsOver: boolean;
  readonly isHeader: boolean;
};

/** Takes chunks of any size. What is torn or no audio is passed over. */
export type Aligner = { push(chunk: Buffer): AlignedBlock[] };

/** A page of Ogg as far as it matters here; `more` when it is not complete yet, null when none begins at that place. */
export type ReadOggPage = (
  data: Uint8Array,
  at: number,
) =>
  | { readonly page: { readonly first: boolean; readonly lacing: Uint8Array }; readonly length: number }
  | 'more'
  | null;

/** Knowledge of the formats: `mp3` makes a framer that answers with the whole frames that a chunk completes. */
export type Formats = {
  readonly mp3: () => { push(bytes: Uint8Array): Uint8Array[] };
  readonly readOggPage: ReadOggPage;
};

export function createAligner(codec: Codec, formats: Formats): Aligner {
  return codec === 'mp3' ? mp3Aligner(formats.mp3()) : new OpusAligner(formats.readOggPage);
}

function mp3Aligner(framer: ReturnType<Formats['mp3']>): Aligner {
  return {
    push(chunk) {
      return framer
        .push(chunk)
        .map((frame) => ({ bytes: asBuffer(frame), startsOver: false, isHeader: false }));
    },
  };
}

/** The same bytes, not a copy. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** A lacing value of 255 says that the packet goes on (RFC 3533, section 6). */
const LACING_CONTINUES = 255;

/** Opus in Ogg (RFC 7845, section 3). Passes on nothing before a first page, because nobody could decode it. */
class OpusAligner implements Aligner {
  readonly #readPage: ReadOggPage;
  #rest: Buffer = Buffer.alloc(0);
  #headers: 'unknown' | 'expecting tags' | 'done' = 'unknown';

  constructor(readPage: ReadOggPage) {
    this.#readPage = readPage;
  }

  push(chunk: Buffer): AlignedBlock[] {
    const data = Buffer.concat([this.#rest, chunk]);
    const blocks: AlignedBlock[] = [];
    let at = 0;
    for (let found = this.#readPage(data, at); found !== 'more'; found = this.#readPage(data, at)) {
      if (found === null) {
        at += 1;
        continue;
      }
      const bytes = data.subarray(at, at + found.length);
      at += found.length;
      const block = this.#classify(bytes, found.page);
      if (block !== null) blocks.push(block);
    }
    this.#rest = Buffer.from(data.subarray(at));
    return blocks;
  }

  #classify(bytes: Buffer, page: { first: boolean; lacing: Uint8Array }): AlignedBlock | null {
    if (page.first) this.#headers = 'expecting tags';
    else if (this.#headers === 'unknown') return null;
    const isHeader = this.#headers === 'expecting tags';
    // The tags may take several pages and end on the last of them; audio begins on a page of its own.
    const endsPacket = page.lacing.some((value) => value < LACING_CONTINUES);
    if (isHeader && !page.first && endsPacket) this.#headers = 'done';
    return { bytes, startsOver: page.first, isHeader };
  }
}
