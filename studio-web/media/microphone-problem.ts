/** Tells the reasons apart for which a microphone cannot be had. Pure. */

/**
 * `insecure`: the page did not come over HTTPS. `unsupported`: this browser has no microphones for pages. `denied`: the person or a
 * setting of the browser said no. `blocked`: the computer said no. `missing`: there is none. `busy`: another program has it.
 */
export type MicrophoneProblem =
  | 'insecure'
  | 'unsupported'
  | 'denied'
  | 'blocked'
  | 'missing'
  | 'busy'
  | 'unknown';

/** Why microphones cannot even be asked for on this page, or null when they can. */
export function problemOfPage(page: {
  isSecure: boolean;
  hasMediaDevices: boolean;
}): MicrophoneProblem | null {
  if (!page.isSecure) return 'insecure';
  return page.hasMediaDevices ? null : 'unsupported';
}

/** The reason behind what getUserMedia threw (Media Capture and Streams, section 10.2.1; Chromium adds "by system"). */
export function problemOfError(error: unknown): MicrophoneProblem {
  if (!(error instanceof Error)) return 'unknown';
  switch (error.name) {
    case 'NotAllowedError':
      return /system/i.test(error.message) ? 'blocked' : 'denied';
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unknown';
  }
}
