/** The command table: every request a browser can make, who may make it, what goes in and what comes out. */
import * as z from 'zod/mini';
import { consumerId, participantId, producerId, showSlug, stripId, transportId } from './ids.ts';
import { FADER_MAX_DB, FADER_MIN_DB, NAME_MAX_LENGTH, TITLE_MAX_LENGTH, TOKEN_MAX_LENGTH } from './limits.ts';
import { dtlsParameters, iceServer, mediaOptions, opaqueParameters, roomStats } from './media.ts';

/** `anyone`: an open session that has not entered yet. `participant`: anybody in the room. `host`: hosts only. */
export type CommandRole = 'anyone' | 'participant' | 'host';

type CommandRow<Input extends z.ZodMiniType, Output extends z.ZodMiniType> = {
  readonly role: CommandRole;
  readonly about: string;
  readonly input: Input;
  readonly output: Output;
};

const row = <Input extends z.ZodMiniType, Output extends z.ZodMiniType>(
  role: CommandRole,
  about: string,
  input: Input,
  output: Output,
): CommandRow<Input, Output> => ({ role, about, input, output });

const nothing = z.strictObject({});
const done = z.null();
const token = z.string().check(z.minLength(8), z.maxLength(TOKEN_MAX_LENGTH));

/** A person's name: trimmed, 1 to 64 characters, no control characters. */
export const personName = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(NAME_MAX_LENGTH), z.regex(/^[^\p{Cc}]*$/u));

/** A program title: trimmed, up to 128 characters, no control characters; empty means the show's name. */
export const programTitle = z
  .string()
  .check(z.trim(), z.maxLength(TITLE_MAX_LENGTH), z.regex(/^[^\p{Cc}]*$/u));

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
  role: z.enum(['host', 'guest']),
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
    'Enters the room as a new participant, or as the earlier one when the resume token still holds.',
    z.strictObject({ credential, name: personName, resume: z.optional(resume) }),
    entered,
  ),
  'room.leave': row('participant', 'Leaves the room for good; the strip goes.', nothing, done),
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
    'Removes a person from the room.',
    z.strictObject({ participantId }),
    done,
  ),
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
    'Publishes the microphone.',
    z.strictObject({
      transportId,
      source: z.literal('microphone'),
      rtpParameters: opaqueParameters,
      muted: z.boolean(),
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
    'Asks to hear a producer of the room; it starts paused.',
    z.strictObject({ producerId, rtpCapabilities: opaqueParameters }),
    z.object({ consumerId, producerId, kind: z.enum(['audio', 'video']), rtpParameters: opaqueParameters }),
  ),
  'consumer.resume': row(
    'participant',
    'Says that the browser is ready to receive.',
    z.strictObject({ consumerId }),
    done,
  ),
  'consumer.close': row('participant', 'Stops hearing a producer.', z.strictObject({ consumerId }), done),
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
  'program.start': row('host', 'Goes live; the host who asks is put on air.', nothing, done),
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
    z.strictObject({ role: z.enum(['host', 'guest']) }),
    z.object({ url: z.string(), role: z.enum(['host', 'guest']), expiresAtMs: z.number() }),
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
