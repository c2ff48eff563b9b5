/** The command table: every request a browser can make, who may make it, what goes in and what comes out. */
import * as z from 'zod/mini';
import { done, nothing, personName, row } from './command-row.ts';
import { consumerId, participantId, producerId, sceneId, showSlug, stripId, transportId } from './ids.ts';
import {
  CROSSFADE_MAX_MS,
  FADER_MAX_DB,
  FADER_MIN_DB,
  LOUDNESS_TARGETS_LUFS,
  TITLE_MAX_LENGTH,
  TOKEN_MAX_LENGTH,
} from './limits.ts';
import {
  dtlsParameters,
  iceServer,
  mediaOptions,
  mediaSource,
  opaqueParameters,
  pictureLayer,
  roomStats,
} from './media.ts';
import { PAD_COMMANDS } from './pad-commands.ts';
import { role } from './people.ts';
import { PEOPLE_COMMANDS } from './people-commands.ts';
import { PICTURE_COMMANDS } from './picture-commands.ts';
import { processingPatch, trimDb } from './processing.ts';

const token = z.string().check(z.minLength(8), z.maxLength(TOKEN_MAX_LENGTH));

/** A program title: trimmed, up to 128 characters, no control characters; empty means the show's name. */
export const programTitle = z
  .string()
  .check(z.trim(), z.maxLength(TITLE_MAX_LENGTH), z.regex(/^[^\p{Cc}]*$/u));

/** The name of a scene: as a person's. */
const sceneName = personName;

/** Finite dB within the fader's range; the bottom is minus infinity. */
const faderDb = z.number().check(z.gte(FADER_MIN_DB), z.lte(FADER_MAX_DB));

/** How a session proves who it is. `owner` relies on the cookie of the claim link. */
const credential = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('owner'), show: showSlug }),
  z.strictObject({ kind: z.literal('invite'), token }),
]);

/**
 * Comes back as the earlier participant. `mediaEpoch` is the epoch whose transports the browser still holds, or null when it has none
 * (the page was loaded anew).
 */
const resume = z.strictObject({ token, mediaEpoch: z.nullable(z.int().check(z.gte(0))) });

/** `media` is null when the earlier participant's transports are still good: keep them, they never stopped. */
const entered = z.object({
  participantId,
  role,
  show: showSlug,
  resumeToken: z.string(),
  media: z.nullable(mediaOptions),
});

/** Times in ms, loss in percent. */
const connectionReport = z.strictObject({
  quality: z.enum(['excellent', 'good', 'poor', 'lost']),
  path: z.nullable(z.enum(['udp', 'tcp', 'relay'])),
  roundTripMs: z.nullable(z.number().check(z.gte(0), z.lte(60_000))),
  lossPercent: z.nullable(z.number().check(z.gte(0), z.lte(100))),
  jitterMs: z.nullable(z.number().check(z.gte(0), z.lte(60_000))),
});

