/** Writes NUT as ffmpeg does, in its simplest form, so that tests can feed what an encoder would say. */

const MAIN = 0x4e4d7a561f5f04adn;
const SYNCPOINT = 0x4e4be4adeeca4569n;
const FLAG_CODED_PTS = 8;
const FLAG_SIZE_MSB = 32;
const FLAG_HEADER_IDX = 1024;
const FLAG_CODED = 4096;
const FLAG_INVALID = 8192;
const FRAME_CODE = 1;

/** What every file begins with. Frames of code 1 have a coded time and size; header 1 stands for the bytes FF FB. */
export function nutHeaders(): Uint8Array {
  const run = (flags: number, count: number) => [flags, 6, 0, 1, 0, 0, 0, count];
  const codes = [
    ...run(FLAG_INVALID, FRAME_CODE),
    ...run(FLAG_CODED_PTS | FLAG_SIZE_MSB | FLAG_CODED, 1),
    ...run(FLAG_INVALID, 253),
  ];
  const main = [3, 1, 65_536, 1, 1, 48_000, ...codes].flatMap(variable);
  const headers = [...variable(1), ...variable(2), 0xff, 0xfb];
  return Buffer.concat([
    Buffer.from('nut/multimedia container\0', 'latin1'),
    packet(MAIN, Uint8Array.from([...main, ...headers])),
    nutSyncpoint(),
  ]);
}

export function nutSyncpoint(): Uint8Array {
  return packet(SYNCPOINT, Uint8Array.of(0, 0));
}

/** One packet; with `elided`, its first two bytes are FF FB and are left out. */
export function nutFrame(payload: Uint8Array, { elided = false } = {}): Uint8Array {
  const coded = elided ? FLAG_HEADER_IDX : 0;
  const head = [FRAME_CODE, ...variable(coded), ...variable(7), ...variable(payload.length)];
  if (elided) head.push(...variable(1));
  return Buffer.concat([Uint8Array.from(head), elided ? payload.subarray(2) : payload]);
}

function packet(startCode: bigint, payload: Uint8Array): Uint8Array {
  const code = Buffer.alloc(8);
  code.writeBigUInt64BE(startCode);
  return Buffer.concat([code, Uint8Array.from(variable(payload.length + 4)), payload, Buffer.alloc(4)]);
}

function variable(value: number): number[] {
  const bytes = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128))
    bytes.unshift(128 + (left % 128));
  return bytes;
}
