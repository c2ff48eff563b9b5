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

/** Meters and levels are reported down to here; silence is this value. */
export const LEVEL_FLOOR_DB = -100;

/** How often level messages are sent at most. */
export const LEVELS_PER_SECOND = 10;

/**
 * Messages a second of one kind (patches, levels) to all people of a room together. Up to 12 get 20 patches each, up to 25 all levels; a full
 * room gets fewer, so that what a server does grows with the people and not with their square.
 */
export const BROADCASTS_PER_SECOND_MAX = 250;
