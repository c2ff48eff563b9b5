/** The table of frame codes in the main header of a NUT file (NUT specification, "main header"). Pure. */
import type { ByteCursor } from './byte-cursor.ts';

export const NUT_FLAGS = {
  codedPts: 1 << 3,
  streamId: 1 << 4,
  sizeMsb: 1 << 5,
  checksum: 1 << 6,
  reserved: 1 << 7,
  headerIdx: 1 << 10,
  matchTime: 1 << 11,
  coded: 1 << 12,
  invalid: 1 << 13,
} as const;

/** What one of the 256 first bytes of a frame says about it. */
export type NutFrameCode = {
  readonly flags: number;
  readonly sizeMul: number;
  readonly sizeLsb: number;
  readonly reserved: number;
  readonly headerIdx: number;
};

export type NutFrameCodes = {
  readonly codes: readonly NutFrameCode[];
  /** Beginnings that frames leave out; the first is empty. */
  readonly headers: readonly Uint8Array[];
};

/** `N` begins a start code and is never a frame. */
const LETTER_N = 0x4e;
const NO_FRAME: NutFrameCode = {
  flags: NUT_FLAGS.invalid,
  sizeMul: 1,
  sizeLsb: 0,
  reserved: 0,
  headerIdx: 0,
};

/** Reads the payload of a main header. Throws EndOfBytes when it is cut short. */
export function readNutFrameCodes(main: ByteCursor): NutFrameCodes {
  const version = main.variable();
  if (version > 3) main.variable();
  main.variable();
  main.variable();
  for (let left = main.variable(); left > 0; left -= 1) {
    main.variable();
    main.variable();
  }
  const codes = readCodes(main);
  const headers = [new Uint8Array(0)];
  for (let left = main.variable(); left > 0; left -= 1) {
    headers.push(new Uint8Array(main.take(main.variable())));
  }
  return { codes, headers };
}

/** Each entry describes a run of codes; a field that is left out keeps its value, or is 0. */
function readCodes(main: ByteCursor): NutFrameCode[] {
  const codes: NutFrameCode[] = [];
  let sizeMul = 1;
  let headerIdx = 0;
  while (codes.length < 256) {
    const flags = main.variable();
    const fields = main.variable();
    if (fields > 0) main.variable();
    if (fields > 1) sizeMul = main.variable();
    if (fields > 2) main.variable();
    const size = fields > 3 ? main.variable() : 0;
    const reserved = fields > 4 ? main.variable() : 0;
    const count = fields > 5 ? main.variable() : sizeMul - size;
    if (fields > 6) main.variable();
    if (fields > 7) headerIdx = main.variable();
    for (let field = 8; field < fields; field += 1) main.variable();
    for (let step = 0; step < count && codes.length < 256; ) {
      if (codes.length === LETTER_N) {
        codes.push(NO_FRAME);
        continue;
      }
      codes.push({ flags, sizeMul, sizeLsb: size + step, reserved, headerIdx });
      step += 1;
    }
  }
  return codes;
}
