/** The headers that every reply carries, whatever it is. Pure. */
import { PLAIN_STYLE_SOURCE } from './plain-page.ts';

const HSTS_SECONDS = 31_536_000;

export type SecurityOptions = {
  readonly publicUrl: URL;
  /** Where players find the mounts themselves. */
  readonly icecastPublicUrl: URL;
};

/**
 * Pages load nothing but our own files, play our own sound and that of Icecast, and are framed by nobody. The microphone is for our own
 * origin only. No address leaves in a Referer, because invite links are secrets.
 */
export function securityHeaders(options: SecurityOptions): Record<string, string> {
  const secure = options.publicUrl.protocol === 'https:';
  return {
    'content-security-policy': policy(options, "'none'"),
    'permissions-policy':
      'microphone=(self), camera=(self), display-capture=(self), speaker-selection=(self), geolocation=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(secure && { 'strict-transport-security': `max-age=${HSTS_SECONDS}` }),
  };
}

/** The policy of the one page that any site may frame. */
export function embedPolicy(options: SecurityOptions): string {
  return policy(options, '*');
}

function policy({ publicUrl, icecastPublicUrl }: SecurityOptions, frameAncestors: string): string {
  const secure = publicUrl.protocol === 'https:';
  const webSocketOrigin = `${secure ? 'wss' : 'ws'}://${publicUrl.host}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${PLAIN_STYLE_SOURCE}`,
    "img-src 'self' data:",
    "font-src 'self'",
    // Browsers before 2022 did not count WebSockets of the same host as 'self'.
    `connect-src 'self' ${webSocketOrigin}`,
    `media-src 'self' blob: ${icecastPublicUrl.origin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');
}

/** What may be read from any site: the public facts and the sound of a show. */
export const PUBLIC_HEADERS = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
} as const;
