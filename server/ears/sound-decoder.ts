/** What an ear needs of a decoder: units in, levels out. One per mount. */

/** `levelsDb` are the whole steps of 20 ms that became ready; `restMs` is decoded and belongs to the next one. */
export type DecodedLevels = {
  readonly levelsDb: readonly number[];
  readonly decodedMs: number;
  readonly restMs: number;
};

export type SoundDecoder = {
  /** Decodes one MP3 frame or Opus packet; `decodedMs` is 0 when it holds no sound. May throw: then it must not be used again. */
  decode(unit: Uint8Array): DecodedLevels;
  close(): void;
};
