/** What people read for each error code: what happened and what to do next. Complete by type: a new code without a text does not compile. */
import type { CommandErrorCode } from '../connection/command-error.ts';
import { TEXTS } from './texts.ts';

export type ErrorText = { readonly what: string; readonly next: string };

export const text = (what: string, next: string): ErrorText => ({ what, next });

const RELOAD = 'Reload the page.';
const AGAIN = 'Try again in a moment.';

export type ErrorTexts = Record<CommandErrorCode, ErrorText>;

/** In the language of the page; see texts.ts. */
export let ERROR_TEXTS: ErrorTexts = {
  bad_message: text('This page and the server do not understand each other.', RELOAD),
  unknown_command: text('The server does not know this action.', RELOAD),
  bad_input: text('The server did not accept this value.', 'Check what you entered and try again.'),
  message_too_big: text('That was too much data at once.', RELOAD),
  too_many_messages: text('Too much happened at once.', 'Wait a few seconds, then try again.'),
  not_entered: text('You are not in the studio any more.', 'Reload the page and enter again.'),
  already_entered: text('This page has entered the studio already.', RELOAD),
  unauthorized: text(
    'This browser is not signed in as the owner.',
    'Open the owner link that the server printed when it started.',
  ),
  forbidden: text('Only hosts may do that.', 'Ask a host to do it, or ask for a host link.'),
  origin_refused: text(
    'The studio cannot be used from this address.',
    'Open it at the address your host gave you.',
  ),
  subprotocol_missing: text('This page is older or newer than the server.', RELOAD),
  invite_invalid: text('This invite link is not valid any more.', 'Ask your host for a new link.'),
  claim_invalid: text(
    'This owner link is not valid.',
    'Use the link that the server printed when it started.',
  ),
  show_not_found: text(
    'There is no show at this address.',
    'Check the address, or ask your host for a link.',
  ),
  scene_not_found: text('This scene is gone.', 'Another host may have deleted it.'),
  scene_limit: text('There is no room for another scene.', 'Delete one that you do not need.'),
  pad_not_found: text('This sound is gone.', 'Another host may have deleted it.'),
  upload_invalid: text('The upload was broken off.', 'Choose the file again.'),
  upload_busy: text('Many sounds are being uploaded at this moment.', AGAIN),
  sound_too_big: text('The file is larger than 128 MB.', 'Save it as MP3 or shorten it, then upload that.'),
  sound_too_long: text('The sound is longer than 20 minutes.', 'Cut it shorter, then upload it again.'),
  sound_not_audio: text(
    'The studio cannot read this file.',
    'It takes MP3, WAV, FLAC, OGG and M4A, whatever the name of the file says.',
  ),
  sound_damaged: text(
    'The file is damaged or breaks off.',
    'Open it in a player, save it anew, then upload that.',
  ),
  sound_empty: text('There is no sound in this file.', 'Choose another file.'),
  sounds_full: text(
    'The soundboard is full: it holds an hour of sound.',
    'Delete what you do not need any more.',
  ),
  sound_not_stored: text(
    'The server could not store the sound.',
    'Its disk may be full. Nothing that was there is lost. Tell whoever runs the server.',
  ),
  program_off: text('The show is not on air.', 'Press "Go live" first.'),
  room_full: text('The room is full.', 'Ask your host to make room, then try again.'),
  room_closed: text('The room has been closed.', 'Enter again when the show goes on.'),
  server_full: text('The server cannot take more people right now.', 'Try again in a few minutes.'),
  removed: text('A host took you out of the room.', 'If that was a mistake, ask your host for a new link.'),
  replaced: text('The studio is open in another tab or window.', 'Go on there, or take over in this one.'),
  must_wait: text('A host lets you in.', 'Stay on this page.'),
  not_admitted: text('The host did not let you in.', 'Ask your host, or try again later.'),
  lobby_full: text('Too many people are waiting to be let in.', 'Try again in a few minutes.'),
  waiting_not_found: text('That person does not wait any more.', 'There is nothing you need to do.'),
  muted_by_host: text('A host has muted you.', 'You can unmute yourself as soon as a host lets you.'),
  session_ended: text('The session has ended.', 'Thank you for being here. You can close this page.'),
  participant_not_found: text('That person has left.', 'There is nothing you need to do.'),
  strip_not_found: text('That strip is gone: the person has left.', 'There is nothing you need to do.'),
  transport_not_found: text('The audio connection was rebuilt.', 'It comes back by itself.'),
  producer_not_found: text('That microphone is gone.', 'It comes back by itself when it is switched on.'),
  consumer_not_found: text('The audio connection was rebuilt.', 'It comes back by itself.'),
  picture_limit: text(
    'More pictures are not sent to you.',
    'Scroll to others, or pin the one that you want to see.',
  ),
  room_pictures_limit: text(
    'The room shows as many cameras and screens as it can.',
    'Try again when somebody has turned his off. Your sound goes on as before.',
  ),
  camera_stopped: text('A host turned your camera off.', 'You can turn it on again.'),
  screen_stopped: text('A host ended your screen share.', 'You can share it again.'),
  producer_limit: text(
    'Your microphone, camera or screen is connected already.',
    'Reload the page if nobody hears or sees you.',
  ),
  media_refused: text(
    'The server cannot use the audio of this browser.',
    'Try a current version of Chrome, Edge, Firefox or Safari.',
  ),
  media_reset: text('The audio of the room was rebuilt.', 'It comes back by itself.'),
  program_busy: text('The broadcast is just changing.', AGAIN),
  not_found: text('There is nothing at this address.', 'Check the address.'),
  too_many_listeners: text('All listener places are taken.', AGAIN),
  icecast_unreachable: text(
    'Icecast cannot be reached.',
    'Check that it runs and that its address is right. We keep trying.',
  ),
  mount_refused: text(
    'Icecast refused the password of the broadcast.',
    'Correct ICECAST_SOURCE_PASSWORD and start the server again.',
  ),
  mount_in_use: text(
    'Another program is broadcasting to the same mount.',
    'Stop the other one. We take over as soon as it is gone.',
  ),
  mount_rejected: text('Icecast did not accept the broadcast.', 'Look into its log. We keep trying.'),
  mount_lost: text('The connection to Icecast broke.', 'We are connecting again; the room goes on.'),
  mount_silent: text(
    'Icecast has the broadcast, but our own listener hears nothing.',
    'Check that somebody is on air and can be heard.',
  ),
  encoder_missing: text(
    'The encoder ffmpeg is missing on the server.',
    'Install ffmpeg, then go live again.',
  ),
  encoder_crashed: text('The encoder stopped.', 'It is being started again; listeners stay connected.'),
  media_unavailable: text('The audio engine of the server is starting again.', 'It comes back by itself.'),
  shutting_down: text('The server is being restarted.', 'You will be taken back in automatically.'),
  internal: text('Something broke on the server.', AGAIN),
  connection_lost: text('The connection to the studio is lost.', 'You will be taken back in automatically.'),
  unreadable_reply: text('The answer of the server makes no sense to this page.', RELOAD),
};

export const ENGLISH_ERRORS: ErrorTexts = ERROR_TEXTS;

/** Only for speak.ts. */
export function setErrorTexts(texts: ErrorTexts): void {
  ERROR_TEXTS = texts;
}

/** Both sentences in one, with the reference that finds the line in the server's log. */
export function errorSentence(code: CommandErrorCode, reference: string | null = null): string {
  const { what, next } = ERROR_TEXTS[code];
  return reference === null ? `${what} ${next}` : `${what} ${next} (${TEXTS.pages.reference(reference)})`;
}
