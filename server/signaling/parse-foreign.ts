/** Checks what a stranger sent against a schema, without ever throwing. */
import type * as z from 'zod/mini';

export type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly issues: readonly z.core.$ZodIssue[] };

/**
 * As `safeParse`, which is not as safe as its name: its length checks look at anything with a `length` and throw when that cannot be
 * compared with a number, as in `{"length":{"toString":1}}`. Nothing that is thrown while checking comes from us.
 */
export function parseForeign<Schema extends z.ZodMiniType>(
  schema: Schema,
  value: unknown,
): Parsed<z.output<Schema>> {
  try {
    const result = schema.safeParse(value);
    return result.success
      ? { success: true, data: result.data }
      : { success: false, issues: result.error.issues };
  } catch {
    return { success: false, issues: [] };
  }
}
