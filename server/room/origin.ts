/** How somebody came to the room: by which link, in which browser, and what that link made him. Pure. */
import type { Role } from '#protocol/people.ts';

/**
 * `link` tells links apart and gives none away; `owner` for the owner's cookie. `browser` is a secret of the browser's own, null when it has
 * none. `role` is the role of the link, whatever became of the person since.
 */
export type Origin = { readonly link: string; readonly browser: string | null; readonly role: Role };

export const OWNER_LINK = 'owner';

/** Whether both came by the same link in the same browser. */
export function isSameOrigin(one: Origin, other: Origin): boolean {
  return (
    one.browser !== null &&
    one.browser === other.browser &&
    one.link === other.link &&
    one.role === other.role
  );
}
