/**
 * How the owner is known: a secret link once, a cookie afterwards. The cookie proves that its bearer held the owner token without
 * containing it; another owner token signs everybody out.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const COOKIE_LIFE_S = 90 * 24 * 60 * 60;
const MS_PER_SECOND = 1000;
/** Keeps the value apart from anything else that the token may ever sign. */
const PURPOSE = 'openstudio owner cookie 1';

export type OwnerSignInOptions = {
  readonly ownerToken: string;
  /** Whether browsers come over HTTPS. */
  readonly secure: boolean;
  readonly nowMs?: () => number;
};

export class OwnerSignIn {
  readonly #ownerToken: string;
  readonly #secure: boolean;
  readonly #nowMs: () => number;

  constructor({ ownerToken, secure, nowMs = Date.now }: OwnerSignInOptions) {
    this.#ownerToken = ownerToken;
    this.#secure = secure;
    this.#nowMs = nowMs;
  }

  /** Whether `candidate` is the owner token; takes the same time whatever it is. */
  isOwnerToken(candidate: string): boolean {
    return timingSafeEqual(this.#seal(candidate), this.#seal(this.#ownerToken));
  }

  /**
   * The Set-Cookie header that signs in. SameSite=Strict keeps the cookie from requests that other sites start. The claim link may come
   * from a mail: the studio page that it leads to needs no cookie, and what that page asks for then is our own site's request.
   */
  setCookie(): string {
    const issuedAtS = this.#nowS();
    const value = `${issuedAtS}.${this.#seal(String(issuedAtS)).toString('base64url')}`;
    const flags = ['Path=/', `Max-Age=${COOKIE_LIFE_S}`, 'HttpOnly', 'SameSite=Strict'];
    return [`${this.#cookieName}=${value}`, ...flags, ...(this.#secure ? ['Secure'] : [])].join('; ');
  }

  /** Whether a Cookie header carries a sign-in that still holds. */
  isSignedIn(cookieHeader: string | undefined): boolean {
    const prefix = `${this.#cookieName}=`;
    const values = (cookieHeader ?? '').split(';').map((part) => part.trim());
    return values.some((value) => value.startsWith(prefix) && this.#isValid(value.slice(prefix.length)));
  }

  /** RFC 6265bis, section 4.1.3.2: a browser takes a `__Host-` cookie only when it is secure, for the whole host and for no other. */
  get #cookieName(): string {
    return this.#secure ? '__Host-studio_owner' : 'studio_owner';
  }

  #isValid(value: string): boolean {
    const [issuedAt = '', seal = ''] = value.split('.');
    const given = Buffer.from(seal, 'base64url');
    const expected = this.#seal(issuedAt);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
    return this.#nowS() - Number(issuedAt) < COOKIE_LIFE_S;
  }

  #seal(text: string): Buffer {
    return createHmac('sha256', this.#ownerToken).update(`${PURPOSE}\n${text}`).digest();
  }

  #nowS(): number {
    return Math.floor(this.#nowMs() / MS_PER_SECOND);
  }
}