export const COMMANDS = {
  'room.enter': row(
    'anyone',
    'Enters the room as a new participant, or as the earlier one when the resume token still holds, or when `browser`, credential and name are those of somebody inside. Refused with `must_wait`, the session waits in the lobby.',
    z.strictObject({
      credential,
      name: personName,
      resume: z.optional(resume),
      browser: z.optional(token),
    }),
    entered,
  ),
  'room.leave': row(
    'participant',
    'Leaves the room for good; the strip goes. Who waits in the lobby leaves that.',
    nothing,
    done,
  ),
  'room.end': row(
    'host',
    'Ends the session: the broadcast stops, everybody is told goodbye, and the room closes. Links stay valid.',
    nothing,
    done,
  ),
  'room.resync': row('participant', 'Asks for a fresh welcome after a gap in versions.', nothing, done),
  'room.stats': row('host', 'Measures the media of the room.', nothing, roomStats),
  'participant.rename': row(
    'participant',
    'Changes the own name.',
    z.strictObject({ name: personName }),
    done,
  ),
  'participant.remove': row(
    'host',
    'Removes a person from the room. His browser cannot come back by the same link, and others who use it wait to be admitted.',
    z.strictObject({ participantId }),
    done,
  ),
  ...PEOPLE_COMMANDS,
  ...PICTURE_COMMANDS,
  'connection.report': row(
    'participant',
    'Says how well this browser reaches the server, when that has changed, and now and then.',
    connectionReport,
    done,
  ),
  'media.open': row(
    'participant',
    'Builds both transports anew; the earlier ones close. Used when the media epoch grew or a transport failed.',
    nothing,
    mediaOptions,
  ),
  'transport.connect': row(
    'participant',
    'Hands over the DTLS parameters of the browser.',
    z.strictObject({ transportId, dtlsParameters }),
    done,
  ),
  'transport.restartIce': row(
    'participant',
    'Restarts ICE after a change of network. The credentials for the relay may have run out since, so there are fresh ones.',
    z.strictObject({ transportId }),
    z.object({ iceParameters: opaqueParameters, iceServers: z.array(iceServer) }),
  ),
  'producer.create': row(
    'participant',
    'Publishes the microphone, in place of an earlier one, or one camera and one screen. A strip that nobody has set up yet gets no voice processing for music. `muted` is for microphones: a picture that nobody may see is closed.',
    z.strictObject({
      transportId,
      source: mediaSource,
      rtpParameters: opaqueParameters,
      muted: z.boolean(),
      content: z.optional(z.enum(['voice', 'music'])),
    }),
    z.object({ producerId }),
  ),
  'producer.setMuted': row(
    'participant',
    'Mutes or unmutes the own microphone.',
    z.strictObject({ producerId, muted: z.boolean() }),
    done,
  ),
  'producer.close': row('participant', 'Stops publishing.', z.strictObject({ producerId }), done),
  'consumer.create': row(
    'participant',
    'Asks to hear or see a producer of the room; it starts paused. `layer`: how large a picture is shown.',
    z.strictObject({
      producerId,
      rtpCapabilities: opaqueParameters,
      layer: z.optional(pictureLayer),
    }),
    z.object({ consumerId, producerId, kind: z.enum(['audio', 'video']), rtpParameters: opaqueParameters }),
  ),
  'consumer.resume': row(
    'participant',
    'Says that the browser is ready to receive.',
    z.strictObject({ consumerId }),
    done,
  ),
  'consumer.close': row(
    'participant',
    'Stops hearing or seeing a producer.',
    z.strictObject({ consumerId }),
    done,
  ),
  'strip.setOn': row(
    'host',
    'Puts a strip on air or takes it off.',
    z.strictObject({ stripId, on: z.boolean() }),
    done,
  ),
  'strip.setMuted': row(
    'host',
    'Mutes a strip in the mix.',
    z.strictObject({ stripId, muted: z.boolean() }),
    done,
  ),
  'strip.setFader': row('host', 'Moves a fader.', z.strictObject({ stripId, faderDb }), done),
  'strip.setPan': row(
    'host',
    'Moves a strip between left (-1) and right (1).',
    z.strictObject({ stripId, pan: z.number().check(z.gte(-1), z.lte(1)) }),
    done,
  ),
  'strip.setTrim': row(
    'host',
    'Sets the gain before everything else.',
    z.strictObject({ stripId, trimDb }),
    done,
  ),
  'strip.setProcessing': row(
    'host',
    'Changes stages of the processing of a strip; what is not named stays.',
    z.strictObject({ stripId, change: processingPatch }),
    done,
  ),
  'strip.hold': row(
    'host',
    'Shows the others that the own hand is on a fader; to be said again every few seconds.',
    z.strictObject({ stripId, held: z.boolean() }),
    done,
  ),
  'scene.save': row(
    'host',
    'Saves the console as it is now under a name, or anew into an earlier scene.',
    z.strictObject({ name: sceneName, sceneId: z.optional(sceneId) }),
    z.object({ sceneId }),
  ),
  'scene.rename': row(
    'host',
    'Gives a scene another name.',
    z.strictObject({ sceneId, name: sceneName }),
    done,
  ),
  'scene.recall': row(
    'host',
    'Sets the console as it was saved; faders glide there. People who are not in the scene stay as they are.',
    z.strictObject({ sceneId, crossfadeMs: z.int().check(z.gte(0), z.lte(CROSSFADE_MAX_MS)) }),
    done,
  ),
  'scene.delete': row('host', 'Forgets a scene.', z.strictObject({ sceneId }), done),
  ...PAD_COMMANDS,
  'program.setPanic': row(
    'host',
    'Fades from the program to the bed within a second, or back.',
    z.strictObject({ on: z.boolean() }),
    done,
  ),
  'program.setTarget': row(
    'host',
    'Sets the loudness that the program aims for.',
    z.strictObject({ targetLufs: z.literal([...LOUDNESS_TARGETS_LUFS]) }),
    done,
  ),
  'program.start': row('host', 'Goes live; the host who asks is put on air.', nothing, done),
  'program.check': row(
    'host',
    'Looks whether going live would be taken: what is wrong with Icecast, if anything, and which mounts have a source already.',
    nothing,
    z.object({ problem: z.nullable(z.string()), takenMounts: z.array(z.string()) }),
  ),
  'program.stop': row('host', 'Stops the broadcast; the room goes on.', nothing, done),
  'program.setTitle': row(
    'host',
    'Changes the title that listeners see.',
    z.strictObject({ title: programTitle }),
    done,
  ),
  'invite.create': row(
    'host',
    'Makes an invite link.',
    z.strictObject({ role }),
    z.object({ url: z.string(), role, expiresAtMs: z.number() }),
  ),
  'invite.reset': row(
    'host',
    'Makes a new invite link; all earlier ones of this role let nobody in any more. Who is in the room stays.',
    z.strictObject({ role }),
    z.object({ url: z.string(), role, expiresAtMs: z.number() }),
  ),
} as const;

export type Commands = typeof COMMANDS;
export type CommandName = keyof Commands;
/** The validated input of a command, as handlers get it. */
export type CommandInput<Name extends CommandName> = z.output<Commands[Name]['input']>;
/** What a browser passes in. */
export type CommandArguments<Name extends CommandName> = z.input<Commands[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<Commands[Name]['output']>;

/** Whether `name` is a row of the table. */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}
