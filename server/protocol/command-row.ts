/** What a row of the command table is made of, and the pieces that many of them share. */
import * as z from 'zod/mini';
import { NAME_MAX_LENGTH } from './limits.ts';

/** `anyone`: an open session that has not entered yet. `participant`: anybody in the room. `host`: whoever runs the console, hosts and producers. */
export type CommandRole = 'anyone' | 'participant' | 'host';

export type CommandRow<Input extends z.ZodMiniType, Output extends z.ZodMiniType> = {
  readonly role: CommandRole;
  readonly about: string;
  readonly input: Input;
  readonly output: Output;
};

export const row = <Input extends z.ZodMiniType, Output extends z.ZodMiniType>(
  who: CommandRole,
  about: string,
  input: Input,
  output: Output,
): CommandRow<Input, Output> => ({ role: who, about, input, output });

export const nothing = z.strictObject({});
export const done = z.null();

/** A person's name: trimmed, 1 to 64 characters, no control characters. */
export const personName = z
  .string()
  .check(z.trim(), z.minLength(1), z.maxLength(NAME_MAX_LENGTH), z.regex(/^[^\p{Cc}]*$/u));
