/** The rows of the command table about the soundboard. */
import * as z from 'zod/mini';
import { done, nothing, personName, row } from './command-row.ts';
import { padId } from './ids.ts';
import { padChange, padPlace, SOUND_BYTES_MAX } from './pads.ts';

export const PAD_COMMANDS = {
  'pad.upload': row(
    'host',
    'Asks to upload a sound to a place. What was there stays until the new sound can be played, and its settings stay then, too.',
    z.strictObject({
      place: padPlace,
      name: personName,
      bytes: z.int().check(z.gte(0), z.lte(Number.MAX_SAFE_INTEGER)),
    }),
    z.object({ url: z.string(), pieceBytes: z.number(), bytesMax: z.literal(SOUND_BYTES_MAX) }),
  ),
  'pad.set': row(
    'host',
    'Changes a pad; what is not named stays.',
    z.strictObject({ padId, change: padChange }),
    done,
  ),
  'pad.delete': row('host', 'Takes a sound off the soundboard for good.', z.strictObject({ padId }), done),
  'pad.play': row(
    'host',
    'Plays a pad from its beginning, also when it plays already. Others of its group end.',
    z.strictObject({ padId }),
    done,
  ),
  'pad.stop': row('host', 'Fades a pad out, in the time that it is set to.', z.strictObject({ padId }), done),
  'pad.stopAll': row('host', 'Fades every cart and the music bed out.', nothing, done),
} as const;
