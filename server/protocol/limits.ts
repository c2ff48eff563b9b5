/** Numbers that both sides of the wire must agree on. */

/** The WebSocket subprotocol; a new number means that old pages must reload. */
export const SUBPROTOCOL = 'openstudio.v1';

/** Largest WebSocket message in either direction of the browser. */
export const MESSAGE_MAX_BYTES = 64 * 1024;

export const NAME_MAX_LENGTH = 64;
export const TITLE_MAX_LENGTH = 128;
export const TOKEN_MAX_LENGTH = 128;

/** A message of the chat, and how many of them a room keeps for those who come later. */
export const CHAT_TEXT_MAX_LENGTH = 500;
export const CHAT_KEPT_MAX = 200;

/** Fader range in dB. The bottom means minus infinity: nothing passes. */
export const FADER_MIN_DB = -60;
export const FADER_MAX_DB = 10;
export const FADER_STEP_DB = 0.5;

/** How many scenes a show keeps. */
export const SCENES_MAX = 16;
/** How long the faders may glide when a scene is recalled. */
export const CROSSFADE_MAX_MS = 10_000;
/** A hand that is not seen moving for so long is off the fader. */
export const HOLD_LIFE_MS = 5000;

/**
 * Loudness that programs aim for, in LUFS: -14 what streaming services play at, -16 podcasts in stereo, -18 speech (AES TD1008), -19 podcasts
 * in mono, -23 broadcast (EBU R 128).
 */
export const LOUDNESS_TARGETS_LUFS = [-14, -16, -18, -19, -23] as const;
export const DEFAULT_TARGET_LUFS = -16;

/** Meters and levels are reported down to here; silence is this value. */
export const LEVEL_FLOOR_DB = -100;

/** How often level messages are sent at most. */
export const LEVELS_PER_SECOND = 10;

/** How many pictures (cameras, screens) one person is sent at most. */
export const PICTURES_SEEN_MAX = 32;
/** How many pictures all people of a room show together at most. */
export const ROOM_PICTURES_MAX = 32;
/** Largest layer of a camera; 0 is the smallest. Screens have one less. */
export const PICTURE_LAYER_MAX = 2;

/**
 * Messages a second of one kind (patches, levels) to all people of a room together. Up to 12 get 20 patches each, up to 25 all levels; a full
 * room gets fewer, so that what a server does grows with the people and not with their square.
 */
export const BROADCASTS_PER_SECOND_MAX = 250;
