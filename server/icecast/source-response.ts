/** What Icecast answers to a source, and what its refusals mean. Pure. */
import type { MountProblem } from '../program/live-path-port.ts';

/** An answer is a few hundred bytes; what is longer is no Icecast. */
const ANSWER_MAX_LENGTH = 16_384;
const DETAIL_MAX_LENGTH = 200;

export type Answer =
  /** `100 Continue` or `200 OK`: the mount is ours. */
  | { readonly kind: 'accepted' }
  /** Anything else; `body` as far as it came. */
  | { readonly kind: 'refused'; readonly status: number; readonly body: string };

/** Collects the answer of one connection. */
export class AnswerReader {
  #text = '';

  /** True when nothing came yet. */
  get empty(): boolean {
    return this.#text === '';
  }

  push(bytes: Uint8Array): void {
    if (this.#text.length < ANSWER_MAX_LENGTH) this.#text += Buffer.from(bytes).toString('utf8');
  }

  /**
   * The answer so far, or null while its head is not complete. Interim answers (RFC 9110, section 15.2) other than 100 are passed over.
   * Icecast 2.4 answers 100 when asked to and 200 otherwise; 2.5 sends a final answer after the 100 only when the source ends.
   */
  read(): Answer | null {
    const end = this.#text.indexOf('\r\n\r\n');
    if (end === -1) return null;
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(this.#text)?.[1] ?? 0);
    if (status === 100 || (status >= 200 && status < 300)) return { kind: 'accepted' };
    const rest = this.#text.slice(end + 4);
    if (status > 100 && status < 200) {
      this.#text = rest;
      return this.read();
    }
    return { kind: 'refused', status, body: rest };
  }
}

/** What a refusal means to a host. Icecast 2.4 says 403 for everything but a wrong password and explains itself in the body. */
export function refusalProblem(status: number, body: string): MountProblem {
  const said = plainText(body);
  if (status === 401) return { code: 'mount_refused', detail: 'Icecast refused the source password.' };
  if (status === 409 || /in use/i.test(said))
    return { code: 'mount_in_use', detail: 'Another source is on this mount.' };
  if (/too many sources/i.test(said))
    return { code: 'mount_rejected', detail: 'Icecast has as many sources as its configuration allows.' };
  if (/content.?type/i.test(said))
    return { code: 'mount_rejected', detail: 'Icecast does not take this kind of audio.' };
  const answer = status === 0 ? 'something that is not HTTP' : `status ${status}`;
  return {
    code: 'mount_rejected',
    detail: `Icecast answered with ${answer}${said === '' ? '.' : `: ${said}`}`,
  };
}

function plainText(body: string): string {
  return body
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, DETAIL_MAX_LENGTH);
}
