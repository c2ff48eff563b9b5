/** Who was in a room, as it stands in the database. */
import * as z from 'zod/mini';
import { participantId, stripId } from '#protocol/ids.ts';
import { role } from '#protocol/people.ts';
import { processingChoice } from '#protocol/processing.ts';

const peopleRow = z.object({ people: z.string() });

/** What an earlier version did not write yet is filled in. */
const rememberedPeople = z.array(
  z.pipe(
    z.object({
      id: participantId,
      name: z.string(),
      role,
      enteredAtMs: z.number(),
      mutedByHost: z._default(z.boolean(), false),
      resumeToken: z.string(),
      origin: z.optional(z.object({ link: z.string(), browser: z.nullable(z.string()), role })),
      strip: z.nullable(
        z.object({
          id: stripId,
          participantId,
          on: z.boolean(),
          muted: z.boolean(),
          faderDb: z.number(),
          pan: z.number(),
          processing: z._default(processingChoice, 'voice'),
        }),
      ),
    }),
    z.transform(({ origin, ...person }) => ({
      ...person,
      origin: origin ?? { link: '', browser: null, role: person.role },
    })),
  ),
);

/** A person in a room with his strip, as the room hands him over. Resume tokens are of no use without a credential beside them. */
export type PersonRecord = Readonly<z.output<typeof rememberedPeople>[number]>;

/** Throws when this version cannot read the row. */
export function readPeople(row: unknown): PersonRecord[] {
  return rememberedPeople.parse(JSON.parse(peopleRow.parse(row).people));
}
