/** Titles between the audio bytes, as SHOUTcast players ask for with `Icy-MetaData: 1`. Pure apart from its own counter. */

/** Audio bytes between two metadata blocks; goes into the header `icy-metaint`. */
export const ICY_INTERVAL_BYTES = 16_000;

const UNIT_BYTES = 16;
/** The length of a block is one byte that counts units of 16. */
const BLOCK_MAX_BYTES = 255 * UNIT_BYTES;
const NOTHING_NEW = Buffer.alloc(1);

/** One metadata block. Control characters are left out; a quote that would end the value early is replaced. */
export function icyBlock(title: string): Buffer {
  const safe = title.replace(/\p{Cc}/gu, '').replaceAll("';", '’;');
  const text = Buffer.from(`StreamTitle='${safe}';`, 'utf8').subarray(0, BLOCK_MAX_BYTES);
  const units = Math.ceil(text.length / UNIT_BYTES);
  const block = Buffer.alloc(1 + units * UNIT_BYTES);
  block.writeUInt8(units, 0);
  text.copy(block, 1);
  return block;
}

/** Puts a block after every ICY_INTERVAL_BYTES of one listener's audio; an empty one while the title stays the same. */
export class IcyInterleaver {
  #untilBlock = ICY_INTERVAL_BYTES;
  #toldTitle: string | null = null;

  weave(audio: Buffer, title: string): Buffer {
    const parts: Buffer[] = [];
    let rest = audio;
    while (rest.length >= this.#untilBlock) {
      parts.push(
        rest.subarray(0, this.#untilBlock),
        title === this.#toldTitle ? NOTHING_NEW : icyBlock(title),
      );
      rest = rest.subarray(this.#untilBlock);
      this.#untilBlock = ICY_INTERVAL_BYTES;
      this.#toldTitle = title;
    }
    this.#untilBlock -= rest.length;
    parts.push(rest);
    return Buffer.concat(parts);
  }
}
