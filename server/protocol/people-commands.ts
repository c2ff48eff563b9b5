/** The rows of the command table about people: moderation, lobby, talkback, chat. */
import * as z from 'zod/mini';
import { done, nothing, personName, row } from './command-row.ts';
import { participantId, waitingId } from './ids.ts';
import { chatText, lobbyRule, microphoneTrouble, role, talkbackTarget } from './people.ts';

export const PEOPLE_COMMANDS = {
  'participant.setName': row(
    'host',
    'Changes the name of a person.',
    z.strictObject({ participantId, name: personName }),
    done,
  ),
  'participant.setRole': row(
    'host',
    'Makes a person host, producer or guest. A producer has no strip.',
    z.strictObject({ participantId, role }),
    done,
  ),
  'participant.setMuted': row(
    'host',
    'Mutes the microphone of a person, who cannot unmute himself until he is released; released, he stays muted.',
    z.strictObject({ participantId, muted: z.boolean() }),
    done,
  ),
  'participant.muteGuests': row(
    'host',
    'Mutes all guests as `participant.setMuted` does, or releases them.',
    z.strictObject({ muted: z.boolean() }),
    done,
  ),
  'lobby.setRule': row('host', 'Says when guests come in.', z.strictObject({ rule: lobbyRule }), done),
  'lobby.admit': row('host', 'Lets a waiting person in.', z.strictObject({ waitingId }), done),
  'lobby.admitAll': row('host', 'Lets everybody in who waits.', nothing, done),
  'lobby.refuse': row('host', 'Does not let a waiting person in.', z.strictObject({ waitingId }), done),
  'talkback.start': row(
    'host',
    'From now on only the target hears the one who asks; his strip is held off the air.',
    z.strictObject({ to: talkbackTarget }),
    done,
  ),
  'talkback.stop': row('host', 'Ends the own talkback.', nothing, done),
  'microphone.report': row(
    'participant',
    'Says what this browser has noticed about its own microphone; null when nothing is wrong any more.',
    z.strictObject({ trouble: z.nullable(microphoneTrouble) }),
    done,
  ),
  'chat.send': row(
    'participant',
    'Says something to everybody in the room in writing.',
    z.strictObject({ text: chatText }),
    done,
  ),
} as const;
