/** The rows of the command table about pictures: what of them is sent to a browser, and the way to take one down. */
import * as z from 'zod/mini';
import { done, row } from './command-row.ts';
import { consumerId, participantId } from './ids.ts';
import { pictureHeldBy, pictureLayer, pictureSource } from './media.ts';

export const PICTURE_COMMANDS = {
  'consumer.pause': row(
    'participant',
    'Says that what is consumed is not looked at now; nothing of it is sent until `consumer.resume`.',
    z.strictObject({ consumerId }),
    done,
  ),
  'consumer.setLayer': row(
    'participant',
    'Says how large a picture is shown. The larger one gets what the line can carry before the smaller ones.',
    z.strictObject({ consumerId, layer: pictureLayer }),
    done,
  ),
  'consumer.check': row(
    'participant',
    'Asks whose line is too slow for a picture that does not come.',
    z.strictObject({ consumerId }),
    z.object({ heldBy: pictureHeldBy }),
  ),
  'participant.stopPicture': row(
    'host',
    'Takes down the camera or the screen of a person, who is told; he may show it again.',
    z.strictObject({ participantId, source: pictureSource }),
    done,
  ),
} as const;
