/** Every error code that can reach a browser, whose fault it is, and how the transports carry it. */

/**
 * `caller`: a reply with the code. `destination`: Icecast or TURN refused; becomes program state that hosts read.
 * `server`: a bug or a broken part of ours; logged with its cause, the browser gets the code and a reference.
 */
export type ErrorFault = 'caller' | 'destination' | 'server';

type ErrorEntry = { readonly fault: ErrorFault; readonly status: number; readonly summary: string };

const entry = (fault: ErrorFault, status: number, summary: string): ErrorEntry => ({
  fault,
  status,
  summary,
});

/** The table. Codes are stable: add, never rename. */
export const ERROR_CODES = {
  bad_message: entry('caller', 400, 'The message is not one this server understands.'),
  unknown_command: entry('caller', 400, 'There is no command of that name.'),
  bad_input: entry('caller', 400, 'The input of the command is not valid.'),
  message_too_big: entry('caller', 413, 'The message is larger than 64 KiB.'),
  too_many_messages: entry('caller', 429, 'Too many messages in a short time.'),
  not_entered: entry('caller', 401, 'Enter the room first.'),
  already_entered: entry('caller', 409, 'This session has entered a room already.'),
  unauthorized: entry('caller', 401, 'Sign in with the owner link first.'),
  forbidden: entry('caller', 403, 'Your role does not allow this.'),
  origin_refused: entry('caller', 403, 'This page may not open a session here.'),
  subprotocol_missing: entry('caller', 426, 'The page is older or newer than the server. Reload it.'),
  invite_invalid: entry('caller', 404, 'This invite link is not valid or has expired.'),
  claim_invalid: entry('caller', 404, 'This owner link is not valid.'),
  show_not_found: entry('caller', 404, 'There is no show of that name.'),
  room_full: entry('caller', 409, 'The room is full.'),
  room_closed: entry('caller', 409, 'The room has closed.'),
  server_full: entry('caller', 503, 'The server has no room for another session.'),
  removed: entry('caller', 403, 'A host removed you from the room.'),
  replaced: entry('caller', 409, 'The studio was opened in another tab or window.'),
  must_wait: entry('caller', 403, 'A host lets you in. Stay, and you are told.'),
  not_admitted: entry('caller', 403, 'You were not let in.'),
  lobby_full: entry('caller', 503, 'Too many people wait to be let in.'),
  waiting_not_found: entry('caller', 404, 'That person does not wait any more.'),
  muted_by_host: entry('caller', 403, 'A host muted you. He lets you speak again.'),
  session_ended: entry('caller', 410, 'A host ended the session.'),
  participant_not_found: entry('caller', 404, 'That person is not in the room.'),
  strip_not_found: entry('caller', 404, 'That strip is not on the console.'),
  scene_not_found: entry('caller', 404, 'There is no such scene.'),
  scene_limit: entry('caller', 409, 'The show has as many scenes as it can keep.'),
  pad_not_found: entry('caller', 404, 'There is no such pad.'),
  upload_invalid: entry('caller', 404, 'This upload is not expected, or not any more.'),
  upload_busy: entry('caller', 503, 'Too many sounds are being uploaded. Try again in a moment.'),
  sound_too_big: entry('caller', 413, 'The file is larger than 128 MB.'),
  sound_too_long: entry('caller', 422, 'The sound is longer than 20 minutes.'),
  sound_not_audio: entry('caller', 415, 'This is no MP3, WAV, FLAC, OGG or M4A file.'),
  sound_damaged: entry('caller', 422, 'The file is damaged or breaks off.'),
  sound_empty: entry('caller', 422, 'There is no sound in the file.'),
  sounds_full: entry('caller', 409, 'The soundboard of a show holds an hour of sound.'),
  program_off: entry('caller', 409, 'The show is not on air.'),
  transport_not_found: entry('caller', 404, 'There is no such transport.'),
  producer_not_found: entry('caller', 404, 'There is no such producer.'),
  consumer_not_found: entry('caller', 404, 'There is no such consumer.'),
  picture_limit: entry('caller', 409, 'You are sent as many pictures as is allowed already.'),
  room_pictures_limit: entry(
    'caller',
    409,
    'The room shows as many cameras and screens as is allowed already.',
  ),
  camera_stopped: entry('caller', 403, 'A host turned your camera off.'),
  screen_stopped: entry('caller', 403, 'A host ended your screen share.'),
  producer_limit: entry('caller', 409, 'You publish as much as is allowed already.'),
  media_refused: entry('caller', 400, 'The media parameters were refused.'),
  media_reset: entry('caller', 409, 'The media of the room was rebuilt. Open it again.'),
  program_busy: entry('caller', 409, 'The broadcast is just changing. Try again in a moment.'),
  not_found: entry('caller', 404, 'There is nothing at this address.'),
  too_many_listeners: entry('caller', 503, 'All listener places are taken.'),
  icecast_unreachable: entry('destination', 502, 'Icecast cannot be reached.'),
  mount_refused: entry('destination', 502, 'Icecast refused the source password.'),
  mount_in_use: entry('destination', 409, 'Another source is on this mount.'),
  mount_rejected: entry('destination', 502, 'Icecast rejected the mount.'),
  mount_lost: entry('destination', 502, 'The connection to Icecast broke.'),
  mount_silent: entry('destination', 502, 'Icecast has the mount, but no listener can hear it.'),
  encoder_missing: entry('server', 500, 'ffmpeg is not installed or cannot run.'),
  encoder_crashed: entry('server', 500, 'The encoder stopped and is being restarted.'),
  media_unavailable: entry('server', 503, 'The media engine is starting again.'),
  sound_not_stored: entry('server', 507, 'The sound could not be stored. The disk may be full.'),
  shutting_down: entry('server', 503, 'The server is shutting down.'),
  internal: entry('server', 500, 'Something broke on the server.'),
} as const satisfies Record<string, ErrorEntry>;

/** A stable error code. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** WebSocket close codes (RFC 6455, section 7.4): 4000 to 4999 are ours. */
export const CLOSE_CODES = {
  goingAway: 1001,
  tooBig: 1009,
  internal: 1011,
  restarting: 1012,
  badProtocol: 4400,
  notAllowed: 4401,
  removed: 4403,
  roomGone: 4404,
  notEntered: 4408,
  replaced: 4409,
  reload: 4426,
  tooMany: 4429,
} as const;
